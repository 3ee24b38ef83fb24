import type { Bytes } from '../bytes.js';
import { getTop, type LuaState, LuaType, setTop, stringArgument, toBytes, toNumber, typeOf } from '../lua/vm.js';
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
  const argv = readArguments(L, count, numberText);
  setTop(L, 0);
  if (count > 0 && !argv.includes(undefined)) return argv as Bytes[];
  errors.push(L, count === 0 ? wording.noArguments : wording.badArguments);
  return undefined;
}

/** The arguments in order, undefined for what is neither string nor number. A literal is made at its size; an array that grows takes far more. */
function readArguments(L: LuaState, count: number, numberText: NumberText): (Bytes | undefined)[] {
  const read = (n: number): Bytes | undefined => stringArgument(L, n) ?? numberArgument(L, n, numberText);
  switch (count) {
    case 1:
      return [read(1)];
    case 2:
      return [read(1), read(2)];
    case 3:
      return [read(1), read(2), read(3)];
    case 4:
      return [read(1), read(2), read(3), read(4)];
    default:
      return Array.from({ length: count }, (_, i) => read(i + 1));
  }
}

function numberArgument(L: LuaState, index: number, numberText: NumberText): Bytes | undefined {
  if (typeOf(L, index) !== LuaType.number) return undefined;
  const n = toNumber(L, index)!;
  // Only the VM knows the sign of a NaN.
  return n !== n ? toBytes(L, index) : numberText(n);
}
