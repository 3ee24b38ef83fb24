import { lauxlib, lua, type lua_State } from 'fengari-web/src/fengari-web.js';
import { fromOctets, toOctets, type Bytes } from '../bytes.js';

// `lua` is too large for the engine to keep as anything but a dictionary: these are looked up once, not at every call.
const {
  lua_absindex,
  lua_addressbytes,
  lua_argbytes,
  lua_call,
  lua_checkstack,
  lua_compare,
  lua_createtable,
  lua_dump,
  lua_enablereadonlytable,
  lua_errmem,
  lua_error,
  lua_getarray,
  lua_getfenv,
  lua_getinfo,
  lua_getmetatable,
  lua_getstack,
  lua_gettable,
  lua_gettop,
  lua_insert,
  lua_iscfunction,
  lua_ispositivenan,
  lua_isreadonlytable,
  lua_load,
  lua_newthread,
  lua_newuserdata,
  lua_next,
  lua_pcall,
  lua_pushboolean,
  lua_pushbytes,
  lua_pushcclosure,
  lua_pushglobaltable,
  lua_pushlightuserdata,
  lua_pushnil,
  lua_pushnumber,
  lua_pushpositivenan,
  lua_pushthread,
  lua_pushvalue,
  lua_rawequal,
  lua_rawget,
  lua_rawgeti,
  lua_rawlen,
  lua_rawset,
  lua_rawseti,
  lua_remove,
  lua_replace,
  lua_resume,
  lua_setarray,
  lua_setfenv,
  lua_setinterrupt,
  lua_setmetatable,
  lua_setnesting,
  lua_settable,
  lua_settop,
  lua_spend,
  lua_status,
  lua_toboolean,
  lua_tobytes,
  lua_tonum,
  lua_tothread,
  lua_touserdata,
  lua_type,
  lua_xmove,
  lua_yield,
} = lua;

/**
 * The typed surface of the Lua VM. It is the C API of Lua 5.1 with three differences: strings are {@link Bytes}, conversions never
 * change the value on the stack, and a function written in TypeScript returns its number of results. Indices are as in C: positive
 * from the frame's base, negative from the top. Everything that can fail as Lua fails throws; let it pass.
 */
export type LuaState = lua_State;

/** A function callable from Lua: arguments at 1…getTop, the last `n` values pushed are its results when it returns `n`. */
export type LuaFunction = (L: LuaState) => number;

export const LuaType = {
  none: -1,
  nil: 0,
  boolean: 1,
  lightUserdata: 2,
  number: 3,
  string: 4,
  table: 5,
  function: 6,
  userdata: 7,
  thread: 8,
} as const;
export type LuaType = (typeof LuaType)[keyof typeof LuaType];

const TYPE_NAMES = ['nil', 'boolean', 'userdata', 'number', 'string', 'table', 'function', 'userdata', 'thread'];

/** Result of {@link pcall}: the numbers of lua.h. */
export const LuaStatus = { ok: 0, yield: 1, runtime: 2, syntax: 3, memory: 4, handler: 5 } as const;

/** Ask {@link call} or {@link pcall} for all results. */
export const MULTIPLE_RESULTS = -1;

/** The pseudo-index of the registry, a table no script can reach. */
export const REGISTRY_INDEX = lua.LUA_REGISTRYINDEX;

/** The pseudo-index of upvalue `n` (from 1) of the running function. */
export const upvalueIndex = (n: number): number => REGISTRY_INDEX - n;

/** LUA_RIDX_GLOBALS: where the registry keeps the table of globals. */
const GLOBALS = 2;

// Stack

export const getTop = (L: LuaState): number => lua_gettop(L);
export const setTop = (L: LuaState, top: number): void => lua_settop(L, top);
export const pop = (L: LuaState, count = 1): void => lua_settop(L, -count - 1);
export const pushValue = (L: LuaState, index: number): void => lua_pushvalue(L, index);
export const insert = (L: LuaState, index: number): void => lua_insert(L, index);
export const remove = (L: LuaState, index: number): void => lua_remove(L, index);
export const replace = (L: LuaState, index: number): void => lua_replace(L, index);
export const absoluteIndex = (L: LuaState, index: number): number => lua_absindex(L, index);

/** Room for `extra` more values; false when the stack would pass its limit. 20 are always there when a function is entered. */
export const checkStack = (L: LuaState, extra: number): boolean => lua_checkstack(L, extra);

// Push

