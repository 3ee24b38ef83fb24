import type { Bytes } from '../bytes.js';
import { fail } from './arguments.js';
import { checkStack, type LuaFunction, type LuaState, newTable, pushFunction, rawSetField } from './vm.js';

/** Pushes a table of functions, sized and filled in the given order as `luaL_register` does: `pairs` shows that order. */
export function pushLibrary(L: LuaState, functions: Readonly<Record<Bytes, LuaFunction>>): void {
  const entries = Object.entries(functions);
  newTable(L, 0, entries.length);
  for (const [name, fn] of entries) {
    pushFunction(L, fn);
    rawSetField(L, -2, name);
  }
}

/** `luaL_checkstack`: room for `extra` values, or the error `stack overflow (message)`. */
export function ensureStack(L: LuaState, extra: number, message: Bytes): void {
  if (!checkStack(L, extra)) fail(L, `stack overflow (${message})`);
}
