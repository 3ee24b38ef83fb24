import type { Bytes } from '../../bytes.js';
import { bitLength, parseReal, roundToBinary, type Exact } from './real.js';
import type { Int64 } from './integer.js';

/**
 * The 80-bit extended format in which x86-64 keeps a C `long double`, and in which INCRBYFLOAT and HINCRBYFLOAT add: a mantissa of 64 bits
 * × 2^exponent, exact integers throughout.
 */
export interface LongDouble {
  readonly negative: boolean;
  readonly mantissa: bigint;
  readonly exponent: number;
}

const MANTISSA_BITS = 64;
const LOWEST_BIT = -16445;
const HIGHEST_BIT = 16383;
/** `MAX_LONG_DOUBLE_CHARS`: longer texts are no numbers. */
const MAX_CHARS = 5 * 1024;

/** `string2ld`; undefined for what is not a number, overflows, underflows to zero, or is NaN. */
export function parseLongDouble(text: Bytes): LongDouble | 'inf' | '-inf' | undefined {
  if (text.length === 0 || text.length >= MAX_CHARS) return undefined;
  const real = parseReal(text);
  if (real === undefined || real === 'nan') return undefined;
  if (real.mantissa === 'infinity') return real.negative ? '-inf' : 'inf';
  const value = rounded(real.negative, real.mantissa);
  return value !== undefined && value.mantissa === 0n && real.mantissa.numerator !== 0n ? undefined : value;
}

export function longDouble(value: Int64): LongDouble {
  const big = BigInt(value);
  return { negative: big < 0n, mantissa: big < 0n ? -big : big, exponent: 0 };
}

/** The rounded sum; undefined when it overflows. */
export function addLongDoubles(a: LongDouble, b: LongDouble): LongDouble | undefined {
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = signedAt(a, exponent) + signedAt(b, exponent);
  const negative = sum === 0n ? a.negative && b.negative : sum < 0n;
  return rounded(negative, { numerator: sum < 0n ? -sum : sum, denominator: 1n, exponent });
}

/** `ld2string` in its human mode: `%.17Lf` without trailing zeros, and no minus before zero. */
export function printLongDouble(value: LongDouble): Bytes {
  const text = printFixed(value, 17).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

/** `printf("%.*Lf")`, ties to even. */
export function printFixed(value: LongDouble, digits: number): Bytes {
  const scaled = roundHalfEven(value.mantissa * 10n ** BigInt(digits), value.exponent);
  const whole = scaled.toString().padStart(digits + 1, '0');
  return `${value.negative ? '-' : ''}${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
}

/** A finite double, exactly. */
export function fromDouble(value: number): LongDouble {
  const negative = value < 0 || Object.is(value, -0);
  let rest = Math.abs(value);
  let exponent = 0;
  for (; !Number.isInteger(rest); rest *= 2) exponent--;
  return { negative, mantissa: BigInt(rest), exponent };
}

function rounded(negative: boolean, exact: Exact): LongDouble | undefined {
  const { mantissa, exponent } = roundToBinary(exact, MANTISSA_BITS, LOWEST_BIT);
  if (mantissa !== 0n && bitLength(mantissa) + exponent - 1 > HIGHEST_BIT) return undefined;
  return { negative, mantissa, exponent };
}

function signedAt(value: LongDouble, exponent: number): bigint {
  const magnitude = value.mantissa << BigInt(value.exponent - exponent);
  return value.negative ? -magnitude : magnitude;
}

/** `value` × 2^`exponent` as the nearest integer, ties to even. */
function roundHalfEven(value: bigint, exponent: number): bigint {
  if (exponent >= 0) return value << BigInt(exponent);
  const shift = BigInt(-exponent);
  const whole = value >> shift;
  const rest = value - (whole << shift);
  const half = 1n << (shift - 1n);
  return rest > half || (rest === half && (whole & 1n) === 1n) ? whole + 1n : whole;
}
