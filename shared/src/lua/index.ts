export * from './arguments.js';
export { Prng, type PrngState } from './prng.js';
export {
  createLuaState,
  DEBIAN_7_0_15,
  MEMORY_LIMIT,
  UPSTREAM_6_2,
  UPSTREAM_7_0_15,
  type LuaProfile,
  type LuaStateOptions,
} from './state.js';
export * from './vm.js';
