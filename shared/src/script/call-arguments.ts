import type { Bytes } from '../bytes.js';
import { getTop, type LuaState, LuaType, setTop, toBytes, toNumber, typeOf } from '../lua/vm.js';
import { fewestDigits, printDouble } from '../redis/values/double.js';
import type { ScriptProfile } from './profile.js';

/** How a number is written as an argument: by version. */
export type NumberText = (n: number) => Bytes;

/** `%.17g`: 7.0 and before. */
export const seventeenDigits: NumberText = printDouble;

/** Integers in full, other numbers with the fewest digits: 7.2 and later. */
export const shortestText: NumberText = (n) =>
  Number.isInteger(n) && Math.abs(n) <= 2 ** 62 ? BigInt(n).toString() : fewestDigits(n);

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
