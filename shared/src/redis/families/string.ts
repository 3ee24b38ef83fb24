import type { Bytes } from '../../bytes.js';
import { array, bulk, bulkOrNil, integer, map, NIL, OK, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  DECREMENT_OVERFLOW,
  fail,
  invalidExpire,
  LCS_LENGTH_OR_INDEXES,
  LCS_NOT_STRINGS,
  LCS_TOO_BIG,
  NAN_OR_INFINITY,
  NOT_FLOAT,
  NOT_INTEGER,
  OFFSET_OUT_OF_RANGE,
  OVERFLOW,
  STRING_TOO_LONG,
  SYNTAX,
  wrongArity,
} from '../errors.js';
import type { Family } from '../family.js';
import { addInt64, INT64_MAX, INT64_MIN, normalized, parseInt64, type Int64 } from '../values/integer.js';
import { addLongDoubles, longDouble, parseLongDouble, printLongDouble } from '../values/long-double.js';
import { longestCommonSubsequence } from '../values/lcs.js';
import { StringValue } from '../values/string-value.js';

export const stringFamily: Family = {
  name: 'string',
  commands: {
    append,
    decr: (context, args) => increment(context, args.next(), -1),
    decrby,
    get: (context, args) => get(context, args.next()),
    getdel,
    getex,
    getrange,
    getset,
    incr: (context, args) => increment(context, args.next(), 1),
    incrby,
    incrbyfloat,
    lcs,
    mget,
    mset: (context, args) => setMany(context, args, 'mset'),
    msetnx: (context, args) => setMany(context, args, 'msetnx'),
    psetex: (context, args) => setWithExpiry(context, args, 'px'),
    set,
    setex: (context, args) => setWithExpiry(context, args, 'ex'),
    setnx,
    setrange,
    strlen,
    substr: getrange,
  },
};

type ExpiryUnit = 'ex' | 'px' | 'exat' | 'pxat';

interface SetOptions {
  condition?: 'nx' | 'xx';
  get?: boolean;
  keepTtl?: boolean;
  persist?: boolean;
  expiry?: { unit: ExpiryUnit; text: Bytes };
}

function get(context: Context, key: Bytes): RespValue {
  return bulkOrNil(context.keys.read(key, StringValue)?.bytes);
}

/** `parseExtendedStringArgumentsOrReply`. An expiry of one unit may be given again, one of another may not. */
function readOptions(args: Args, command: 'get' | 'set'): SetOptions {
  const options: SetOptions = {};
  const isSet = command === 'set';
  while (args.left > 0) {
    const word = args.keyword();
    const unit = word.toLowerCase() as ExpiryUnit;
    const free = options.expiry === undefined;
    if (isSet && word === 'NX' && options.condition !== 'xx') options.condition = 'nx';
    else if (isSet && word === 'XX' && options.condition !== 'nx') options.condition = 'xx';
    else if (isSet && word === 'GET') options.get = true;
    else if (isSet && word === 'KEEPTTL' && free) options.keepTtl = true;
    else if (!isSet && word === 'PERSIST' && free) options.persist = true;
    else if (
      (word === 'EX' || word === 'PX' || word === 'EXAT' || word === 'PXAT') &&
      options.keepTtl === undefined &&
      options.persist === undefined &&
      (free || options.expiry?.unit === unit) &&
      args.left > 0
    )
      options.expiry = { unit, text: args.next() };
    else fail(SYNTAX);
  }
  return options;
}

/** `getExpireMillisecondsOrReply`: the clock, ms, at which the key shall die. */
function expiryClock(context: Context, { unit, text }: { unit: ExpiryUnit; text: Bytes }, command: Bytes): Int64 {
  let at = BigInt(parseInt64(text) ?? fail(NOT_INTEGER));
  const inSeconds = unit === 'ex' || unit === 'exat';
  if (at <= 0n || (inSeconds && at > INT64_MAX / 1000n)) fail(invalidExpire(command));
  if (inSeconds) at *= 1000n;
  if (unit === 'ex' || unit === 'px') at += BigInt(context.now);
  if (at > INT64_MAX) fail(invalidExpire(command));
  return normalized(at);
}

interface Assignment {
  readonly key: Bytes;
  readonly value: Bytes;
  readonly options: SetOptions;
  readonly command: Bytes;
}