export const pushNil = (L: LuaState): void => lua_pushnil(L);
export const pushBoolean = (L: LuaState, value: boolean): void => lua_pushboolean(L, value);
/** A NaN is pushed as x86-64 makes it, with the sign bit set (it prints as `-nan`). */
export const pushNumber = (L: LuaState, value: number): void => lua_pushnumber(L, value);
/** The other NaN, that strtod makes of `nan` (it prints as `nan`). */
export const pushPositiveNan = (L: LuaState): void => lua_pushpositivenan(L);
/** As {@link pushNumber}; `negative` is the sign bit, which a NaN shows when it is printed or packed. */
export const pushDouble = (L: LuaState, value: number, negative: boolean): void =>
  Number.isNaN(value) && !negative ? lua_pushpositivenan(L) : lua_pushnumber(L, value);
export const pushBytes = (L: LuaState, bytes: Bytes): void => lua_pushbytes(L, bytes);
export const pushLightUserdata = (L: LuaState, value: unknown): void => lua_pushlightuserdata(L, value);

/** Pushes a function; the `upvalues` values on top of the stack become its upvalues. */
export const pushFunction = (L: LuaState, fn: LuaFunction, upvalues = 0): void => lua_pushcclosure(L, fn, upvalues);

// Read

export const typeOf = (L: LuaState, index: number): LuaType => lua_type(L, index) as LuaType;
/** `no value`, `nil`, `table` …, as error messages name types. */
export const typeName = (type: LuaType): Bytes => TYPE_NAMES[type] ?? 'no value';
export const typeNameAt = (L: LuaState, index: number): Bytes => typeName(typeOf(L, index));
export const isNil = (L: LuaState, index: number): boolean => lua_type(L, index) === LuaType.nil;
export const isNoneOrNil = (L: LuaState, index: number): boolean => lua_type(L, index) <= LuaType.nil;
export const isTable = (L: LuaState, index: number): boolean => lua_type(L, index) === LuaType.table;
export const toBoolean = (L: LuaState, index: number): boolean => lua_toboolean(L, index);
/** The number, or the one a string converts to (as Lua coerces it); undefined for anything else. */
export const toNumber = (L: LuaState, index: number): number | undefined => lua_tonum(L, index);
/** The bytes of a string, or of a number as `tostring` prints it; undefined for anything else. */
export const toBytes = (L: LuaState, index: number): Bytes | undefined => lua_tobytes(L, index);
/** The bytes of argument `n` of the running function, which has as many, when it is a string; undefined for any other value. */
export const stringArgument = (L: LuaState, n: number): Bytes | undefined => lua_argbytes(L, n);
/** Whether the value is, or converts to, the NaN that prints as `nan`. */
export const isPositiveNan = (L: LuaState, index: number): boolean => lua_ispositivenan(L, index);
export const toLightUserdata = (L: LuaState, index: number): unknown => lua_touserdata(L, index);
/** `a < b`, metamethods included. */
export const lessThan = (L: LuaState, a: number, b: number): boolean => lua_compare(L, a, b, 1) === 1;
export const rawEqual = (L: LuaState, a: number, b: number): boolean => lua_rawequal(L, a, b) === 1;

/** What `%p` prints of a table, function, thread or userdata: stands in for its address. */
export const addressOf = (L: LuaState, index: number): Bytes => lua_addressbytes(L, index);
export const isLuaFunction = (L: LuaState, index: number): boolean =>
  typeOf(L, index) === LuaType.function && !lua_iscfunction(L, index);

// Tables

