import type { Bytes } from '../../bytes.js';

/** An exact non-negative rational: numerator × 2^exponent ÷ denominator. */
export interface Exact {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly exponent: number;
}

export interface Real {
  readonly negative: boolean;
  readonly mantissa: Exact | 'infinity';
}

/** Exponents past this are as good as infinite for every format, and would only build giant integers. */
const EXPONENT_LIMIT = 20000;

/** The whole text as `strtod` and `strtold` read it: decimal, hexadecimal, `inf`, `infinity`, `nan`, `nan(chars)`; undefined when it is not a number. */
export function parseReal(text: Bytes): Real | 'nan' | undefined {
  const sign = text.startsWith('-') || text.startsWith('+') ? 1 : 0;
  const negative = sign === 1 && text.startsWith('-');
  const body = text.slice(sign).toLowerCase();
  if (body === 'inf' || body === 'infinity') return { negative, mantissa: 'infinity' };
  if (/^nan(?:\([a-z0-9_]*\))?$/.test(body)) return 'nan';
  const hex = /^0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?\d+))?$/.exec(body);
  if (hex !== null) {
    const [, whole = '', fraction = '', power = '0'] = hex;
    if (whole === '' && fraction === '') return undefined;
    const exponent = clamp(Number(power)) - 4 * fraction.length;
    return { negative, mantissa: { numerator: BigInt(`0x${whole}${fraction}`), denominator: 1n, exponent } };
  }
  const decimal = /^(\d*)\.?(\d*)(?:e([+-]?\d+))?$/.exec(body);
  if (decimal === null) return undefined;
  const [, whole = '', fraction = '', power = '0'] = decimal;
  if (whole === '' && fraction === '') return undefined;
  const scale = clamp(Number(power)) - fraction.length;
  const numerator = BigInt(whole + fraction);
  return {
    negative,
    mantissa:
      scale >= 0
        ? { numerator: numerator * 10n ** BigInt(scale), denominator: 1n, exponent: 0 }
        : { numerator, denominator: 10n ** BigInt(-scale), exponent: 0 },
  };
}

const clamp = (exponent: number): number => Math.max(-EXPONENT_LIMIT, Math.min(EXPONENT_LIMIT, exponent));

/**
 * Rounds half to even to `bits` of mantissa, fewer where the value is so small that its last bit would lie below 2^`lowest`
 * (subnormals). Gives mantissa × 2^exponent; a value of zero has mantissa 0.
 */
export function roundToBinary(value: Exact, bits: number, lowest: number): { mantissa: bigint; exponent: number } {
  if (value.numerator === 0n) return { mantissa: 0n, exponent: 0 };
  const size = bitLength(value.numerator) - bitLength(value.denominator);
  // The quotient has `size` or `size + 1` bits; take one bit more than needed and let the remainder decide.
  let shift = Math.min(bits - size, -lowest + value.exponent);
  let quotient = divide(value, shift);
  if (bitLength(quotient.whole) > bits) {
    shift--;
    quotient = divide(value, shift);
  }
  const twice = quotient.rest * 2n;
  const up = twice > quotient.divisor || (twice === quotient.divisor && (quotient.whole & 1n) === 1n);
  return { mantissa: quotient.whole + (up ? 1n : 0n), exponent: value.exponent - shift };
}

function divide(value: Exact, shift: number): { whole: bigint; rest: bigint; divisor: bigint } {
  const dividend = shift > 0 ? value.numerator << BigInt(shift) : value.numerator;
  const divisor = shift < 0 ? value.denominator << BigInt(-shift) : value.denominator;
  return { whole: dividend / divisor, rest: dividend % divisor, divisor };
}

export function bitLength(value: bigint): number {
  const hex = value.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(parseInt(hex[0]!, 16)));
}
