import type { Bytes } from '../bytes.js';
import { cString, checkBytes, checkNumber, fail, failArgument, toInt32, toInteger64 } from './arguments.js';
import { formatBytes, formatInteger, formatReal, formatUnsigned, type Spec } from './printf.js';
import { getTop, isPositiveNan, pushBytes, type LuaState } from './vm.js';

const FLAGS = '-+ #0';
const TWO_63 = 9223372036854775808;

/** `string.format` (`str_format` of lstrlib.c). */
export function formatString(L: LuaState): number {
  const top = getTop(L);
  const format = checkBytes(L, 1);
  const parts: Bytes[] = [];
  let argument = 1;
  let i = 0;
  while (i < format.length) {
    const percent = format.indexOf('%', i);
    if (percent === -1) {
      parts.push(format.slice(i));
      break;
    }
    parts.push(format.slice(i, percent));
    if (format[percent + 1] === '%') {
      parts.push('%');
      i = percent + 2;
      continue;
    }
    if (++argument > top) failArgument(L, argument, 'no value');
    const { spec, end } = readSpec(L, format, percent + 1);
    const letter = end < format.length ? format[end]! : '';
    parts.push(formatItem(L, argument, letter, spec));
    i = end + 1;
  }
  pushBytes(L, parts.join(''));
  return 1;
}

/** `scanformat`: flags, at most two digits of width, at most two of precision. */
function readSpec(L: LuaState, format: Bytes, from: number): { readonly spec: Spec; readonly end: number } {
  let end = from;
  while (end < format.length && FLAGS.includes(format[end]!)) end++;
  if (end - from > FLAGS.length) fail(L, 'invalid format (repeated flags)');
  const flags = format.slice(from, end);
  const digits = (): string => {
    const start = end;
    while (end < start + 2 && isDigit(format, end)) end++;
    return format.slice(start, end);
  };
  const width = Number(digits());
  let precision: number | undefined;
  if (format[end] === '.') {
    end++;
    precision = Number(digits());
  }
  if (isDigit(format, end)) fail(L, 'invalid format (width or precision too long)');
  return { spec: { flags, width, precision }, end };
}

const isDigit = (format: Bytes, i: number): boolean => i < format.length && format[i]! >= '0' && format[i]! <= '9';

function formatItem(L: LuaState, argument: number, letter: string, spec: Spec): Bytes {
  switch (letter) {
    case 'c': {
      const char = String.fromCharCode(toInt32Cast(checkNumber(L, argument)) & 0xff);
      return cString(formatBytes(char, { ...spec, precision: undefined }));
    }
    case 'd':
    case 'i':
      return formatInteger(BigInt(toInteger64(checkNumber(L, argument))), spec);
    case 'o':
    case 'u':
    case 'x':
    case 'X':
      return formatUnsigned(toUnsigned64(checkNumber(L, argument)), letter, spec);
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return formatReal(checkNumber(L, argument), letter, spec, isPositiveNan(L, argument));
    case 'q':
      return quoted(checkBytes(L, argument));
    case 's': {
      const s = checkBytes(L, argument);
      return spec.precision === undefined && s.length >= 100 ? s : formatBytes(cString(s), spec);
    }
    default:
      return fail(L, `invalid option '%${cString(letter)}' to 'format'`);
  }
}

/** `(int)n` on x86-64: what does not fit is the most negative int. */
const toInt32Cast = (n: number): number => (n > -2147483649 && n < 2147483648 ? toInt32(n) : -2147483648);

/** `(unsigned long long)n` as gcc compiles it for x86-64. */
function toUnsigned64(n: number): bigint {
  if (n < TWO_63 || Number.isNaN(n)) return BigInt.asUintN(64, BigInt(toInteger64(n)));
  return BigInt.asUintN(64, BigInt(toInteger64(n - TWO_63)) + BigInt(TWO_63));
}

/** `%q`: a literal that reads back as the same string. */
function quoted(s: Bytes): Bytes {
  return `"${s.replace(/["\\\n\r\0]/g, (c) => (c === '\r' ? '\\r' : c === '\0' ? '\\000' : `\\${c}`))}"`;
}