/** Pushes the table of globals. */
export const pushGlobals = (L: LuaState): void => lua_pushglobaltable(L);
/** Pops a table and makes it the globals of the code compiled from now on. */
export const setGlobals = (L: LuaState): void => lua_rawseti(L, REGISTRY_INDEX, GLOBALS);
/** Pushes a new userdata, without anything in it. */
export const newUserdata = (L: LuaState): void => void lua_newuserdata(L, 0);
export const newTable = (L: LuaState, array = 0, records = 0): void => lua_createtable(L, array, records);
/** Pushes `t[key]`, metamethods included, and answers its type. */
export function getField(L: LuaState, index: number, key: Bytes): LuaType {
  const table = lua_absindex(L, index);
  lua_pushbytes(L, key);
  return lua_gettable(L, table) as LuaType;
}
/** `t[key] = value on top of the stack`, metamethods included; pops the value. */
export function setField(L: LuaState, index: number, key: Bytes): void {
  const table = lua_absindex(L, index);
  lua_pushbytes(L, key);
  lua_insert(L, -2);
  lua_settable(L, table);
}
/** Replaces the key on top of the stack by `t[key]`, metamethods included. */
export const getTable = (L: LuaState, index: number): LuaType => lua_gettable(L, index) as LuaType;
/** `t[key] = value` with both on top of the stack, metamethods included; pops both. */
export const setTable = (L: LuaState, index: number): void => lua_settable(L, index);
export const rawGet = (L: LuaState, index: number): LuaType => lua_rawget(L, index) as LuaType;
/** As {@link setTable} without metamethods; a readonly table still refuses. */
export const rawSet = (L: LuaState, index: number): void => lua_rawset(L, index);
export const rawGetIndex = (L: LuaState, index: number, n: number): LuaType => lua_rawgeti(L, index, n) as LuaType;
/** `t[n] = value on top of the stack` without metamethods; pops the value. */
export const rawSetIndex = (L: LuaState, index: number, n: number): void => lua_rawseti(L, index, n);
/** Pushes `t[key]` without metamethods. */
export function rawGetField(L: LuaState, index: number, key: Bytes): LuaType {
  const table = lua_absindex(L, index);
  lua_pushbytes(L, key);
  return lua_rawget(L, table) as LuaType;
}
/** `t[key] = value on top of the stack` without metamethods; pops the value. */
export function rawSetField(L: LuaState, index: number, key: Bytes): void {
  const table = lua_absindex(L, index);
  lua_pushbytes(L, key);
  lua_insert(L, -2);
  lua_rawset(L, table);
}
/** `#value` without metamethods: a border of a table, the length of a string. */
export const rawLength = (L: LuaState, index: number): number => lua_rawlen(L, index);
/**
 * The first `n` elements of a writable table when they are all numbers (neither NaN nor -0) or all strings and stand in its array part: for
 * work on many of them. Undefined otherwise.
 */
export const arrayValues = (L: LuaState, index: number, n: number): number[] | Bytes[] | undefined =>
  lua_getarray(L, index, n) ?? undefined;
/** Puts back what {@link arrayValues} gave, in another order. */
export const setArrayValues = (L: LuaState, index: number, values: readonly number[] | readonly Bytes[]): void =>
  lua_setarray(L, index, values);
/** `lua_next`: pops a key, pushes the next key and value and answers true, or pushes nothing at the end. */
export const next = (L: LuaState, index: number): boolean => lua_next(L, index) !== 0;
/** Pushes the metatable and answers true, or pushes nothing. */
export const getMetatable = (L: LuaState, index: number): boolean => lua_getmetatable(L, index);
/** Pops a table or nil and makes it the metatable of the value at `index`. */
export const setMetatable = (L: LuaState, index: number): void => void lua_setmetatable(L, index);

/** Makes a table refuse every write, raw ones too, with `Attempt to modify a readonly table`; or lets it be written again. */
export const setReadonly = (L: LuaState, index: number, readonly: boolean): void =>
  lua_enablereadonlytable(L, index, readonly);
export const isReadonly = (L: LuaState, index: number): boolean => lua_isreadonlytable(L, index);

// Calls and errors

export const call = (L: LuaState, args: number, results: number): void => lua_call(L, args, results);
/** Protected call; answers a {@link LuaStatus}. `handler` is the stack index of a message handler, 0 for none. */
export const pcall = (L: LuaState, args: number, results: number, handler = 0): number =>
  lua_pcall(L, args, results, handler);
/** Raises the value on top of the stack as an error. */
export const raise = (L: LuaState): never => lua_error(L);

/** `file:line: ` of the Lua function at a level of the stack (1: the caller of the running function), or empty (`luaL_where`). */
export const where = (L: LuaState, level: number): Bytes => lauxlib.luaL_wherebytes(L, level);

/** The text of an argument error of the running function, with the name the caller used for it (`luaL_argerror`). */
export const argumentError = (L: LuaState, argument: number, message: Bytes): Bytes =>
  lauxlib.luaL_argerrorbytes(L, argument, message);

/**
 * Compiles a chunk. Pushes the function, or the error message when the answer is not {@link LuaStatus}.ok. `chunkName` is as in C:
 * `@user_script` for a name, `=text` for a literal, otherwise the source itself.
 */
export const load = (L: LuaState, source: Bytes, chunkName: Bytes): number =>
  lauxlib.luaL_loadbytes(L, source, chunkName);

/**
 * As {@link load}, from pieces: `next` answers a piece at a time, and undefined or an empty one at the end. What it raises is the
 * error of the load.
 */
