import type { Bytes } from '../bytes.js';
import { ensureStack } from './library.js';
import {
  failMemory,
  getTable,
  type LuaState,
  LuaType,
  next,
  pop,
  pushNil,
  pushNumber,
  pushValue,
  rawLength,
  setTop,
  spend,
  getTop,
  isPositiveNan,
  toBoolean,
  toBytes,
  toNumber,
  typeOf,
  MAX_LENGTH,
} from './vm.js';

/** Tables nested deeper than this are encoded as nil, which is what ends a cycle. */
const MAX_NESTING = 16;

const TWO_63 = 9223372036854775808;
const TWO_32 = 4294967296;

const view = new DataView(new ArrayBuffer(8));

function bigEndian(value: number, count: number): Bytes {
  let bytes = '';
  for (let i = count - 1; i >= 0; i--) bytes += String.fromCharCode(Math.floor(value / 256 ** i) & 0xff);
  return bytes;
}

const tagged = (tag: number, value: number, count: number): Bytes => String.fromCharCode(tag) + bigEndian(value, count);

/** The bytes that may still be written: tables that share their elements are small, and what they encode to need not be. */
interface Room {
  left: number;
}

/** The encoding of the value on top of the stack, which is popped. */
export const encodeValue = (L: LuaState): Bytes => encodePopped(L, 0, { left: MAX_LENGTH });

/** `mp_encode_lua_type`. `level` counts the tables around the value. */
function encodePopped(L: LuaState, level: number, room: Room): Bytes {
  const encoded = encodeTop(L, level, room);
  room.left -= typeOf(L, -1) === LuaType.table ? 1 : encoded.length;
  if (room.left < 0) failMemory(L);
  pop(L);
  return encoded;
}

function encodeTop(L: LuaState, level: number, room: Room): Bytes {
  switch (typeOf(L, -1)) {
    case LuaType.string:
      return encodeString(toBytes(L, -1)!);
    case LuaType.boolean:
      return toBoolean(L, -1) ? '\xc3' : '\xc2';
    case LuaType.number:
      return encodeNumber(L, toNumber(L, -1)!);
    case LuaType.table:
      if (level === MAX_NESTING) return '\xc0';
      return isArray(L) ? encodeArray(L, level, room) : encodeMap(L, level, room);
    default:
      return '\xc0';
  }
}

function encodeString(bytes: Bytes): Bytes {
  const { length } = bytes;
  if (length < 32) return String.fromCharCode(0xa0 | length) + bytes;
  if (length <= 0xff) return tagged(0xd9, length, 1) + bytes;
  if (length <= 0xffff) return tagged(0xda, length, 2) + bytes;
  return tagged(0xdb, length, 4) + bytes;
}

function encodeNumber(L: LuaState, n: number): Bytes {
  if (n !== n) return isPositiveNan(L, -1) ? '\xcb\x7f\xf8\0\0\0\0\0\0' : '\xcb\xff\xf8\0\0\0\0\0\0';
  return n === Math.trunc(n) && n >= -TWO_63 && n < TWO_63 ? encodeInteger(n) : encodeDouble(n);
}

function encodeInteger(n: number): Bytes {
  if (n >= 0) {
    if (n <= 0x7f) return String.fromCharCode(n);
    if (n <= 0xff) return tagged(0xcc, n, 1);
    if (n <= 0xffff) return tagged(0xcd, n, 2);
    if (n < TWO_32) return tagged(0xce, n, 4);
    return encodeWide(0xcf, n);
  }
  if (n >= -32) return String.fromCharCode(n & 0xff);
  if (n >= -0x80) return tagged(0xd0, n & 0xff, 1);
  if (n >= -0x8000) return tagged(0xd1, n & 0xffff, 2);
  if (n >= -0x80000000) return tagged(0xd2, n >>> 0, 4);
  return encodeWide(0xd3, n);
}

function encodeWide(tag: number, n: number): Bytes {
  const high = Math.floor(n / TWO_32);
  return tagged(tag, high >>> 0, 4) + bigEndian(n - high * TWO_32, 4);
}

/** Four bytes where a float holds the same value, eight otherwise. */
function encodeDouble(n: number): Bytes {
  const single = Math.fround(n) === n;
  if (single) view.setFloat32(0, n);
  else view.setFloat64(0, n);
  let bytes = single ? '\xca' : '\xcb';
  for (let i = 0; i < (single ? 4 : 8); i++) bytes += String.fromCharCode(view.getUint8(i));
  return bytes;
}

/** `table_is_an_array`: all keys are positive C ints and the greatest is their number. An empty table is an array. */
function isArray(L: LuaState): boolean {
  const top = getTop(L);
  ensureStack(L, 2, 'in function table_is_an_array');
  let count = 0;
  let greatest = 0;
  pushNil(L);
  while (next(L, -2)) {
    pop(L);
    const key = typeOf(L, -1) === LuaType.number ? toNumber(L, -1)! : 0;
    if (key <= 0 || (key | 0) !== key) {
      setTop(L, top);
      return false;
    }
    greatest = Math.max(greatest, key);
    count++;
  }
  return greatest === count;
}

function encodeArray(L: LuaState, level: number, room: Room): Bytes {
  const length = rawLength(L, -1);
  spend(L, length + 1);
  const parts = [
    length <= 15
      ? String.fromCharCode(0x90 | length)
      : length <= 0xffff
        ? tagged(0xdc, length, 2)
        : tagged(0xdd, length, 4),
  ];
  ensureStack(L, 1, 'in function mp_encode_lua_table_as_array');
  for (let i = 1; i <= length; i++) {
    pushNumber(L, i);
    getTable(L, -2);
    parts.push(encodePopped(L, level + 1, room));
  }
  return parts.join('');
}

function encodeMap(L: LuaState, level: number, room: Room): Bytes {
  ensureStack(L, 3, 'in function mp_encode_lua_table_as_map');
  const parts = [''];
  let count = 0;
  pushNil(L);
  while (next(L, -2)) {
    pushValue(L, -2);
    parts.push(encodePopped(L, level + 1, room), encodePopped(L, level + 1, room));
    count++;
  }
  spend(L, count + 1);
  parts[0] =
    count <= 15 ? String.fromCharCode(0x80 | count) : count <= 0xffff ? tagged(0xde, count, 2) : tagged(0xdf, count, 4);
  return parts.join('');
}