/** `setGenericCommand`: gives whether the value was set, and what GET asks for. */
function assign(context: Context, { key, value, options, command }: Assignment): { done: boolean; old: RespValue } {
  const { keys } = context;
  const at = options.expiry === undefined ? undefined : expiryClock(context, options.expiry, command);
  const old = options.get === true ? get(context, key) : NIL;
  const before = keys.lookupForWrite(key);
  if (options.condition !== undefined && (before !== undefined) !== (options.condition === 'xx'))
    return { done: false, old };
  keys.replace(key, before, StringValue.encoded(value), options.keepTtl === true);
  keys.notify('string', 'set', key);
  if (at !== undefined) {
    keys.setExpiry(key, at);
    keys.notify('generic', 'expire', key);
  }
  return { done: true, old };
}

function set(context: Context, args: Args): RespValue {
  const key = args.next();
  const value = args.next();
  if (args.left === 0) return setPlainly(context, key, value);
  const options = readOptions(args, 'set');
  const { done, old } = assign(context, { key, value, options, command: 'set' });
  if (options.get === true) return old;
  return done ? OK : NIL;
}

/** SET without options: by far the most frequent. */
function setPlainly({ keys }: Context, key: Bytes, value: Bytes): RespValue {
  keys.replace(key, keys.lookupForWrite(key), StringValue.encoded(value), false);
  keys.notify('string', 'set', key);
  return OK;
}

function setnx(context: Context, args: Args): RespValue {
  const options: SetOptions = { condition: 'nx' };
  return integer(assign(context, { key: args.next(), value: args.next(), options, command: 'setnx' }).done ? 1 : 0);
}

function setWithExpiry(context: Context, args: Args, unit: 'ex' | 'px'): RespValue {
  const key = args.next();
  const options: SetOptions = { expiry: { unit, text: args.next() } };
  assign(context, { key, value: args.next(), options, command: unit === 'ex' ? 'setex' : 'psetex' });
  return OK;
}

function getset(context: Context, args: Args): RespValue {
  const key = args.next();
  const old = get(context, key);
  context.keys.put(key, StringValue.encoded(args.next()));
  context.keys.notify('string', 'set', key);
  return old;
}

function getdel(context: Context, args: Args): RespValue {
  const key = args.next();
  const old = get(context, key);
  if (context.keys.remove(key)) context.keys.notify('generic', 'del', key);
  return old;
}

function getex(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const options = readOptions(args, 'get');
  const value = keys.read(key, StringValue);
  if (value === undefined) return NIL;
  if (options.expiry !== undefined) {
    const at = expiryClock(context, options.expiry, 'getex');
    if (options.expiry.unit.endsWith('at') && at <= context.now) {
      keys.remove(key);
      keys.notify('generic', 'del', key);
    } else {
      keys.setExpiry(key, at);
      keys.notify('generic', 'expire', key);
    }
  } else if (options.persist === true && keys.expiry(key) !== undefined) {
    keys.setExpiry(key, undefined);
    keys.notify('generic', 'persist', key);
  }
  return bulk(value.bytes);
}

function strlen(context: Context, args: Args): RespValue {
  return integer(context.keys.read(args.next(), StringValue)?.length ?? 0);
}

function setrange(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const offset = args.long();
  const bytes = args.next();
  if (offset < 0) fail(OFFSET_OUT_OF_RANGE);
  const old = keys.write(key, StringValue);
  if (bytes.length === 0) return integer(old?.length ?? 0);
  checkLength(context, offset + bytes.length);
  const value = old ?? new StringValue('', 'raw');
  if (old === undefined) keys.put(key, value);
  keys.apply(key, value, { kind: 'string.write', offset, bytes });
  keys.notify('string', 'setrange', key);
  return integer(value.length);
}

function append(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const bytes = args.next();
  const old = keys.write(key, StringValue);
  if (old === undefined) keys.put(key, StringValue.encoded(bytes));
  else {
    checkLength(context, old.length + bytes.length);
    keys.apply(key, old, { kind: 'string.write', offset: old.length, bytes });
  }
  keys.notify('string', 'append', key);
  return integer(old?.length ?? bytes.length);
}

/** `checkStringLength` */
function checkLength(context: Context, length: number): void {
  if (length > context.server.maxStringLength) fail(STRING_TOO_LONG);
}

