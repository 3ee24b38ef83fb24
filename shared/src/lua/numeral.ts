import type { Bytes } from '../bytes.js';

const SPACES = /^[ \t\n\v\f\r]*/;

/**
 * The number that all of `text` is in a base other than 10: C's `strtoul` (a sign is allowed, a minus wraps around, 16 takes a `0x`, what
 * is too big is 2^64-1) with spaces around. Undefined when there is anything else. The text ends at its first NUL.
 */
export function parseUnsigned(text: Bytes, base: number): number | undefined {
  const end = text.indexOf('\0');
  const s = end === -1 ? text : text.slice(0, end);
  let i = SPACES.exec(s)![0].length;
  const negative = s[i] === '-';
  if (negative || s[i] === '+') i++;
  if (base === 16 && s[i] === '0' && (s[i + 1] === 'x' || s[i + 1] === 'X') && digitAt(s, i + 2) < 16) i += 2;
  let value = 0n;
  const first = i;
  for (; digitAt(s, i) < base; i++) value = value * BigInt(base) + BigInt(digitAt(s, i));
  if (i === first || !/^[ \t\n\v\f\r]*$/.test(s.slice(i))) return undefined;
  if (value > ULONG_MAX) return Number(ULONG_MAX);
  return Number(negative ? BigInt.asUintN(64, -value) : value);
}

const ULONG_MAX = 0xffff_ffff_ffff_ffffn;

/** The value of a digit of base 36; Infinity for anything else. */
function digitAt(s: Bytes, i: number): number {
  const c = i < s.length ? s.charCodeAt(i) : 0;
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const letter = c | 0x20;
  return letter >= 0x61 && letter <= 0x7a && c < 0x80 ? letter - 0x57 : Infinity;
}
