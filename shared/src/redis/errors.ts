import type { Bytes } from '../bytes.js';

/** An error reply on its way out: thrown by handlers, turned into a reply once, at the dispatch. `text` is the whole line, code first. */
export class RedisError extends Error {
  override readonly name = 'RedisError';
  readonly text: Bytes;
  constructor(text: Bytes) {
    super(text);
    this.text = text;
  }
}

/** Throws a {@link RedisError}; an expression, so that it can stand after `??`. */
export function fail(text: Bytes): never {
  throw new RedisError(text);
}

// Every error text of the emulator. Each is what 7.0.15 sends; the families name them, they never spell them.
export const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';
export const NO_SUCH_KEY = 'ERR no such key';
export const SYNTAX = 'ERR syntax error';
export const SAME_OBJECT = 'ERR source and destination objects are the same';
export const INDEX_OUT_OF_RANGE = 'ERR index out of range';
export const NO_SCRIPT = 'NOSCRIPT No matching script. Please use EVAL.';
export const BUSY_SCRIPT = 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.';
export const BUSY_FUNCTION = 'BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.';
export const NO_AUTH = 'NOAUTH Authentication required.';
export const OUT_OF_MEMORY = "OOM command not allowed when used memory > 'maxmemory'.";
export const EXEC_ABORT = 'EXECABORT Transaction discarded because of previous errors.';
export const NO_REPLICAS = 'NOREPLICAS Not enough good replicas to write.';
export const BUSY_KEY = 'BUSYKEY Target key name already exists.';

export const NOT_INTEGER = 'ERR value is not an integer or out of range';
export const NOT_FLOAT = 'ERR value is not a valid float';
export const OUT_OF_RANGE = 'ERR value is out of range';
export const NOT_POSITIVE = 'ERR value is out of range, must be positive';
export const OVERFLOW = 'ERR increment or decrement would overflow';
export const NAN_OR_INFINITY = 'ERR increment would produce NaN or Infinity';
export const INVALID_DB = 'ERR invalid DB index';
export const DB_OUT_OF_RANGE = 'ERR DB index is out of range';
export const INVALID_CURSOR = 'ERR invalid cursor';
export const STRING_TOO_LONG = 'ERR string exceeds maximum allowed size (proto-max-bulk-len)';
export const TIMEOUT_NOT_FLOAT = 'ERR timeout is not a float or out of range';
export const TIMEOUT_NEGATIVE = 'ERR timeout is negative';

export const valueBetween = (min: number | bigint, max: number | bigint): Bytes =>
  `ERR value is out of range, value must between ${min} and ${max}`;
export const wrongArity = (command: Bytes): Bytes => `ERR wrong number of arguments for '${command}' command`;
export const invalidExpire = (command: Bytes): Bytes => `ERR invalid expire time in '${command}' command`;

// The dispatch. Refusals of calls from scripts come without a position; the script host adds it.
export const NOT_IN_TRANSACTION = 'ERR Command not allowed inside a transaction';
export const DEBUG_NOT_ALLOWED =
  'ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.';
export const SCRIPT_UNKNOWN_COMMAND = 'ERR Unknown Redis command called from script';
export const SCRIPT_WRONG_ARITY = 'ERR Wrong number of args calling Redis command from script';
export const SCRIPT_DENIED_COMMAND = 'ERR This Redis command is not allowed from script';
export const SCRIPT_READ_ONLY = 'ERR Write commands are not allowed from read-only scripts.';
export const subscribedContext = (command: Bytes): Bytes =>
  `ERR Can't execute '${command}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`;
export const unknownSubcommand = (command: Bytes, subcommand: Bytes): Bytes =>
  `ERR unknown subcommand '${untilNul(subcommand).slice(0, 128)}'. Try ${upperCase(command)} HELP.`;

export function unknownCommand([name = '', ...args]: readonly Bytes[]): Bytes {
  let beginning = '';
  for (const argument of args) {
    if (beginning.length >= 128) break;
    beginning += `'${untilNul(argument).slice(0, 128 - beginning.length)}' `;
  }
  return `ERR unknown command '${untilNul(name).slice(0, 128)}', with args beginning with: ${beginning}`;
}

/** As C prints a string. */
const untilNul = (text: Bytes): Bytes => text.split('\0', 1)[0]!;
const upperCase = (word: Bytes): Bytes => word.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

// Strings and bitmaps.
export const OFFSET_OUT_OF_RANGE = 'ERR offset is out of range';
export const DECREMENT_OVERFLOW = 'ERR decrement would overflow';
export const LCS_NOT_STRINGS = 'ERR The specified keys must contain string values';
export const LCS_LENGTH_OR_INDEXES = 'ERR If you want both the length and indexes, please just use IDX.';
export const LCS_TOO_BIG = 'ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len';

// Hashes.
export const HASH_VALUE_NOT_INTEGER = 'ERR hash value is not an integer';
export const HASH_VALUE_NOT_FLOAT = 'ERR hash value is not a float';
export const VALUE_NAN_OR_INFINITY = 'ERR value is NaN or Infinity';

// Lists, and what pops from many keys.
export const LPOS_RANK_ZERO =
  "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list";
export const LPOS_COUNT_NEGATIVE = "ERR COUNT can't be negative";
export const LPOS_MAXLEN_NEGATIVE = "ERR MAXLEN can't be negative";
export const NUMKEYS_NOT_POSITIVE = 'ERR numkeys should be greater than 0';
export const COUNT_NOT_POSITIVE = 'ERR count should be greater than 0';

// Sets.
export const NUMKEYS_TOO_MANY = "ERR Number of keys can't be greater than number of args";
export const LIMIT_NEGATIVE = "ERR LIMIT can't be negative";

// Sorted sets.
export const SCORE_NAN = 'ERR resulting score is not a number (NaN)';
export const ZADD_XX_NX = 'ERR XX and NX options at the same time are not compatible';
export const ZADD_GT_LT_NX = 'ERR GT, LT, and/or NX options at the same time are not compatible';
export const ZADD_INCR_ONE_PAIR = 'ERR INCR option supports a single increment-element pair';
export const SCORE_RANGE_NOT_FLOAT = 'ERR min or max is not a float';
export const LEX_RANGE_INVALID = 'ERR min or max not valid string range item';
export const ZRANGE_RANK_LIMIT =
  'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX';
export const ZRANGE_LEX_SCORES = 'ERR syntax error, WITHSCORES not supported in combination with BYLEX';
export const WEIGHT_NOT_FLOAT = 'ERR weight value is not a float';
export const atLeastOneKey = (command: Bytes): Bytes => `ERR at least 1 input key is needed for '${command}' command`;

// Bitmaps.
export const BIT_OFFSET = 'ERR bit offset is not an integer or out of range';
export const BIT_NOT_INTEGER = 'ERR bit is not an integer or out of range';
export const BIT_NOT_0_OR_1 = 'ERR The bit argument must be 1 or 0.';
export const BITOP_NOT_ONE_KEY = 'ERR BITOP NOT must be called with a single source key.';
export const BITFIELD_TYPE =
  'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.';
export const BITFIELD_OVERFLOW = 'ERR Invalid OVERFLOW type specified';
export const BITFIELD_READ_ONLY = 'ERR BITFIELD_RO only supports the GET subcommand';
