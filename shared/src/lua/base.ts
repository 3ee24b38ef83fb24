import type { Bytes } from '../bytes.js';
import {
  cString,
  checkAny,
  checkBytes,
  checkInt,
  checkType,
  fail,
  failArgument,
  optionalBytes,
  optionalInt,
} from './arguments.js';
import { setFenv, getFenv, pushNewProxy } from './environments.js';
import { ensureStack } from './library.js';
import { gcInfo, garbageCollector, type Collector } from './collector.js';
import { parseUnsigned } from './numeral.js';
import {
  LuaStatus,
  LuaType,
  MULTIPLE_RESULTS,
  addressOf,
  call,
  checkStack,
  getField,
  getMetatable,
  getTop,
  insert,
  isNil,
  isNoneOrNil,
  isPositiveNan,
  isTable,
  load,
  loadPieces,
  next,
  pcall,
  pop,
  pushBoolean,
  pushBytes,
  pushFunction,
  pushNil,
  pushNumber,
  pushPositiveNan,
  pushValue,
  raise,
  rawEqual,
  rawGet,
  rawGetField,
  rawGetIndex,
  rawLength,
  rawSet,
  rawSetField,
  remove,
  replace,
  setMetatable,
  setTop,
  spend,
  toBoolean,
  toBytes,
  toNumber,
  typeNameAt,
  typeOf,
  upvalueIndex,
  where,
  type LuaFunction,
  type LuaState,
} from './vm.js';
import { whenHandled } from './inside.js';

/** What hands an error to the script. */
export type Catcher = 'pcall' | 'xpcall' | 'coroutine.resume';
/** Told when an error was caught: it is on top of the stack, as the script will get it. */
type CaughtListener = (L: LuaState, by: Catcher) => void;

/** Told when `error` is about to raise the value on top of the stack; the frame of its caller is level 1. */
type RaisedListener = (L: LuaState) => void;

/** Told when an error, on top of the stack, is about to be handed to the handler of `xpcall`; whatever raised it is still in execution. */
type HandledListener = (L: LuaState) => void;

/** Who wants to hear of errors that scripts raise and catch. */
export interface ErrorListeners {
  readonly onHandled?: HandledListener;
  readonly onCaught?: CaughtListener;
  readonly onRaised?: RaisedListener;
}

/** What differs in the globals of the servers. */
export interface BaseOptions {
  /** `setfenv`, `getfenv` and `newproxy`, which the security fixes of 2025 took away. */
  readonly environments: boolean;
  /** Redis 7's own `pcall`, that hands an error table's `err` to the script; before, Lua's. */
  readonly errorTables: boolean;
}

/**
 * `luaopen_base` without the coroutine library: fills the table on top of the stack (the globals). A name that Redis keeps out leaves its
 * slot behind, as there: the order in which `pairs` shows the globals depends on it.
 */
export function fillBase(
  L: LuaState,
  options: BaseOptions,
  collector: Collector,
  { onCaught, onHandled, onRaised }: ErrorListeners = {},
): void {
  const set = (name: Bytes, push: () => void): void => {
    push();
    rawSetField(L, -2, name);
  };
  const keepOut = (name: Bytes): void => set(name, () => pushNil(L));
  const register = (name: Bytes, fn: LuaFunction): void => set(name, () => pushFunction(L, fn));
  const registerOld = (name: Bytes, fn: LuaFunction): void =>
    options.environments ? register(name, fn) : keepOut(name);

  set('_G', () => pushValue(L, -1));
  register('assert', assert);
  register('collectgarbage', garbageCollector(collector));
  keepOut('dofile');
  register('error', (state) => error(state, onRaised));
  register('gcinfo', gcInfo);
  registerOld('getfenv', getFenv);
  register('getmetatable', getMeta);
  keepOut('loadfile');
  register('load', loadFunction);
  register('loadstring', loadString);
  register('next', nextKey);
  register('pcall', (state) => (options.errorTables ? pcallOfRedis : pcallOfLua)(state, onCaught));
  keepOut('print');
  register('rawequal', rawEquals);
  register('rawget', rawGetKey);
  register('rawset', rawSetKey);
  register('select', select);
  registerOld('setfenv', setFenv);
  register('setmetatable', setMeta);
  register('tonumber', toNumberFunction);
  register('tostring', toStringFunction);
  register('type', type);
  register('unpack', unpack);
  register('xpcall', (state) => xpcall(state, onCaught, onHandled));
  set('_VERSION', () => pushBytes(L, 'Lua 5.1'));
  set('ipairs', () => withGenerator(L, iterateWith(0), nextIndex));
  set('pairs', () => withGenerator(L, iterateWith(undefined), nextKey));
  if (options.environments) set('newproxy', () => pushNewProxy(L));
  else keepOut('newproxy');
}

