import type { Bytes } from '../../bytes.js';
import { parseReal, roundToBinary } from './real.js';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * `string2d`: a number as `strtod` reads it, hexadecimal floats and `inf` included, with nothing before or after it. NaN, and what
 * overflows to infinity or underflows to zero, is not a number.
 */
export function parseDouble(text: Bytes): number | undefined {
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

function halfEven(value: number, digits: number): string {
  const rounded = value.toExponential(digits - 1);
  // A tie shows in the digit after the last.
  if (!/5e/.test(value.toExponential(digits))) return rounded;
  const exact = value.toExponential(100);
  const [mantissa = ''] = exact.split('e');
  const rest = mantissa.replace(/^-?\d\./, '').slice(digits - 1);
  if (!/^50*$/.test(rest)) return rounded;
  // An exact tie: ECMAScript takes the larger magnitude; when that digit is odd, the truncated one is the even one.
  const truncated = mantissa.slice(0, mantissa.length - rest.length).replace(/\.$/, '');
  const last = truncated.charCodeAt(truncated.length - 1) - 0x30;
  return last % 2 === 0 ? `${truncated}e${exact.split('e')[1]!}` : rounded;
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
