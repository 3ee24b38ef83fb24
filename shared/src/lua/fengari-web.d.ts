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
    readonly lua_newthread: (L: lua_State) => lua_State;
    readonly lua_pushthread: (L: lua_State) => boolean;
    readonly lua_tothread: (L: lua_State, index: number) => lua_State | null;
    readonly lua_resume: (L: lua_State, from: lua_State, args: number) => number;
    readonly lua_yield: (L: lua_State, results: number) => number | undefined;
    readonly lua_status: (L: lua_State) => number;
    readonly lua_getstack: (L: lua_State, level: number, ar: lua_Debug) => number;
    readonly lua_getinfo: (L: lua_State, what: Uint8Array, ar: lua_Debug) => number;
    readonly lua_iscfunction: (L: lua_State, index: number) => boolean;
    readonly lua_pushglobaltable: (L: lua_State) => void;
    /** Gives the chunk to `writer` piece by piece; 1 for a function that is not Lua. */
    readonly lua_dump: (
      L: lua_State,
      writer: (L: lua_State, piece: Uint8Array) => number,
      data: null,
      strip: boolean,
    ) => number;
    readonly lua_load: (
      L: lua_State,
      reader: () => Uint8Array | null,
      data: null,
      chunkName: Uint8Array,
      mode: null,
    ) => number;
    readonly lua_gettop: (L: lua_State) => number;
    readonly lua_settop: (L: lua_State, index: number) => void;
    readonly lua_pushvalue: (L: lua_State, index: number) => void;
    readonly lua_insert: (L: lua_State, index: number) => void;
    readonly lua_remove: (L: lua_State, index: number) => void;
    readonly lua_replace: (L: lua_State, index: number) => void;
    readonly lua_checkstack: (L: lua_State, extra: number) => boolean;
    readonly lua_xmove: (from: lua_State, to: lua_State, n: number) => void;
    readonly lua_absindex: (L: lua_State, index: number) => number;
    readonly lua_type: (L: lua_State, index: number) => number;
    readonly lua_pushnil: (L: lua_State) => void;
    readonly lua_pushboolean: (L: lua_State, value: boolean) => void;
    readonly lua_pushnumber: (L: lua_State, value: number) => void;
    readonly lua_pushcclosure: (L: lua_State, fn: lua_CFunction, upvalues: number) => void;
    readonly lua_pushlightuserdata: (L: lua_State, value: unknown) => void;
    readonly lua_toboolean: (L: lua_State, index: number) => boolean;
    readonly lua_touserdata: (L: lua_State, index: number) => unknown;
    readonly lua_newuserdata: (L: lua_State, size: number) => unknown;
    /** `operation` 1 is `<`. */
    readonly lua_compare: (L: lua_State, a: number, b: number, operation: number) => number;
    readonly lua_rawequal: (L: lua_State, a: number, b: number) => number;
    readonly lua_createtable: (L: lua_State, array: number, records: number) => void;
    readonly lua_gettable: (L: lua_State, index: number) => number;
    readonly lua_settable: (L: lua_State, index: number) => void;
    readonly lua_rawget: (L: lua_State, index: number) => number;
    readonly lua_rawset: (L: lua_State, index: number) => void;
    readonly lua_rawgeti: (L: lua_State, index: number, n: number) => number;
    readonly lua_rawseti: (L: lua_State, index: number, n: number) => void;
    readonly lua_rawlen: (L: lua_State, index: number) => number;
    readonly lua_next: (L: lua_State, index: number) => number;
    readonly lua_getmetatable: (L: lua_State, index: number) => boolean;
    readonly lua_setmetatable: (L: lua_State, index: number) => boolean;
    readonly lua_call: (L: lua_State, args: number, results: number) => void;
    readonly lua_pcall: (L: lua_State, args: number, results: number, handler: number) => number;
    readonly lua_error: (L: lua_State) => never;
    /** Added by the patch. */
    readonly lua_errmem: (L: lua_State) => never;
    readonly lua_addressbytes: (L: lua_State, index: number) => string;
    readonly lua_getfenv: (L: lua_State, index: number) => void;
    readonly lua_setfenv: (L: lua_State, index: number) => boolean;
    readonly lua_getarray: (L: lua_State, index: number, n: number) => number[] | string[] | null;
    readonly lua_setarray: (L: lua_State, index: number, values: readonly number[] | readonly string[]) => void;
    readonly lua_setnesting: (L: lua_State, allowed: boolean) => void;
    readonly lua_setmemorylimit: (L: lua_State, bytes: number) => void;
    readonly lua_gccollect: (L: lua_State) => void;
    readonly lua_gccount: (L: lua_State) => number;
    readonly lua_setinterrupt: (L: lua_State, turn: (() => void) | null, jumps: number) => void;
    readonly lua_spend: (L: lua_State, jumps: number) => void;
    readonly lua_topointer: (L: lua_State, index: number) => unknown;
    /** Notes every statement (see steps.ts). Added by the patch. */
    readonly lua_setsteplog: (L: lua_State, log: object | null) => void;
    /** Pushes a string of bytes (one UTF-16 unit a byte). Added by the patch. */
    readonly lua_pushbytes: (L: lua_State, bytes: string) => void;
    /** The bytes of a string, or of a number as `tostring` prints it; undefined for any other value. Added by the patch. */
    readonly lua_tobytes: (L: lua_State, index: number) => string | undefined;
    /** The bytes of a string argument of the running function, which has so many; undefined for any other value. Added by the patch. */
    readonly lua_argbytes: (L: lua_State, n: number) => string | undefined;
    /** The number, or the number a string converts to; undefined for any other value. Added by the patch. */
    readonly lua_tonum: (L: lua_State, index: number) => number | undefined;
    /** NaNs without the sign bit. Added by the patch. */
    readonly lua_pushpositivenan: (L: lua_State) => void;
    readonly lua_ispositivenan: (L: lua_State, index: number) => boolean;
    /** Tables that refuse writes. Added by the patch. */
    readonly lua_enablereadonlytable: (L: lua_State, index: number, enabled: boolean) => void;
    readonly lua_isreadonlytable: (L: lua_State, index: number) => boolean;
  };
  export const lauxlib: {
    luaL_newstate(): lua_State;
    /** The three below: strings of bytes in and out. Added by the patch. */
    luaL_wherebytes(L: lua_State, level: number): string;
    luaL_argerrorbytes(L: lua_State, argument: number, message: string): string;
    luaL_loadbytes(L: lua_State, source: string, chunkName: string): number;
  };
}