export const loadPieces = (L: LuaState, next: () => Bytes | undefined, chunkName: Bytes): number =>
  lua_load(
    L,
    () => {
      const piece = next();
      return piece === undefined ? null : toOctets(piece);
    },
    null,
    toOctets(chunkName),
    null,
  );

/** A binary chunk of the Lua function on top of the stack; undefined for any other function. Nothing loads it again. */
export function dump(L: LuaState): Bytes | undefined {
  const pieces: Bytes[] = [];
  const write = (_: LuaState, piece: Uint8Array): number => {
    pieces.push(fromOctets(piece));
    return 0;
  };
  return lua_dump(L, write, null, false) === 0 ? pieces.join('') : undefined;
}

/** The longest string the VM makes (V8's limit); C has none below the machine's memory. */
export const MAX_LENGTH = 0x1fffffe8;

/** Raises `not enough memory`. */
export const failMemory = (L: LuaState): never => lua_errmem(L);

/** Where a level of the stack is (0: the running function, 1: its caller), as `debug.getinfo(level, 'Sl')` tells. */
export interface FrameInfo {
  /** `Lua`, `main`, `C`, or `tail` for a caller that a tail call replaced. */
  readonly what: Bytes;
  /** The chunk name: `@user_script`, `=[C]`. */
  readonly source: Bytes;
  /** The current line, -1 where there is none. */
  readonly line: number;
}

/** The frame at a level of the stack; undefined past the outermost one. */
export function frameAt(L: LuaState, level: number): FrameInfo | undefined {
  const ar = new lua.lua_Debug();
  if (lua_getstack(L, level, ar) === 0) return undefined;
  lua_getinfo(L, SOURCE_AND_LINE, ar);
  return { what: fromOctets(ar.what), source: fromOctets(ar.source), line: ar.currentline };
}

const SOURCE_AND_LINE = toOctets('Sl');

/** Pushes the environment of the function at `index`. */
export const getEnvironment = (L: LuaState, index: number): void => lua_getfenv(L, index);
/** Pops a table and makes it the environment of the function at `index`; false when that is no Lua function. */
export const setEnvironment = (L: LuaState, index: number): boolean => lua_setfenv(L, index);
/** Pushes the function of a level of the stack: nil for a lost tail call; false, and nothing, past the outermost level. */
export function pushFunctionAt(L: LuaState, level: number): boolean {
  const ar = new lua.lua_Debug();
  if (lua_getstack(L, level, ar) === 0) return false;
  lua_getinfo(L, FUNCTION, ar);
  return true;
}

const FUNCTION = toOctets('f');

/** Whether the compiler takes `[[` within `[[…]]`. */
export const allowNestedBrackets = (L: LuaState, allowed: boolean): void => lua_setnesting(L, allowed);

// Threads

/** Pushes a new thread of the same state and answers it. */
export const newThread = (L: LuaState): LuaState => lua_newthread(L);
/** Pushes the running thread itself; true when it is the main one. */
export const pushThread = (L: LuaState): boolean => lua_pushthread(L);
export const toThread = (L: LuaState, index: number): LuaState | undefined => lua_tothread(L, index) ?? undefined;
/** Moves the top `count` values from one thread to another. */
export const moveValues = (from: LuaState, to: LuaState, count: number): void => lua_xmove(from, to, count);
/** Runs or continues `thread` with its top `args` values; answers a {@link LuaStatus}. */
export const resume = (thread: LuaState, from: LuaState, args: number): number => lua_resume(thread, from, args);
/** Suspends the running coroutine with the top `results` values. Does not return. */
export const yieldThread = (L: LuaState, results: number): number => lua_yield(L, results) ?? 0;
/** The {@link LuaStatus} a thread is in. */
export const threadStatus = (L: LuaState): number => lua_status(L);
/** Whether a thread has frames. */
export const hasFrames = (L: LuaState): boolean => lua_getstack(L, 0, new lua.lua_Debug()) !== 0;

// The host's turn

/**
 * Has `turn` called after about every `jumps` jumps back and calls. What it throws passes through every `pcall` of the script and out of
 * {@link pcall}, which leaves the thread as it was: the way to end a script. Undefined: no more turns.
 */
export const setInterrupt = (L: LuaState, turn: (() => void) | undefined, jumps: number): void =>
  lua_setinterrupt(L, turn ?? null, jumps);

/** Counts the work of a library function as so many jumps, so that the host's turn comes in long ones too. */
export const spend = (L: LuaState, jumps: number): void => lua_spend(L, jumps);

// States

/** A new, empty state: no globals at all. */
export const newState = (): LuaState => lauxlib.luaL_newstate();
