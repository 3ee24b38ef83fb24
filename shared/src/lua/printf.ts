import type { Bytes } from '../bytes.js';

/** The part of a conversion specification between `%` and its letter. */
export interface Spec {
  /** Any of `-`, `+`, space, `#`, `0`. */
  readonly flags: string;
  readonly width: number;
  /** Undefined when there is no `.`; a lone `.` is 0. */
  readonly precision: number | undefined;
}

/** `%d` and `%i` of a 64-bit integer. */
export function formatInteger(value: bigint, spec: Spec): Bytes {
  const digits = (value < 0n ? -value : value).toString();
  return number(spec, value < 0n ? '-' : positiveSign(spec), '', atLeast(digits, spec, value === 0n));
}

/** `%u`, `%o`, `%x` and `%X` of an unsigned 64-bit integer. */
export function formatUnsigned(value: bigint, letter: string, spec: Spec): Bytes {
  const alternative = spec.flags.includes('#');
  if (letter === 'u') return number(spec, '', '', atLeast(value.toString(), spec, value === 0n));
  if (letter === 'o') {
    const octal = atLeast(value.toString(8), spec, value === 0n);
    return number(spec, '', '', alternative && !octal.startsWith('0') ? `0${octal}` : octal);
  }
  const hexadecimal = atLeast(value.toString(16), spec, value === 0n);
  const text = number(spec, '', alternative && value !== 0n ? '0x' : '', hexadecimal);
  return letter === 'X' ? text.toUpperCase() : text;
}

/** `%e`, `%E`, `%f`, `%g` and `%G` of a double. `positiveNan` tells a NaN without the sign bit. */
export function formatReal(value: number, letter: string, spec: Spec, positiveNan = false): Bytes {
  const lower = letter.toLowerCase();
  const negative = value < 0 || Object.is(value, -0) || (Number.isNaN(value) && !positiveNan);
  const sign = negative ? '-' : positiveSign(spec);
  const magnitude = Math.abs(value);
  let text: Bytes;
  if (!Number.isFinite(value)) text = padded(spec, sign, Number.isNaN(value) ? 'nan' : 'inf', false);
  else text = padded(spec, sign, realDigits(magnitude, lower, spec), spec.flags.includes('0'));
  return letter === lower ? text : text.toUpperCase();
}

/** `%s`: cut to the precision, then filled to the width. */
export function formatBytes(bytes: Bytes, spec: Spec): Bytes {
  return padded(spec, '', spec.precision === undefined ? bytes : bytes.slice(0, spec.precision), false);
}

function realDigits(magnitude: number, letter: string, spec: Spec): Bytes {
  const alternative = spec.flags.includes('#');
  const precision = spec.precision ?? 6;
  if (letter === 'f') return withPoint(fixed(magnitude, precision), alternative);
  if (letter === 'e') return exponential(magnitude, precision, alternative);
  const significant = precision === 0 ? 1 : precision;
  const exponent = decimalExponent(magnitude, significant - 1);
  const text =
    exponent < -4 || exponent >= significant
      ? exponential(magnitude, significant - 1, alternative)
      : withPoint(fixed(magnitude, significant - 1 - exponent), alternative);
  return alternative ? text : text.replace(/(\.[0-9]*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}

const withPoint = (digits: string, alternative: boolean): string =>
  alternative && !digits.includes('.') ? `${digits}.` : digits;

function exponential(magnitude: number, precision: number, alternative: boolean): Bytes {
  const { digits, exponent } = scientific(magnitude, precision);
  const mantissa = precision === 0 ? digits : `${digits[0]}.${digits.slice(1)}`;
  const power = Math.abs(exponent).toString().padStart(2, '0');
  return `${withPoint(mantissa, alternative)}e${exponent < 0 ? '-' : '+'}${power}`;
}

const decimalExponent = (magnitude: number, precision: number): number => scientific(magnitude, precision).exponent;

/** `precision + 1` digits, rounded half to even as C rounds (JavaScript rounds ties up), and the power of ten of the first. */
function scientific(magnitude: number, precision: number): { readonly digits: string; readonly exponent: number } {
  if (magnitude === 0) return { digits: '0'.repeat(precision + 1), exponent: 0 };
  const [mantissa, power] = magnitude.toExponential(precision).split('e') as [string, string];
  const exponent = Number(power);
  const up = mantissa.replace('.', '');
  if (/[13579]$/.test(up)) {
    // An odd last digit may be a tie that was rounded up. Exactly halfway between it and the digits below?
    const { numerator, denominator } = ratio(magnitude);
    const below = BigInt(up) - 1n;
    const scale = precision - exponent;
    const scaledNumerator = scale >= 0 ? numerator * 10n ** BigInt(scale) : numerator;
    const scaledDenominator = scale >= 0 ? denominator : denominator * 10n ** BigInt(-scale);
    if (2n * scaledNumerator === (2n * below + 1n) * scaledDenominator)
      return { digits: below.toString().padStart(precision + 1, '0'), exponent };
  }
  return { digits: up, exponent };
}

/** The decimal digits with `fraction` of them after the point, rounded half to even. */
function fixed(magnitude: number, fraction: number): string {
  // A tie needs a denominator of at most 2^(fraction+1); anything else rounds the same everywhere.
  if (magnitude < 1e21 && !Number.isInteger(magnitude * 2 ** (fraction + 1))) return magnitude.toFixed(fraction);
  const { numerator, denominator } = ratio(magnitude);
  const scaled = numerator * 10n ** BigInt(fraction);
  let quotient = scaled / denominator;
  const twice = 2n * (scaled % denominator);
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient += 1n;
  const digits = quotient.toString().padStart(fraction + 1, '0');
  return fraction === 0 ? digits : `${digits.slice(0, -fraction)}.${digits.slice(-fraction)}`;
}

/** A double as an exact fraction. */
function ratio(magnitude: number): { readonly numerator: bigint; readonly denominator: bigint } {
  let denominator = 1n;
  let value = magnitude;
  while (!Number.isInteger(value)) {
    // Multiplying by a power of two is exact; a subnormal needs more than one step.
    value *= 2 ** 64;
    denominator <<= 64n;
  }
  return { numerator: BigInt(value), denominator };
}

const positiveSign = (spec: Spec): string => (spec.flags.includes('+') ? '+' : spec.flags.includes(' ') ? ' ' : '');

/** The precision of an integer is its least number of digits; 0 prints the integer 0 as nothing. */
function atLeast(digits: string, spec: Spec, zero: boolean): string {
  if (spec.precision === undefined) return digits;
  return zero && spec.precision === 0 ? '' : digits.padStart(spec.precision, '0');
}

/** An integer ignores the flag `0` when it has a precision. */
const number = (spec: Spec, sign: string, prefix: string, digits: string): Bytes =>
  padded(spec, sign + prefix, digits, spec.flags.includes('0') && spec.precision === undefined);

function padded(spec: Spec, sign: string, text: string, zeros: boolean): Bytes {
  const missing = spec.width - sign.length - text.length;
  if (missing <= 0) return sign + text;
  if (spec.flags.includes('-')) return sign + text + ' '.repeat(missing);
  return zeros ? sign + '0'.repeat(missing) + text : ' '.repeat(missing) + sign + text;
}
