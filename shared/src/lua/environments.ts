import { checkInt, checkType, fail, failArgument, optionalInt } from './arguments.js';
import {
  LuaType,
  getEnvironment,
  getMetatable,
  isLuaFunction,
  isNil,
  newTable,
  newUserdata,
  pop,
  pushBoolean,
  pushFunction,
  pushFunctionAt,
  pushGlobals,
  pushValue,
  rawGet,
  rawSet,
  setEnvironment,
  setMetatable,
  setTop,
  toBoolean,
  toNumber,
  typeOf,
  upvalueIndex,
  type LuaState,
} from './vm.js';

/** Pushes argument 1 if it is a function, or the function at the level it names (`getfunc`). */
function pushTarget(L: LuaState, optional: boolean): void {
  if (typeOf(L, 1) === LuaType.function) {
    pushValue(L, 1);
    return;
  }
  const level = optional ? optionalInt(L, 1, 1) : checkInt(L, 1);
  if (level < 0) failArgument(L, 1, 'level must be non-negative');
  if (!pushFunctionAt(L, level)) failArgument(L, 1, 'invalid level');
  if (isNil(L, -1)) fail(L, `no function environment for tail call at level ${level}`);
}

/** `getfenv` */
export function getFenv(L: LuaState): number {
  pushTarget(L, true);
  if (isLuaFunction(L, -1)) getEnvironment(L, -1);
  else pushGlobals(L);
  return 1;
}

/** `setfenv`. The environment of the thread (level 0) is the table of globals for good. */
export function setFenv(L: LuaState): number {
  checkType(L, 2, LuaType.table);
  pushTarget(L, false);
  if (typeOf(L, 1) !== LuaType.function && toNumber(L, 1) === 0) return 0;
  pushValue(L, 2);
  if (!setEnvironment(L, -2)) fail(L, "'setfenv' cannot change environment of given object");
  return 1;
}

/** Pushes `newproxy`. Its upvalue is the table of the metatables it made. */
export function pushNewProxy(L: LuaState): void {
  newTable(L);
  pushFunction(L, newProxy, 1);
}

function newProxy(L: LuaState): number {
  setTop(L, 1);
  newUserdata(L);
  if (!toBoolean(L, 1)) return 1; // no metatable
  if (typeOf(L, 1) === LuaType.boolean) {
    newTable(L);
    pushValue(L, -1);
    pushBoolean(L, true);
    rawSet(L, upvalueIndex(1)); // a metatable of ours
  } else {
    let valid = false;
    if (getMetatable(L, 1)) {
      rawGet(L, upvalueIndex(1));
      valid = toBoolean(L, -1);
      pop(L);
    }
    if (!valid) failArgument(L, 1, 'boolean or proxy expected');
    getMetatable(L, 1);
  }
  setMetatable(L, 2);
  return 1;
}