function withGenerator(L: LuaState, fn: LuaFunction, generator: LuaFunction): void {
  pushFunction(L, generator);
  pushFunction(L, fn, 1);
}

/** `pairs` and `ipairs`: the generator (upvalue 1), the table and the initial value. */
const iterateWith =
  (initial: number | undefined): LuaFunction =>
  (L) => {
    checkType(L, 1, LuaType.table);
    pushValue(L, upvalueIndex(1));
    pushValue(L, 1);
    if (initial === undefined) pushNil(L);
    else pushNumber(L, initial);
    return 3;
  };

function nextKey(L: LuaState): number {
  checkType(L, 1, LuaType.table);
  setTop(L, 2);
  if (next(L, 1)) return 2;
  pushNil(L);
  return 1;
}

function nextIndex(L: LuaState): number {
  const i = (checkInt(L, 2) + 1) | 0;
  checkType(L, 1, LuaType.table);
  pushNumber(L, i);
  rawGetIndex(L, 1, i);
  return isNil(L, -1) ? 0 : 2;
}

function assert(L: LuaState): number {
  checkAny(L, 1);
  if (!toBoolean(L, 1)) return fail(L, cString(optionalBytes(L, 2, 'assertion failed!')));
  return getTop(L);
}

function error(L: LuaState, onRaised: RaisedListener | undefined): number {
  const level = optionalInt(L, 2, 1);
  setTop(L, 1);
  const message = toBytes(L, 1);
  if (message !== undefined && level > 0) pushBytes(L, where(L, level) + message);
  onRaised?.(L);
  return raise(L);
}

function type(L: LuaState): number {
  checkAny(L, 1);
  pushBytes(L, typeNameAt(L, 1));
  return 1;
}

function toNumberFunction(L: LuaState): number {
  const base = optionalInt(L, 2, 10);
  let value: number | undefined;
  if (base === 10) {
    checkAny(L, 1);
    value = toNumber(L, 1);
    if (value !== undefined && isPositiveNan(L, 1)) {
      pushPositiveNan(L);
      return 1;
    }
  } else {
    const text = checkBytes(L, 1);
    if (base < 2 || base > 36) failArgument(L, 2, 'base out of range');
    value = parseUnsigned(text, base);
  }
  if (value === undefined) pushNil(L);
  else pushNumber(L, value);
  return 1;
}

function toStringFunction(L: LuaState): number {
  checkAny(L, 1);
  if (metafield(L, '__tostring')) {
    pushValue(L, 1);
    call(L, 1, 1);
    return 1;
  }
  switch (typeOf(L, 1)) {
    case LuaType.number:
    case LuaType.string:
      pushBytes(L, toBytes(L, 1)!);
      break;
    case LuaType.boolean:
      pushBytes(L, toBoolean(L, 1) ? 'true' : 'false');
      break;
    case LuaType.nil:
      pushBytes(L, 'nil');
      break;
    default:
      pushBytes(L, `${typeNameAt(L, 1)}: ${addressOf(L, 1)}`);
  }
  return 1;
}

/** `luaL_getmetafield` of argument 1: pushes a field of its metatable and answers true, or pushes nothing. */
function metafield(L: LuaState, name: Bytes): boolean {
  if (!getMetatable(L, 1)) return false;
  rawGetField(L, -1, name);
  if (isNil(L, -1)) {
    pop(L, 2);
    return false;
  }
  remove(L, -2);
  return true;
}

function getMeta(L: LuaState): number {
  checkAny(L, 1);
  if (!getMetatable(L, 1)) pushNil(L);
  else metafield(L, '__metatable');
  return 1;
}

function setMeta(L: LuaState): number {
  const meta = typeOf(L, 2);
  checkType(L, 1, LuaType.table);
  if (meta !== LuaType.nil && meta !== LuaType.table) failArgument(L, 2, 'nil or table expected');
  if (metafield(L, '__metatable')) fail(L, 'cannot change a protected metatable');
  setTop(L, 2);
  setMetatable(L, 1);
  return 1;
}

function rawEquals(L: LuaState): number {
  checkAny(L, 1);
  checkAny(L, 2);
  pushBoolean(L, rawEqual(L, 1, 2));
  return 1;
}

