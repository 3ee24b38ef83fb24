import type { Bytes } from '../../bytes.js';
import { array, bulk, bulkOrNil, EMPTY_ARRAY, integer, map, NIL, OK, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  fail,
  HASH_VALUE_NOT_FLOAT,
  HASH_VALUE_NOT_INTEGER,
  NAN_OR_INFINITY,
  OUT_OF_RANGE,
  OVERFLOW,
  SYNTAX,
  VALUE_NAN_OR_INFINITY,
  wrongArity,
} from '../errors.js';
import type { Family } from '../family.js';
import { HashValue } from '../values/hash-value.js';
import { addInt64, parseInt64 } from '../values/integer.js';
import { addLongDoubles, longDouble, parseLongDouble, printLongDouble } from '../values/long-double.js';
import { readSampleCount, sample, type Population } from './sampling.js';
import { EMPTY_SCAN, readCursor, readScanOptions, scanMembers } from './scan.js';

export const hashFamily: Family = {
  name: 'hash',
  commands: {
    hdel,
    hexists,
    hget,
    hgetall,
    hincrby,
    hincrbyfloat,
    hkeys: (context, args) => column(context, args, ([field]) => field),
    hlen,
    hmget,
    hmset: (context, args) => setFields(context, args, 'hmset'),
    hrandfield,
    hscan,
    hset: (context, args) => setFields(context, args, 'hset'),
    hsetnx,
    hstrlen,
    hvals: (context, args) => column(context, args, ([, value]) => value),
  },
};

/** The hash to write to, and whether it has yet to be stored (`hashTypeLookupWriteOrCreate`). */
function writable(context: Context, key: Bytes): HashValue {
  const found = context.keys.write(key, HashValue);
  if (found !== undefined) return found;
  const hash = new HashValue(context.keyspace.hashSeed);
  context.keys.put(key, hash);
  return hash;
}

function put(context: Context, key: Bytes, hash: HashValue, field: Bytes, value: Bytes): boolean {
  return context.keys.apply(key, hash, { kind: 'hash.put', field, value })?.before === undefined;
}

function setFields(context: Context, args: Args, command: 'hset' | 'hmset'): RespValue {
  const key = args.next();
  if (args.left % 2 !== 0) fail(wrongArity(command));
  const hash = writable(context, key);
  let created = 0;
  while (args.left > 0) if (put(context, key, hash, args.next(), args.next())) created++;
  context.keys.notify('hash', 'hset', key);
  return command === 'hset' ? integer(created) : OK;
}

function hsetnx(context: Context, args: Args): RespValue {
  const key = args.next();
  const field = args.next();
  const hash = writable(context, key);
  if (hash.has(field)) return integer(0);
  put(context, key, hash, field, args.next());
  context.keys.notify('hash', 'hset', key);
  return integer(1);
}

function hincrby(context: Context, args: Args): RespValue {
  const key = args.next();
  const field = args.next();
  const by = args.integer();
  const old = context.keys.write(key, HashValue)?.get(field);
  const before = old === undefined ? 0 : (parseInt64(old) ?? fail(HASH_VALUE_NOT_INTEGER));
  const after = addInt64(before, by) ?? fail(OVERFLOW);
  put(context, key, writable(context, key), field, String(after));
  context.keys.notify('hash', 'hincrby', key);
  return integer(after);
}

function hincrbyfloat(context: Context, args: Args): RespValue {
  const key = args.next();
  const field = args.next();
  const by = args.longDouble();
  if (typeof by === 'string') return fail(VALUE_NAN_OR_INFINITY);
  const old = context.keys.write(key, HashValue)?.get(field);
  const before = old === undefined ? longDouble(0) : (parseLongDouble(old) ?? fail(HASH_VALUE_NOT_FLOAT));
  if (typeof before === 'string') return fail(NAN_OR_INFINITY);
  const text = printLongDouble(addLongDoubles(before, by) ?? fail(NAN_OR_INFINITY));
  put(context, key, writable(context, key), field, text);
  context.keys.notify('hash', 'hincrbyfloat', key);
  return bulk(text);
}

function hdel(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const hash = keys.write(key, HashValue);
  if (hash === undefined) return integer(0);
  let deleted = 0;
  for (const field of args.rest()) if (keys.apply(key, hash, { kind: 'hash.remove', field }) !== undefined) deleted++;
  if (deleted > 0) {
    keys.notify('hash', 'hdel', key);
    keys.removeIfEmpty(key, hash);
  }
  return integer(deleted);
}

function hget(context: Context, args: Args): RespValue {
  return bulkOrNil(context.keys.read(args.next(), HashValue)?.get(args.next()));
}

function hmget(context: Context, args: Args): RespValue {
  const hash = context.keys.read(args.next(), HashValue);
  return array(args.rest().map((field) => bulkOrNil(hash?.get(field))));
}

function hexists(context: Context, args: Args): RespValue {
  return integer(context.keys.read(args.next(), HashValue)?.has(args.next()) === true ? 1 : 0);
}

function hlen(context: Context, args: Args): RespValue {
  return integer(context.keys.read(args.next(), HashValue)?.length ?? 0);
}

function hstrlen(context: Context, args: Args): RespValue {
  return integer(context.keys.read(args.next(), HashValue)?.get(args.next())?.length ?? 0);
}

function hgetall(context: Context, args: Args): RespValue {
  const hash = context.keys.read(args.next(), HashValue);
  return map(Array.from(hash?.entries() ?? [], ([field, value]) => [bulk(field), bulk(value)]));
}

function column(context: Context, args: Args, pick: (entry: [Bytes, Bytes]) => Bytes): RespValue {
  const hash = context.keys.read(args.next(), HashValue);
  return hash === undefined ? EMPTY_ARRAY : array(Array.from(hash.entries(), (entry) => bulk(pick(entry))));
}

function hscan(context: Context, args: Args): RespValue {
  const key = args.next();
  const cursor = readCursor(args);
  const hash = context.keys.read(key, HashValue);
  if (hash === undefined) return EMPTY_SCAN;
  const source = { table: hash.table, members: () => Array.from(hash.entries(), ([field]) => field) };
  return scanMembers(source, cursor, readScanOptions(args), (field) => [field, hash.get(field)!]);
}

function hrandfield(context: Context, args: Args): RespValue {
  const key = args.next();
  const below = (limit: number): number => context.random.below(limit);
  if (args.left === 0) {
    const hash = context.keys.read(key, HashValue);
    return hash === undefined ? NIL : bulk(population(hash).pick(below));
  }
  const count = readSampleCount(args);
  const withValues = args.accept('WITHVALUES');
  if (args.left > 0) fail(SYNTAX);
  if (withValues && Math.abs(count) >= 2 ** 62) fail(OUT_OF_RANGE);
  const hash = context.keys.read(key, HashValue);
  if (hash === undefined || count === 0) return EMPTY_ARRAY;
  const fields = sample(population(hash), count, below);
  if (!withValues) return array(fields.map(bulk));
  const pairs = fields.map((field) => [bulk(field), bulk(hash.get(field)!)]);
  return array(context.resp === 2 ? pairs.flat() : pairs.map(array));
}

function population(hash: HashValue): Population<Bytes> {
  const { table } = hash;
  const all = (): Bytes[] => Array.from(hash.entries(), ([field]) => field);
  return {
    size: hash.length,
    cheapPick: table !== undefined,
    all,
    pick: (below) => (table === undefined ? all()[below(hash.length)]! : table.randomKey(below)!),
  };
}
