import { lua } from 'fengari-web/src/fengari-web.js';
import type { Bytes } from '../bytes.js';
import { type LuaState, pushNumber, rawGetIndex, rawSetIndex, REGISTRY_INDEX } from './vm.js';

/** What the host of a state needs besides the C API: its globals, readonly tables, interruptions, frames. */
const control = lua as typeof lua & {
  lua_enablereadonlytable(L: LuaState, index: number, enabled: boolean): void;
  lua_isreadonlytable(L: LuaState, index: number): boolean;
  lua_setinterrupt(L: LuaState, f: ((L: LuaState) => void) | null, every: number): void;
  lua_getstack(L: LuaState, level: number, frame: ActivationRecord): number;
  lua_getinfo(L: LuaState, what: Uint8Array, frame: ActivationRecord): number;
  lua_ispositivenan(L: LuaState, index: number): boolean;
  lua_pushpositivenan(L: LuaState): void;
  readonly lua_Debug: new () => ActivationRecord;
};

interface ActivationRecord {
  readonly what: Uint8Array;
  readonly source: Uint8Array;
  readonly currentline: number;
}

/** Where the registry keeps the table of globals. */
const GLOBALS = 2;

export const pushGlobals = (L: LuaState): void => void rawGetIndex(L, REGISTRY_INDEX, GLOBALS);
/** Pops a table and makes it the globals of code compiled from now on. */
export const setGlobals = (L: LuaState): void => rawSetIndex(L, REGISTRY_INDEX, GLOBALS);

/** Whether writing to the table at `index` raises an error. */
export const isReadonly = (L: LuaState, index: number): boolean => control.lua_isreadonlytable(L, index);
export const setReadonly = (L: LuaState, index: number, readonly: boolean): void =>
  control.lua_enablereadonlytable(L, index, readonly);

/** Calls `f` after about `every` jumps back and calls, and again and again; undefined stops that. What `f` raises, the script raises. */
export const setInterrupt = (L: LuaState, f: ((L: LuaState) => void) | undefined, every = 1): void =>
  control.lua_setinterrupt(L, f ?? null, every);

/** A function on the stack: `what` is `Lua`, `C`, `main` or `tail`; `line` is -1 where there is none. */
export interface FrameFacts {
  readonly what: Bytes;
  readonly source: Bytes;
  readonly line: number;
}

const FACTS = Uint8Array.of(0x53, 0x6c); // Sl
const text = (octets: Uint8Array): Bytes => String.fromCharCode(...octets);

/** The frame at a level (0: the running function, 1: its caller …); undefined past the outermost one. */
export function frameAt(L: LuaState, level: number): FrameFacts | undefined {
  const record = new control.lua_Debug();
  if (control.lua_getstack(L, level, record) === 0) return undefined;
  control.lua_getinfo(L, FACTS, record);
  return { what: text(record.what), source: text(record.source), line: record.currentline };
}

/** Pushes a number; `negative` is the sign bit of a NaN, which shows when it is printed or packed. */
export function pushDouble(L: LuaState, value: number, negative: boolean): void {
  if (value !== value && !negative) control.lua_pushpositivenan(L);
  else pushNumber(L, value);
}

/** The sign bit of the NaN at `index`. */
export const isNegativeNan = (L: LuaState, index: number): boolean => !control.lua_ispositivenan(L, index);