function getrange(context: Context, args: Args): RespValue {
  const key = args.next();
  const first = args.integer();
  const last = args.integer();
  const value = context.keys.read(key, StringValue);
  if (value === undefined || value.length === 0 || (first < 0 && last < 0 && first > last)) return bulk('');
  let [start, end] = [Number(first), Number(last)];
  if (start < 0) start = Math.max(value.length + start, 0);
  if (end < 0) end = Math.max(value.length + end, 0);
  return bulk(value.slice(start, Math.min(end, value.length - 1) + 1));
}

function mget(context: Context, args: Args): RespValue {
  return array(
    args.rest().map((key) => {
      const value = context.keys.lookup(key);
      return value instanceof StringValue ? bulk(value.bytes) : NIL;
    }),
  );
}

function setMany(context: Context, args: Args, command: 'mset' | 'msetnx'): RespValue {
  const { keys } = context;
  const pairs = args.rest();
  if (pairs.length % 2 !== 0) fail(wrongArity(command));
  if (command === 'msetnx') {
    for (let i = 0; i < pairs.length; i += 2) if (keys.lookupForWrite(pairs[i]!) !== undefined) return integer(0);
  }
  for (let i = 0; i < pairs.length; i += 2) {
    keys.put(pairs[i]!, StringValue.encoded(pairs[i + 1]!));
    keys.notify('string', 'set', pairs[i]!);
  }
  return command === 'msetnx' ? integer(1) : OK;
}

function incrby(context: Context, args: Args): RespValue {
  const key = args.next();
  return increment(context, key, args.integer());
}

function decrby(context: Context, args: Args): RespValue {
  const key = args.next();
  const by = args.integer();
  if (by === INT64_MIN) fail(DECREMENT_OVERFLOW);
  return increment(context, key, normalized(-by));
}

/** `incrDecrCommand` */
function increment(context: Context, key: Bytes, by: Int64): RespValue {
  const { keys } = context;
  const old = keys.write(key, StringValue);
  const before = old === undefined ? 0 : (parseInt64(old.bytes) ?? fail(NOT_INTEGER));
  const after = addInt64(before, by) ?? fail(OVERFLOW);
  keys.replace(key, old, new StringValue(String(after), 'int'), true);
  keys.notify('string', 'incrby', key);
  return integer(after);
}

function incrbyfloat(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const old = keys.write(key, StringValue);
  const before = old === undefined ? longDouble(0) : (parseLongDouble(old.bytes) ?? fail(NOT_FLOAT));
  const by = args.longDouble();
  if (typeof before === 'string' || typeof by === 'string') return fail(NAN_OR_INFINITY);
  const text = printLongDouble(addLongDoubles(before, by) ?? fail(NAN_OR_INFINITY));
  keys.put(key, new StringValue(text), { keepTtl: true });
  keys.notify('string', 'incrbyfloat', key);
  return bulk(text);
}

function lcs(context: Context, args: Args): RespValue {
  const [a, b] = [args.next(), args.next()].map((key) => {
    const value = context.keys.lookup(key);
    if (value === undefined) return '';
    return value instanceof StringValue ? value.bytes : undefined;
  });
  if (a === undefined || b === undefined) return fail(LCS_NOT_STRINGS);
  const options = { indexes: false, length: false, withLength: false, minLength: 0 };
  while (args.left > 0) {
    if (args.accept('IDX')) options.indexes = true;
    else if (args.accept('LEN')) options.length = true;
    else if (args.accept('WITHMATCHLEN')) options.withLength = true;
    else if (args.left > 1 && args.accept('MINMATCHLEN')) options.minLength = args.long();
    else fail(SYNTAX);
  }
  if (options.length && options.indexes) fail(LCS_LENGTH_OR_INDEXES);
  if ((a.length + 1) * (b.length + 1) * 4 > context.server.maxStringLength) fail(LCS_TOO_BIG);
  const found = longestCommonSubsequence(a, b);
  if (options.indexes) {
    const matches = found.ranges
      .filter(({ length }) => length >= options.minLength)
      .map(({ a: from, b: other, length }) => {
        const ranges = [range(from, length), range(other, length)];
        return array(options.withLength ? [...ranges, integer(length)] : ranges);
      });
    return map([
      [bulk('matches'), array(matches)],
      [bulk('len'), integer(found.text.length)],
    ]);
  }
  return options.length ? integer(found.text.length) : bulk(found.text);
}

const range = (start: number, length: number): RespValue => array([integer(start), integer(start + length - 1)]);
