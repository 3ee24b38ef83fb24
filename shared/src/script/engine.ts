import type { Bytes } from '../bytes.js';
import { fail } from '../lua/arguments.js';
import { pushBit } from '../lua/bit.js';
import { pushCjson } from '../lua/cjson.js';
import { defaultJsonSettings, type JsonSettings } from '../lua/cjson-settings.js';
import { newCollector, type Collector } from '../lua/collector.js';
import { pushCmsgpack } from '../lua/cmsgpack.js';
import { createLuaState } from '../lua/state.js';
import { pushLibrary } from '../lua/library.js';
import { pushStruct } from '../lua/struct.js';
import {
  call,
  frameAt,
  getMetatable,
  getTop,
  isReadonly,
  isTable,
  load,
  type LuaState,
  LuaType,
  newTable,
  next,
  pop,
  pushBoolean,
  pushBytes,
  pushFunction,
  pushGlobals,
  pushNil,
  pushNumber,
  rawGetField,
  rawSetField,
  rawSetIndex,
  setMetatable,
  setReadonly,
  toBytes,
  toNumber,
  typeOf,
} from '../lua/vm.js';
import type { ScriptHost } from './host.js';
import type { ErrorMessage } from './observer.js';

/** A Lua state as Redis sets one up: the libraries, and what both EVAL scripts and functions find. Not locked yet. */
export interface Engine {
  readonly L: LuaState;
  /** The settings of its `cjson`. */
  readonly json: JsonSettings;
  /** What its scripts have set of the garbage collector. */
  readonly collector: Collector;
}

/** `luaRegisterRedisAPI` without the `redis` table. */
export function createEngine(host: ScriptHost): Engine {
  const collector = newCollector();
  const L = createLuaState({
    random: host.random,
    collector,
    profile: host.profile.lua,
    running: () => host.run !== undefined,
    onRaised: (state) => host.observer?.raised?.(state, messageOf(state)),
    onHandled: (state) => host.observer?.handled?.(state, messageOf(state)),
    onCaught: (state, by) => host.observer?.caught?.(state, by, messageOf(state)),
  });
  const json = defaultJsonSettings();
  pushGlobals(L);
  // Redis opens the debug library too, and its error handler takes it away again: the order in which `pairs` shows the globals tells.
  pushBoolean(L, true);
  rawSetField(L, -2, 'debug');
  if (host.profile.osClock) {
    pushLibrary(L, { clock: (state) => pushClock(state, host) });
    rawSetField(L, -2, 'os');
  }
  if (!host.profile.seven) {
    pushFunction(L, printNowhere);
    rawSetField(L, -2, 'print');
  }
  pushCjson(L, json);
  rawSetField(L, -2, 'cjson');
  pushStruct(L);
  rawSetField(L, -2, 'struct');
  pushCmsgpack(L);
  rawSetField(L, -2, 'cmsgpack');
  pushBit(L);
  rawSetField(L, -2, 'bit');
  pop(L);
  return { L, json, collector };
}

/**
 * `os.clock`: seconds since the script began, by the host's stopwatch. A real server counts the processor time of its whole life, which a page
 * knows nothing of; differences are what scripts ask it for.
 */
function pushClock(L: LuaState, { run }: ScriptHost): number {
  pushNumber(L, run === undefined ? 0 : (run.server.stopwatch() - run.startedAt) / 1e6);
  return 1;
}

/** 6.2 has kept `print`, which writes to the standard output of the server. */
const printNowhere = (): number => 0;

/** The text of the error on top of the stack: itself, or the field `err` of a table. */
function messageOf(L: LuaState): ErrorMessage {
  if (!isTable(L, -1)) return toBytes(L, -1);
  rawGetField(L, -1, 'err');
  const message = toBytes(L, -1);
  pop(L);
  return message;
}

/**
 * Pushes the error handler and removes the global `debug`, which it alone may use. It is Lua, on the lines of Redis's own, because it shows: it counts as a frame, and an error inside it (say, on
 * setting a field of a readonly table) names it.
 */
export function pushErrorHandler(L: LuaState, { profile }: ScriptHost): void {
  pushGlobals(L);
  pushNil(L);
  rawSetField(L, -2, 'debug');
  pop(L);
  load(L, profile.errors.handler, '@err_handler_def');
  pushFunction(L, frameOfLevel);
  call(L, 1, 1);
}

/** What `debug.getinfo(level, 'Sl')` tells: what, source, current line; nothing past the outermost frame. */
function frameOfLevel(L: LuaState): number {
  const frame = frameAt(L, toNumber(L, 1) ?? 0);
  if (frame === undefined) return 0;
  pushBytes(L, frame.what);
  pushBytes(L, frame.source);
  pushNumber(L, frame.line);
  return 3;
}

/** Gives the table on top of the stack a metatable whose `__index` raises the error about undefined globals (`luaSetErrorMetatable`). */
export function refuseUndefined(L: LuaState): void {
  newTable(L);
  pushFunction(L, raiseUndefined);
  rawSetField(L, -2, '__index');
  setMetatable(L, -2);
}

function raiseUndefined(L: LuaState): number {
  if (getTop(L) !== 2) fail(L, 'Wrong number of arguments to luaProtectedTableError');
  const name = toBytes(L, 2);
  if (name === undefined) fail(L, 'Second argument to luaProtectedTableError must be a string or number');
  return fail(L, `Script attempted to access nonexistent global variable '${name}'`);
}

/** Makes the table on top of the stack readonly, and every table that can be reached from it (`luaSetTableProtectionRecursively`). */
export function protect(L: LuaState): void {
  if (isReadonly(L, -1)) return;
  setReadonly(L, -1, true);
  pushNil(L);
  while (next(L, -2)) {
    if (typeOf(L, -1) === LuaType.table) protect(L);
    pop(L);
  }
  if (getMetatable(L, -1)) {
    protect(L);
    pop(L);
  }
}

/** Pushes a list of strings (`luaCreateArray`). */
export function pushStrings(L: LuaState, strings: readonly Bytes[]): void {
  newTable(L);
  for (let i = 0; i < strings.length; i++) {
    pushBytes(L, strings[i]!);
    rawSetIndex(L, -2, i + 1);
  }
}
