import type { Bytes } from '../bytes.js';
import { checkInt, checkType, fail, optionalBytes, optionalInt } from './arguments.js';
import { ensureStack, pushLibrary } from './library.js';
import { sort } from './table-sort.js';
import {
  LuaType,
  call,
  getTop,
  isNil,
  isNoneOrNil,
  next,
  pop,
  pushBytes,
  pushNil,
  pushNumber,
  pushValue,
  rawGetIndex,
  rawLength,
  rawSetIndex,
  setTop,
  spend,
  toBytes,
  toNumber,
  typeNameAt,
  typeOf,
  type LuaState,
} from './vm.js';

/** `luaopen_table`: pushes the library. */
export function pushTable(L: LuaState): void {
  pushLibrary(L, {
    concat,
    foreach: forEach,
    foreachi: forEachIndex,
    getn,
    maxn,
    insert,
    remove,
    setn,
    sort: sortTable,
  });
}

/** `aux_getn` */
function border(L: LuaState): number {
  checkType(L, 1, LuaType.table);
  return rawLength(L, 1);
}

function forEachIndex(L: LuaState): number {
  const count = border(L);
  checkType(L, 2, LuaType.function);
  for (let i = 1; i <= count; i++) {
    pushValue(L, 2);
    pushNumber(L, i);
    rawGetIndex(L, 1, i);
    call(L, 2, 1);
    if (!isNil(L, -1)) return 1;
    pop(L);
  }
  return 0;
}

function forEach(L: LuaState): number {
  checkType(L, 1, LuaType.table);
  checkType(L, 2, LuaType.function);
  pushNil(L);
  while (next(L, 1)) {
    pushValue(L, 2);
    pushValue(L, -3);
    pushValue(L, -3);
    call(L, 2, 1);
    if (!isNil(L, -1)) return 1;
    pop(L, 2);
  }
  return 0;
}

function maxn(L: LuaState): number {
  checkType(L, 1, LuaType.table);
  let max = 0;
  pushNil(L);
  while (next(L, 1)) {
    pop(L);
    if (typeOf(L, -1) === LuaType.number) max = Math.max(max, toNumber(L, -1)!);
  }
  pushNumber(L, max);
  return 1;
}

function getn(L: LuaState): number {
  pushNumber(L, border(L));
  return 1;
}

function setn(L: LuaState): number {
  checkType(L, 1, LuaType.table);
  return fail(L, "'setn' is obsolete");
}

function insert(L: LuaState): number {
  let end = border(L) + 1; // first empty element
  let position: number;
  switch (getTop(L)) {
    case 2:
      position = end;
      break;
    case 3:
      position = checkInt(L, 2);
      if (position > end) end = position; // grow the array if necessary
      for (let i = end; i > position; i--) {
        if ((i & 0xff) === 0) spend(L, 0x100); // a position far below 1 moves as many
        rawGetIndex(L, 1, i - 1);
        rawSetIndex(L, 1, i);
      }
      break;
    default:
      return fail(L, "wrong number of arguments to 'insert'");
  }
  rawSetIndex(L, 1, position);
  return 0;
}

function remove(L: LuaState): number {
  const end = border(L);
  let position = optionalInt(L, 2, end);
  if (position < 1 || position > end) return 0; // nothing to remove
  rawGetIndex(L, 1, position);
  for (; position < end; position++) {
    rawGetIndex(L, 1, position + 1);
    rawSetIndex(L, 1, position);
  }
  pushNil(L);
  rawSetIndex(L, 1, end);
  return 1;
}

function concat(L: LuaState): number {
  const separator = optionalBytes(L, 2, '');
  checkType(L, 1, LuaType.table);
  const first = optionalInt(L, 3, 1);
  const last = isNoneOrNil(L, 4) ? rawLength(L, 1) : checkInt(L, 4);
  const parts: Bytes[] = [];
  for (let i = first; i <= last; i++) {
    rawGetIndex(L, 1, i);
    parts.push(toBytes(L, -1) ?? failValue(L, i));
    pop(L);
  }
  pushBytes(L, parts.join(separator));
  return 1;
}

function failValue(L: LuaState, index: number): never {
  return fail(L, `invalid value (${typeNameAt(L, -1)}) at index ${index} in table for 'concat'`);
}

function sortTable(L: LuaState): number {
  const count = border(L);
  ensureStack(L, 40, '');
  if (!isNoneOrNil(L, 2)) checkType(L, 2, LuaType.function);
  setTop(L, 2);
  sort(L, count);
  return 0;
}
