import type { Bytes } from '../../bytes.js';
import { parseInt64, type Int64 } from './integer.js';

/** Header (total bytes, element count) and end mark of a listpack. */
export const LISTPACK_OVERHEAD = 7;

/** Bytes that `lpAppendInteger` adds. */
export function integerSize(value: Int64): number {
  const v = BigInt(value);
  if (v >= 0n && v <= 127n) return 2;
  if (v >= -4096n && v <= 4095n) return 3;
  if (v >= -32768n && v <= 32767n) return 4;
  if (v >= -8388608n && v <= 8388607n) return 5;
  return v >= -2147483648n && v <= 2147483647n ? 6 : 10;
}

/** Bytes that `lpAppend` adds: an integer where the bytes are one. */
export function stringSize(bytes: Bytes): number {
  const value = parseInt64(bytes);
  if (value !== undefined) return integerSize(value);
  const { length } = bytes;
  const encoded = length < 64 ? length + 1 : length < 4096 ? length + 2 : length + 5;
  return encoded + backLength(encoded);
}

/** Bytes of the length that lets a listpack be walked backwards (`lpEncodeBacklen`). */
function backLength(length: number): number {
  if (length <= 127) return 1;
  if (length < 16383) return 2;
  if (length < 2097151) return 3;
  return length < 268435455 ? 4 : 5;
}
