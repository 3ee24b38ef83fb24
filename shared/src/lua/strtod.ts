import type { Bytes } from '../bytes.js';
import { parseReal, roundToBinary } from '../redis/values/real.js';

const DECIMAL = /[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const HEXADECIMAL = /[+-]?0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?/y;
const SPECIAL = /[+-]?(?:inf(?:inity)?|(nan(?:\([0-9A-Za-z_]*\))?))/iy;

export interface ReadNumber {
  readonly value: number;
  /** The sign; also of a NaN. */
  readonly negative: boolean;
  /** Index of the first byte after it. */
  readonly end: number;
}

/** The number at the start of `text.slice(from)`, as glibc's `strtod` reads it; undefined when there is none. */
export function strtod(text: Bytes, from: number): ReadNumber | undefined {
  const negative = text[from] === '-';
  const hexadecimal = matchAt(HEXADECIMAL, text, from);
  if (hexadecimal !== undefined)
    return { value: hexadecimalValue(hexadecimal[0]), negative, end: from + hexadecimal[0].length };
  const decimal = matchAt(DECIMAL, text, from);
  if (decimal !== undefined) return { value: Number(decimal[0]), negative, end: from + decimal[0].length };
  const special = matchAt(SPECIAL, text, from);
  if (special === undefined) return undefined;
  const [matched, nan] = special;
  return { value: nan !== undefined ? NaN : negative ? -Infinity : Infinity, negative, end: from + matched.length };
}

function matchAt(pattern: RegExp, text: Bytes, from: number): RegExpExecArray | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text) ?? undefined;
}

function hexadecimalValue(text: Bytes): number {
  const real = parseReal(text);
  if (real === undefined || real === 'nan' || real.mantissa === 'infinity') return NaN;
  const { mantissa, exponent } = roundToBinary(real.mantissa, 53, -1074);
  // Half the exponent at a time: neither factor underflows, and 53 bits times a power of two is exact.
  const half = Math.trunc(exponent / 2);
  const value = mantissa === 0n ? 0 : Number(mantissa) * 2 ** half * 2 ** (exponent - half);
  return real.negative ? -value : value;
}
