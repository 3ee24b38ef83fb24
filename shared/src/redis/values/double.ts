import type { Bytes } from '../../bytes.js';
import { parseInt64 } from './integer.js';
import { fromDouble } from './long-double.js';
import { parseReal, roundToBinary } from './real.js';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * `string2d`: a number as `strtod` reads it, hexadecimal floats and `inf` included, with nothing before or after it. NaN, and what
 * overflows to infinity or underflows to zero, is not a number.
 */
export function parseDouble(text: Bytes): number | undefined {
  const integer = parseInt64(text);
  if (typeof integer === 'number') return integer;
  if (DECIMAL.test(text)) {
    const value = Number(text);
    if (value === Infinity || value === -Infinity) return undefined;
    return value === 0 && /^[^eE]*[1-9]/.test(text) ? undefined : value;
  }
  const value = otherForm(text);
  return value === undefined || Number.isNaN(value) || value === 'overflow' || value === 'underflow'
    ? undefined
    : value;
}

/** What `strtod` makes of a whole C string: like {@link parseDouble}, but spaces may lead, nothing at all is 0, and what overflows is infinite. */
export function lenientDouble(text: Bytes): number | undefined {
  const end = text.indexOf('\0');
  const cString = end < 0 ? text : text.slice(0, end);
  if (cString === '') return 0;
  const body = cString.replace(/^[ \t-\r]+/, '');
  if (DECIMAL.test(body)) return Number(body);
  const value = otherForm(body);
  if (value === 'underflow') return body.startsWith('-') ? -0 : 0;
  if (value === 'overflow') return body.startsWith('-') ? -Infinity : Infinity;
  return Number.isNaN(value) ? undefined : value;
}

/** Hexadecimal floats, infinities and NaN. */
function otherForm(text: Bytes): number | 'overflow' | 'underflow' | undefined {
  const real = parseReal(text);
  if (real === undefined) return undefined;
  if (real === 'nan') return NaN;
  if (real.mantissa === 'infinity') return real.negative ? -Infinity : Infinity;
  const { mantissa, exponent } = roundToBinary(real.mantissa, 53, -1074);
  if (mantissa === 0n) return real.mantissa.numerator === 0n ? (real.negative ? -0 : 0) : 'underflow';
  // Every factor is a power of two or fits in 53 bits, so that no step rounds; the exponent is split lest a factor underflow.
  const half = Math.trunc(exponent / 2);
  const value = Number(mantissa) * 2 ** half * 2 ** (exponent - half);
  return value === Infinity ? 'overflow' : real.negative ? -value : value;
}

/** `printf("%.17g")`, with `inf`, `-inf` and `nan` as Redis spells them. */
export function printDouble(value: number): Bytes {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  return generalDouble(value, 17);
}

/** `printf("%.*g")` of a finite value: like `toPrecision`, but a tie goes to the even digit, as in glibc. */
export function generalDouble(value: number, digits: number): Bytes {
  const [mantissa = '', exponentText = ''] = halfEven(value, digits).split('e');
  const exponent = Number(exponentText);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const figures = mantissa.replace(/[-.]/g, '').replace(/0+$/, '') || '0';
  if (exponent < -4 || exponent >= digits) {
    const fraction = figures.length > 1 ? `.${figures.slice(1)}` : '';
    const size = Math.abs(exponent);
    return `${sign}${figures[0]!}${fraction}e${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${figures}`;
  if (figures.length <= exponent + 1) return sign + figures.padEnd(exponent + 1, '0');
  return `${sign}${figures.slice(0, exponent + 1)}.${figures.slice(exponent + 1)}`;
}

/** `d2string`: integers in full while they are far from the limits of 64 bits, everything else as `%.17g`. */
export function shortDouble(value: number): Bytes {
  if (Number.isInteger(value) && Math.abs(value) <= 2 ** 62 && !Object.is(value, -0))
    return Number.isSafeInteger(value) ? String(value) : BigInt(value).toString();
  return printDouble(value);
}

/** `toExponential` with one digit less than `digits` after the point, but a tie goes to the even digit. */
function halfEven(value: number, digits: number): string {
  const rounded = value.toExponential(digits - 1);
  // A tie shows in the digit after the last.
  if (!/5e/.test(value.toExponential(digits))) return rounded;
  const [mantissa = '', exponent = ''] = rounded.split('e');
  const figures = BigInt(mantissa.replace(/[-.]/g, ''));
  // ECMAScript takes the larger magnitude of a tie: when that is odd, the one below it is even.
  if (figures % 2n === 0n || !isTie(value, figures, Number(exponent) - digits + 1)) return rounded;
  const below = String(figures - 1n);
  const fraction = below.length > 1 ? `.${below.slice(1)}` : '';
  return `${value < 0 ? '-' : ''}${below.slice(0, 1)}${fraction}e${exponent}`;
}

/** Whether a value lies exactly half a unit of the last figure away from `figures` × 10^`power`. */
function isTie(value: number, figures: bigint, power: number): boolean {
  const exact = fromDouble(Math.abs(value));
  let [shown, real, unit] = [figures, exact.mantissa, 1n];
  if (power < 0) real *= 10n ** BigInt(-power);
  else [shown, unit] = [shown * 10n ** BigInt(power), 10n ** BigInt(power)];
  if (exact.exponent >= 0) real <<= BigInt(exact.exponent);
  else [shown, unit] = [shown << BigInt(-exact.exponent), unit << BigInt(-exact.exponent)];
  const distance = shown > real ? shown - real : real - shown;
  return distance * 2n === unit;
}

/** `fpconv_dtoa`: the fewest digits that tell a double from its neighbours; the exponent without leading zeros. */
export function fewestDigits(value: number): Bytes {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', power = ''] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  // `emit_digits`: the value is digits × 10^scale.
  const scale = exponent - (digits.length - 1);
  const size = Math.abs(exponent);
  if (scale >= 0 && size < digits.length + 7) return sign + digits + '0'.repeat(scale);
  if (scale < 0 && (scale > -7 || size < 4)) {
    const whole = digits.length + scale;
    if (whole <= 0) return `${sign}0.${'0'.repeat(-whole)}${digits}`;
    return `${sign}${digits.slice(0, whole)}.${digits.slice(whole)}`;
  }
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]!}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
}
