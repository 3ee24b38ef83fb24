import type { Bytes } from '../../bytes.js';
import { parseInt64, type Int64 } from '../values/integer.js';
import { LISTPACK_OVERHEAD } from '../values/listpack-size.js';
import { integerBytes } from './numbers.js';
import { CorruptPayload, PayloadReader } from './reader.js';

const END = 0xff;
/** A count that says only "too many to count". */
const MANY = 65535;

/** A listpack of these elements (`listpack.c`): integers where the bytes are one. */
export function encodeListpack(elements: readonly Bytes[]): Bytes {
  const body = elements.map(encodeEntry).join('');
  const size = integerBytes(body.length + LISTPACK_OVERHEAD, 4, 'little');
  return `${size}${integerBytes(Math.min(elements.length, MANY), 2, 'little')}${body}\xff`;
}

function encodeEntry(element: Bytes): Bytes {
  const integer = parseInt64(element);
  const entry = integer === undefined ? encodeString(element) : encodeInteger(integer);
  return entry + encodeBackLength(entry.length);
}

function encodeString(text: Bytes): Bytes {
  const { length } = text;
  if (length < 64) return String.fromCharCode(0x80 | length) + text;
  if (length < 4096) return String.fromCharCode(0xe0 | (length >> 8), length & 0xff) + text;
  return `\xf0${integerBytes(length, 4, 'little')}${text}`;
}

function encodeInteger(value: Int64): Bytes {
  const number = Number(value);
  if (number >= 0 && number < 128) return String.fromCharCode(number);
  if (number >= -4096 && number < 4096) return String.fromCharCode(0xc0 | ((number >> 8) & 0x1f), number & 0xff);
  const size = [2, 3, 4].find((bytes) => number >= -(2 ** (bytes * 8 - 1)) && number < 2 ** (bytes * 8 - 1)) ?? 8;
  return String.fromCharCode(size === 8 ? 0xf4 : 0xef + size) + integerBytes(value, size, 'little');
}

/** Bytes that the length takes which lets a listpack be walked backwards. */
const backLengthSize = (length: number): number =>
  length <= 127 ? 1 : length < 16383 ? 2 : length < 2097151 ? 3 : length < 268435455 ? 4 : 5;

/** `lpEncodeBacklen`: seven bits a byte, the highest first, all but the first marked. */
function encodeBackLength(length: number): Bytes {
  let bytes = '';
  const size = backLengthSize(length);
  for (let i = size - 1; i >= 0; i--) {
    const bits = Math.floor(length / 128 ** i) & 127;
    bytes += String.fromCharCode(i === size - 1 ? bits : bits | 128);
  }
  return bytes;
}

/** The elements of a listpack; integers as their decimal text. */
export function decodeListpack(pack: Bytes): Bytes[] {
  const reader = new PayloadReader(pack);
  if (reader.unsigned(4) !== BigInt(pack.length)) throw new CorruptPayload('listpack of another length');
  const count = Number(reader.unsigned(2));
  const elements: Bytes[] = [];
  for (;;) {
    const before = reader.left;
    const first = reader.byte();
    if (first === END) break;
    elements.push(readEntry(reader, first));
    reader.bytes(backLengthSize(before - reader.left));
  }
  if (reader.left > 0 || (count !== MANY && count !== elements.length)) throw new CorruptPayload('listpack');
  return elements;
}

function readEntry(reader: PayloadReader, first: number): Bytes {
  if (first < 0x80) return String(first);
  if (first < 0xc0) return reader.bytes(first & 0x3f);
  if (first < 0xe0) {
    const value = ((first & 0x1f) << 8) | reader.byte();
    return String(value >= 4096 ? value - 8192 : value);
  }
  if (first < 0xf0) return reader.bytes(((first & 0x0f) << 8) | reader.byte());
  if (first === 0xf0) return reader.bytes(Number(reader.unsigned(4)));
  if (first > 0xf4) throw new CorruptPayload('listpack element');
  return String(reader.signed(first === 0xf4 ? 8 : first - 0xef));
}
