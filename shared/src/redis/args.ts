import type { Bytes } from '../bytes.js';
import {
  NOT_FLOAT,
  NOT_INTEGER,
  NOT_POSITIVE,
  RedisError,
  SYNTAX,
  TIMEOUT_NEGATIVE,
  TIMEOUT_NOT_FLOAT,
  untilNul,
  valueBetween,
} from './errors.js';
import { parseDouble } from './values/double.js';
import { INT64_MAX, INT64_MIN, parseInt64, type Int64 } from './values/integer.js';
import { parseLongDouble, type LongDouble } from './values/long-double.js';
import { roundToBinary } from './values/real.js';

/**
 * Reads a command's arguments from left to right, with Redis's conversions and their error texts. The order of calls is the order in
 * which errors win, so a handler reads as the C code does.
 */
export class Args {
  /** The whole command, name included. */
  readonly argv: readonly Bytes[];
  /** The argument read next. */
  position: number;

  /** `skip` words are the command's name: 1, or 2 with a subcommand. */
  constructor(argv: readonly Bytes[], skip: number) {
    this.argv = argv;
    this.position = skip;
  }

  /** Arguments not read yet. */
  get left(): number {
    return this.argv.length - this.position;
  }

  /** The next argument. A missing one is a syntax error (the arity check leaves no other case). */
  next(): Bytes {
    const value = this.argv[this.position];
    if (value === undefined) throw new RedisError(SYNTAX);
    this.position++;
    return value;
  }

  /** The next argument in place, or undefined at the end. */
  peek(ahead = 0): Bytes | undefined {
    return this.argv[this.position + ahead];
  }

  /** All that is left. */
  rest(): readonly Bytes[] {
    if (this.left === 1) return [this.next()];
    const rest = this.argv.slice(this.position);
    this.position = this.argv.length;
    return rest;
  }

  /** Consumes the next argument when it is this word (upper case here, any case there). */
  accept(word: string): boolean {
    const value = this.argv[this.position];
    // Most arguments are no keyword: their first letter tells, at no cost.
    if (value === undefined || (value.charCodeAt(0) & 0xdf) !== word.charCodeAt(0)) return false;
    if (value.length !== word.length && value.charCodeAt(word.length) !== 0) return false;
    if (untilNul(value).toUpperCase() !== word) return false;
    this.position++;
    return true;
  }

  /** The next argument in upper case: an option's keyword. C reads it up to its first NUL. */
  keyword(): string {
    return upper(untilNul(this.next()));
  }

  /** `getLongLongFromObjectOrReply`: exact, a bigint beyond 2^53. */
  integer(message: Bytes = NOT_INTEGER): Int64 {
    return parseInt64(this.next()) ?? raise(message);
  }

  /** As {@link integer}, always a bigint. */
  bigint(message: Bytes = NOT_INTEGER): bigint {
    return BigInt(this.integer(message));
  }

  /** `getLongFromObjectOrReply` as a number, rounded beyond 2^53: for counts and indexes, which are clamped anyway. */
  long(message: Bytes = NOT_INTEGER): number {
    return Number(this.integer(message));
  }

  /** `getRangeLongFromObjectOrReply`. */
  range(min: number, max: number, message?: Bytes): number {
    const value = this.long(message);
    if (value < min || value > max) throw new RedisError(message ?? valueBetween(min, max));
    return value;
  }

  /** `getIntFromObjectOrReply`: 32 bits. */
  int(message?: Bytes): number {
    return this.range(-2147483648, 2147483647, message);
  }

  /** `getPositiveLongFromObjectOrReply`: not negative. */
  positive(message?: Bytes): number {
    return this.range(0, Number(INT64_MAX), message ?? NOT_POSITIVE);
  }

  /** `getDoubleFromObjectOrReply`. */
  double(message: Bytes = NOT_FLOAT): number {
    return parseDouble(this.next()) ?? raise(message);
  }

  /** `getLongDoubleFromObjectOrReply`. */
  longDouble(message: Bytes = NOT_FLOAT): LongDouble | 'inf' | '-inf' {
    return parseLongDouble(this.next()) ?? raise(message);
  }

  /** `getTimeoutFromObjectOrReply` in seconds: gives milliseconds, rounded up; 0 waits for ever. */
  timeout(): number {
    const exact = milliseconds(this.longDouble(TIMEOUT_NOT_FLOAT));
    // A C cast that overflows gives the smallest integer.
    const value = exact === undefined || exact > INT64_MAX || exact < INT64_MIN ? INT64_MIN : exact;
    if (value < 0n) throw new RedisError(TIMEOUT_NEGATIVE);
    return Number(value);
  }
}

/** `ceill(seconds * 1000)`; undefined when infinite. */
function milliseconds(seconds: LongDouble | 'inf' | '-inf'): bigint | undefined {
  if (typeof seconds === 'string') return undefined;
  const product = { numerator: seconds.mantissa * 1000n, denominator: 1n, exponent: seconds.exponent };
  const { mantissa, exponent } = roundToBinary(product, 64, -16445);
  if (exponent >= 0) return seconds.negative ? -(mantissa << BigInt(exponent)) : mantissa << BigInt(exponent);
  const whole = mantissa >> BigInt(-exponent);
  const fraction = mantissa !== whole << BigInt(-exponent);
  return seconds.negative ? -whole : whole + (fraction ? 1n : 0n);
}

function upper(word: Bytes): string {
  return word.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function raise(text: Bytes): never {
  throw new RedisError(text);
}
