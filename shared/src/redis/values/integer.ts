import type { Bytes } from '../../bytes.js';

export const INT64_MIN = -(2n ** 63n);
export const INT64_MAX = 2n ** 63n - 1n;

/** A signed 64-bit integer: a number while it is safe, a bigint only beyond that. */
export type Int64 = number | bigint;

/** The canonical form of a 64-bit integer: a bigint that is a safe integer becomes a number. */
export function normalized(value: Int64): Int64 {
  return typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
    ? Number(value)
    : value;
}

/** `string2ll`: the integer that prints as exactly these bytes (no spaces, plus sign, leading zeros or -0), if it fits in 64 bits. */
export function parseInt64(text: Bytes): Int64 | undefined {
  const { length } = text;
  if (length === 0 || length > 20) return undefined;
  let i = 0;
  const negative = text.charCodeAt(0) === 0x2d;
  if (negative) i = 1;
  const first = text.charCodeAt(i);
  if (first === 0x30) return length === 1 ? 0 : undefined;
  if (!(first >= 0x31 && first <= 0x39)) return undefined;
  let value = 0;
  for (; i < length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  if (value <= Number.MAX_SAFE_INTEGER) return negative ? -value : value;
  const big = BigInt(text);
  return big >= INT64_MIN && big <= INT64_MAX ? big : undefined;
}

/** The sum, or undefined when it does not fit in 64 bits. */
export function addInt64(a: Int64, b: Int64): Int64 | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const sum = BigInt(a) + BigInt(b);
  return sum >= INT64_MIN && sum <= INT64_MAX ? normalized(sum) : undefined;
}

/** Order of two canonical decimal integers by value, without converting them. */
export function compareDecimals(a: Bytes, b: Bytes): number {
  const negative = a.charCodeAt(0) === 0x2d;
  if (negative !== (b.charCodeAt(0) === 0x2d)) return negative ? -1 : 1;
  const magnitude = a.length !== b.length ? a.length - b.length : a < b ? -1 : a > b ? 1 : 0;
  return negative ? -magnitude : magnitude;
}
