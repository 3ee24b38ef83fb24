/**
 * The part of fengari (patched, see patches/README.md) that the VM surface in vm.ts stands on. The module is imported by its
 * source entry: the prebuilt bundle carries an older, unpatched fengari.
 */
declare module 'fengari-web/src/fengari-web.js' {
  /** A thread of a Lua state. Its inside belongs to vm.ts alone. */
  export interface lua_State {
    readonly l_G: global_State;
    top: number;
    hook: unknown;
  }
  export interface global_State {
    readonly mainthread: lua_State;
  }
  export interface lua_Debug {
    readonly what: Uint8Array;
    readonly source: Uint8Array;
    readonly currentline: number;
  }
  export type lua_CFunction = (L: lua_State) => number;

  export const lua: {
    readonly LUA_REGISTRYINDEX: number;
    readonly lua_Debug: new () => lua_Debug;
    lua_newthread(L: lua_State): lua_State;
    lua_pushthread(L: lua_State): boolean;
    lua_tothread(L: lua_State, index: number): lua_State | null;
    lua_resume(L: lua_State, from: lua_State, args: number): number;
    lua_yield(L: lua_State, results: number): number | undefined;
    lua_status(L: lua_State): number;
    lua_getstack(L: lua_State, level: number, ar: lua_Debug): number;
    lua_getinfo(L: lua_State, what: Uint8Array, ar: lua_Debug): number;
    lua_iscfunction(L: lua_State, index: number): boolean;
    lua_pushglobaltable(L: lua_State): void;
    /** Gives the chunk to `writer` piece by piece; 1 for a function that is not Lua. */
    lua_dump(L: lua_State, writer: (L: lua_State, piece: Uint8Array) => number, data: null, strip: boolean): number;
    lua_load(L: lua_State, reader: () => Uint8Array | null, data: null, chunkName: Uint8Array, mode: null): number;
    lua_gettop(L: lua_State): number;
    lua_settop(L: lua_State, index: number): void;
    lua_pushvalue(L: lua_State, index: number): void;
    lua_insert(L: lua_State, index: number): void;
    lua_remove(L: lua_State, index: number): void;
    lua_replace(L: lua_State, index: number): void;
    lua_checkstack(L: lua_State, extra: number): boolean;
    lua_xmove(from: lua_State, to: lua_State, n: number): void;
    lua_absindex(L: lua_State, index: number): number;
    lua_type(L: lua_State, index: number): number;
    lua_pushnil(L: lua_State): void;
    lua_pushboolean(L: lua_State, value: boolean): void;
    lua_pushnumber(L: lua_State, value: number): void;
    lua_pushcclosure(L: lua_State, fn: lua_CFunction, upvalues: number): void;
    lua_pushlightuserdata(L: lua_State, value: unknown): void;
    lua_toboolean(L: lua_State, index: number): boolean;
    lua_touserdata(L: lua_State, index: number): unknown;
    lua_newuserdata(L: lua_State, size: number): unknown;
    /** `operation` 1 is `<`. */
    lua_compare(L: lua_State, a: number, b: number, operation: number): number;
    lua_rawequal(L: lua_State, a: number, b: number): number;
    lua_createtable(L: lua_State, array: number, records: number): void;
    lua_gettable(L: lua_State, index: number): number;
    lua_settable(L: lua_State, index: number): void;
    lua_rawget(L: lua_State, index: number): number;
    lua_rawset(L: lua_State, index: number): void;
    lua_rawgeti(L: lua_State, index: number, n: number): number;
    lua_rawseti(L: lua_State, index: number, n: number): void;
    lua_rawlen(L: lua_State, index: number): number;
    lua_next(L: lua_State, index: number): number;
    lua_getmetatable(L: lua_State, index: number): boolean;
    lua_setmetatable(L: lua_State, index: number): boolean;
    lua_call(L: lua_State, args: number, results: number): void;
    lua_pcall(L: lua_State, args: number, results: number, handler: number): number;
    lua_error(L: lua_State): never;
    /** Added by the patch. */
    lua_errmem(L: lua_State): never;
    lua_addressbytes(L: lua_State, index: number): string;
    lua_getfenv(L: lua_State, index: number): void;
    lua_setfenv(L: lua_State, index: number): boolean;
    lua_getarray(L: lua_State, index: number, n: number): number[] | string[] | null;
    lua_setarray(L: lua_State, index: number, values: readonly number[] | readonly string[]): void;
    lua_setnesting(L: lua_State, allowed: boolean): void;
    lua_setmemorylimit(L: lua_State, bytes: number): void;
    lua_gccollect(L: lua_State): void;
    lua_gccount(L: lua_State): number;
    lua_setinterrupt(L: lua_State, turn: (() => void) | null, jumps: number): void;
    lua_spend(L: lua_State, jumps: number): void;
    lua_topointer(L: lua_State, index: number): unknown;
    /** Called at every statement (see steps.ts). Added by the patch. */
    lua_setstephook(L: lua_State, hook: object | null): void;
    /** Pushes a string of bytes (one UTF-16 unit a byte). Added by the patch. */
    lua_pushbytes(L: lua_State, bytes: string): void;
    /** The bytes of a string, or of a number as `tostring` prints it; undefined for any other value. Added by the patch. */
    lua_tobytes(L: lua_State, index: number): string | undefined;
    /** The number, or the number a string converts to; undefined for any other value. Added by the patch. */
    lua_tonum(L: lua_State, index: number): number | undefined;
    /** NaNs without the sign bit. Added by the patch. */
    lua_pushpositivenan(L: lua_State): void;
    lua_ispositivenan(L: lua_State, index: number): boolean;
    /** Tables that refuse writes. Added by the patch. */
    lua_enablereadonlytable(L: lua_State, index: number, enabled: boolean): void;
    lua_isreadonlytable(L: lua_State, index: number): boolean;
  };
  export const lauxlib: {
    luaL_newstate(): lua_State;
    /** The three below: strings of bytes in and out. Added by the patch. */
    luaL_wherebytes(L: lua_State, level: number): string;
    luaL_argerrorbytes(L: lua_State, argument: number, message: string): string;
    luaL_loadbytes(L: lua_State, source: string, chunkName: string): number;
  };
}