function rawGetKey(L: LuaState): number {
  checkType(L, 1, LuaType.table);
  checkAny(L, 2);
  setTop(L, 2);
  rawGet(L, 1);
  return 1;
}

function rawSetKey(L: LuaState): number {
  checkType(L, 1, LuaType.table);
  checkAny(L, 2);
  checkAny(L, 3);
  setTop(L, 3);
  rawSet(L, 1);
  return 1;
}

function select(L: LuaState): number {
  const count = getTop(L);
  if (typeOf(L, 1) === LuaType.string && toBytes(L, 1)!.startsWith('#')) {
    pushNumber(L, count - 1);
    return 1;
  }
  let i = checkInt(L, 1);
  if (i < 0) i += count;
  else if (i > count) i = count;
  if (i < 1) failArgument(L, 1, 'index out of range');
  return count - i;
}

function unpack(L: LuaState): number {
  checkType(L, 1, LuaType.table);
  const first = optionalInt(L, 2, 1);
  const last = isNoneOrNil(L, 3) ? rawLength(L, 1) : checkInt(L, 3);
  if (first > last) return 0;
  const count = last - first + 1;
  if (count >= 0x80000000 || !checkStack(L, count)) return fail(L, 'too many results to unpack');
  for (let i = first; i <= last; i++) rawGetIndex(L, 1, i);
  return count;
}

/** `luaRedisPcall`: an error that is a table with a string `err` reaches the script as that string. */
function pcallOfRedis(L: LuaState, onCaught: CaughtListener | undefined): number {
  const count = getTop(L);
  pushBoolean(L, true);
  insert(L, 1);
  if (count === 0) pushValue(L, 1); // without a function, the C code calls the place holder
  if (pcall(L, Math.max(count - 1, 0), MULTIPLE_RESULTS) !== LuaStatus.ok) {
    remove(L, 1);
    let left = 0; // where there is no text, the C code leaves what it looked for above the error
    if (isTable(L, -1)) {
      getField(L, -1, 'err');
      if (toBytes(L, -1) === undefined) left = 1;
      else replace(L, -2);
    }
    if (onCaught !== undefined) {
      pushValue(L, -1 - left);
      onCaught(L, 'pcall');
      pop(L);
    }
    pushBoolean(L, false);
    insert(L, 1);
  }
  return getTop(L);
}

/** The place of the status is made before the call: results of any number leave no room for a push after it. */
function pcallOfLua(L: LuaState, onCaught: CaughtListener | undefined): number {
  checkAny(L, 1);
  pushBoolean(L, true);
  insert(L, 1);
  if (pcall(L, getTop(L) - 2, MULTIPLE_RESULTS) !== LuaStatus.ok) {
    onCaught?.(L, 'pcall');
    pushBoolean(L, false);
    replace(L, 1);
  }
  return getTop(L);
}

function xpcall(L: LuaState, onCaught: CaughtListener | undefined, onHandled: HandledListener | undefined): number {
  checkAny(L, 2);
  setTop(L, 2);
  insert(L, 1); // the handler below the function
  pushBoolean(L, true);
  insert(L, 1);
  const call = (): number => pcall(L, 0, MULTIPLE_RESULTS, 2);
  const status = onHandled === undefined ? call() : whenHandled(L, 2, () => onHandled(L), call);
  remove(L, 2);
  if (status !== LuaStatus.ok) {
    onCaught?.(L, 'xpcall');
    pushBoolean(L, false);
    replace(L, 1);
  }
  return getTop(L);
}

function loaded(L: LuaState, status: number): number {
  if (status === LuaStatus.ok) return 1;
  pushNil(L);
  insert(L, -2);
  return 2;
}

function loadString(L: LuaState): number {
  const source = checkBytes(L, 1);
  return loaded(L, load(L, source, optionalBytes(L, 2, source)));
}

function loadFunction(L: LuaState): number {
  const name = optionalBytes(L, 2, '=(load)');
  checkType(L, 1, LuaType.function);
  setTop(L, 3);
  return loaded(
    L,
    loadPieces(
      L,
      () => {
        ensureStack(L, 2, 'too many nested functions');
        spend(L, 1); // a reader need never say that it is done
        pushValue(L, 1);
        call(L, 0, 1);
        const piece = toBytes(L, -1);
        if (piece === undefined && !isNil(L, -1)) fail(L, 'reader function must return a string');
        pop(L);
        return piece;
      },
      name,
    ),
  );
}
