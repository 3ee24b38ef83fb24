import { fillBase, type BaseOptions, type ErrorListeners } from './base.js';
import { newCollector, type Collector } from './collector.js';
import { pushCoroutine } from './coroutine.js';
import { pushMath } from './math.js';
import { limitMemory } from './memory.js';
import type { Prng } from './prng.js';
import { pushString } from './string.js';
import { pushTable } from './table.js';
import { allowNestedBrackets, newState, pop, pushGlobals, rawSetField, type LuaState } from './vm.js';

/** What the Lua of a server can differ in. */
export interface LuaProfile extends BaseOptions {
  /** Whether the methods of strings can no more be changed (a security fix of 2025). */
  readonly readonlyStrings: boolean;
  /** Whether `[[` may stand within `[[…]]` (a side effect of another fix of 2025; Lua 5.1 refuses it). */
  readonly nestedBrackets: boolean;
}

/** Redis 7.0.15 as Debian 12 ships it, with its security fixes. */
export const DEBIAN_7_0_15: LuaProfile = {
  environments: false,
  errorTables: true,
  readonlyStrings: true,
  nestedBrackets: true,
};
/** The 7.0.15 of the project's own tarball. */
export const UPSTREAM_7_0_15: LuaProfile = {
  environments: true,
  errorTables: true,
  readonlyStrings: false,
  nestedBrackets: false,
};
/** Redis 6.2: error tables are no matter of `pcall` yet. */
export const UPSTREAM_6_2: LuaProfile = { ...UPSTREAM_7_0_15, errorTables: false };

/** The most memory the values of a state may take, in bytes as C counts them. */
export const MEMORY_LIMIT = 1024 ** 3;

export interface LuaStateOptions extends ErrorListeners {
  /** The server's generator, which `math.random` goes on with. */
  readonly random: Prng;
  readonly collector?: Collector;
  /** Whether a script is running now; without it always. Outside, `math.random` refuses. */
  readonly running?: () => boolean;
  readonly profile?: LuaProfile;
  /** Bytes; a script that holds more ends with `not enough memory`. */
  readonly memoryLimit?: number;
}

/**
 * A new state with the libraries of Lua that Redis opens, in the order in which Redis registers them. The host adds its own (cjson, redis
 * …) to the globals and protects them.
 */
export function createLuaState(options: LuaStateOptions): LuaState {
  const { profile = DEBIAN_7_0_15, memoryLimit = MEMORY_LIMIT } = options;
  const { collector = newCollector(), running = () => true } = options;
  const L = newState();
  limitMemory(L, memoryLimit);
  allowNestedBrackets(L, profile.nestedBrackets);
  pushGlobals(L);
  fillBase(L, profile, collector, options);
  const { onCaught } = options;
  pushCoroutine(L, (state) => onCaught?.(state, 'coroutine.resume'));
  rawSetField(L, -2, 'coroutine');
  pushTable(L);
  rawSetField(L, -2, 'table');
  pushString(L, profile.readonlyStrings);
  rawSetField(L, -2, 'string');
  pushMath(L, { random: options.random, running });
  rawSetField(L, -2, 'math');
  pop(L);
  return L;
}
