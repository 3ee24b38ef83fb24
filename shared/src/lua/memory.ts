import { lua } from 'fengari-web/src/fengari-web.js';
import type { LuaState } from './vm.js';

/** Gives the live values of a state a limit, in bytes; what passes it ends with `not enough memory`. */
export const limitMemory = (L: LuaState, bytes: number): void => lua.lua_setmemorylimit(L, bytes);

/** Removes from weak tables what nothing else refers to. */
export const collect = (L: LuaState): void => lua.lua_gccollect(L);

/** The bytes that the live values of a state take. */
export const countBytes = (L: LuaState): number => lua.lua_gccount(L);
