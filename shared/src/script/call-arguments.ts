import type { Bytes } from '../bytes.js';
import { getTop, type LuaState, LuaType, setTop, toBytes, toNumber, typeOf } from '../lua/vm.js';
import { printDouble } from '../redis/values/double.js';
import type { ScriptProfile } from './profile.js';

/** How a number is written as an argument: by version. */
export type NumberText = (n: number) => Bytes;

/** `%.17g`: 7.0 and before. */
export const seventeenDigits: NumberText = printDouble;

/** Integers in full, other numbers by the fewest digits that tell them apart (`fpconv_dtoa`): 7.2 and later. */
export function fewestDigits(n: number): Bytes {
  if (Number.isInteger(n) && Math.abs(n) <= 2 ** 62) return BigInt(n).toString();
  if (n === Infinity || n === -Infinity) return n > 0 ? 'inf' : '-inf';
  const sign = n < 0 ? '-' : '';
  const [mantissa = '', power = ''] = Math.abs(n).toExponential().split('e');
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

/**
 * Takes all arguments off the stack as a command line (`luaArgsToRedisArgv`). Undefined when they are none; the error table is on the
 * stack then.
 */
export function takeArguments(L: LuaState, { errors, wording, numberText }: ScriptProfile): Bytes[] | undefined {
  const count = getTop(L);
  if (count === 0) {
    errors.push(L, wording.noArguments);
    return undefined;
  }
  const argv: Bytes[] = [];
  for (let index = 1; index <= count; index++) {
    const argument = typeOf(L, index) === LuaType.number ? numberArgument(L, index, numberText) : toBytes(L, index);
    if (argument === undefined) break;
    argv.push(argument);
  }
  setTop(L, 0);
  if (argv.length === count) return argv;
  errors.push(L, wording.badArguments);
  return undefined;
}

function numberArgument(L: LuaState, index: number, numberText: NumberText): Bytes | undefined {
  const n = toNumber(L, index)!;
  // Only the VM knows the sign of a NaN.
  return n !== n ? toBytes(L, index) : numberText(n);
}
