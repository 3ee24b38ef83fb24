import { type Bytes, quoted } from '../bytes.js';
import {
  absoluteIndex,
  getTop,
  type LuaState,
  LuaType,
  next,
  pop,
  pushNil,
  toBoolean,
  toBytes,
  toNumber,
  typeOf,
} from '../lua/vm.js';
import { generalDouble } from '../redis/values/double.js';

/** LDB_MAX_VALUES_DEPTH */
const MAX_DEPTH = 10;

/** All arguments of the running function, as `redis.debug` prints them. */
export function debugText(L: LuaState): Bytes {
  const parts: Bytes[] = [];
  for (let index = 1, count = getTop(L); index <= count; index++) parts.push(describe(L, index, 0));
  return parts.join(', ');
}

/** `ldbCatStackValue`: the value as Redis's own debugger prints it; functions and the like without their address. */
function describe(L: LuaState, index: number, depth: number): Bytes {
  if (depth === MAX_DEPTH) return '<max recursion level reached! Nested table?>';
  switch (typeOf(L, index)) {
    case LuaType.string:
      return quoted(toBytes(L, index)!);
    case LuaType.boolean:
      return toBoolean(L, index) ? 'true' : 'false';
    case LuaType.number: {
      const n = toNumber(L, index)!;
      return Number.isFinite(n) ? generalDouble(n, 6) : toBytes(L, index)!;
    }
    case LuaType.nil:
      return 'nil';
    case LuaType.table:
      return describeTable(L, absoluteIndex(L, index), depth + 1);
    case LuaType.function:
      return '"function"';
    case LuaType.thread:
      return '"thread"';
    case LuaType.lightUserdata:
      return '"light-userdata"';
    default:
      return '"userdata"';
  }
}

/** Values alone while keys run 1, 2, 3 …; otherwise `[key]=value`. */
function describeTable(L: LuaState, index: number, depth: number): Bytes {
  const values: Bytes[] = [];
  const entries: Bytes[] = [];
  let isArray = true;
  pushNil(L);
  while (next(L, index)) {
    isArray &&= typeOf(L, -2) === LuaType.number && toNumber(L, -2) === values.length + 1;
    const value = describe(L, -1, depth);
    values.push(value);
    entries.push(`[${describe(L, -2, depth)}]=${value}`);
    pop(L);
  }
  return `{${(isArray ? values : entries).join('; ')}}`;
}
