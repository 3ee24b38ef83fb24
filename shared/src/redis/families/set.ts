import type { Bytes } from '../../bytes.js';
import { array, bulk, EMPTY_ARRAY, integer, NIL, set as setReply, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, SYNTAX } from '../errors.js';
import type { Family } from '../family.js';
import { SetValue } from '../values/set-value.js';
import { readSampleCount, sample, type Below, type Population } from './sampling.js';
import { EMPTY_SCAN, readCursor, readScanOptions, scanMembers } from './scan.js';
import { newSet, sdiff, sdiffstore, sinter, sintercard, sinterstore, sunion, sunionstore } from './set-algebra.js';

export const setFamily: Family = {
  name: 'set',
  commands: {
    sadd,
    scard,
    sdiff,
    sdiffstore,
    sinter,
    sintercard,
    sinterstore,
    sismember,
    smembers: sinter,
    smismember,
    smove,
    spop,
    srandmember,
    srem,
    sscan,
    sunion,
    sunionstore,
  },
};

function sadd(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const found = keys.write(key, SetValue);
  const set = found ?? new SetValue(context.keyspace.hashSeed);
  if (found === undefined) keys.put(key, set);
  let added = 0;
  while (args.left > 0) if (keys.apply(key, set, { kind: 'set.add', member: args.next() }) !== undefined) added++;
  if (added > 0) keys.notify('set', 'sadd', key);
  return integer(added);
}

function srem(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const set = keys.write(key, SetValue);
  if (set === undefined) return integer(0);
  let removed = 0;
  for (const member of args.rest()) if (keys.apply(key, set, { kind: 'set.remove', member }) !== undefined) removed++;
  if (removed > 0) {
    keys.notify('set', 'srem', key);
    keys.removeIfEmpty(key, set);
  }
  return integer(removed);
}

function smove(context: Context, args: Args): RespValue {
  const { keys } = context;
  const from = args.next();
  const to = args.next();
  const member = args.next();
  // Both are looked up before either is judged; a missing source answers before a wrong type of the target.
  if (keys.lookupForWrite(from) === undefined) {
    keys.lookupForWrite(to);
    return integer(0);
  }
  const source = keys.write(from, SetValue)!;
  const found = keys.write(to, SetValue);
  if (source === found) return integer(source.has(member) ? 1 : 0);
  if (keys.apply(from, source, { kind: 'set.remove', member }) === undefined) return integer(0);
  keys.notify('set', 'srem', from);
  keys.removeIfEmpty(from, source);
  const target = found ?? new SetValue(context.keyspace.hashSeed);
  if (found === undefined) keys.put(to, target);
  if (keys.apply(to, target, { kind: 'set.add', member }) !== undefined) keys.notify('set', 'sadd', to);
  return integer(1);
}

function sismember(context: Context, args: Args): RespValue {
  return integer(context.keys.read(args.next(), SetValue)?.has(args.next()) === true ? 1 : 0);
}

function smismember(context: Context, args: Args): RespValue {
  const set = context.keys.read(args.next(), SetValue);
  return array(args.rest().map((member) => integer(set?.has(member) === true ? 1 : 0)));
}

function scard(context: Context, args: Args): RespValue {
  return integer(context.keys.read(args.next(), SetValue)?.length ?? 0);
}

function sscan(context: Context, args: Args): RespValue {
  const key = args.next();
  const cursor = readCursor(args);
  const set = context.keys.read(key, SetValue);
  if (set === undefined) return EMPTY_SCAN;
  const source = { table: set.table, members: () => set.members() };
  return scanMembers(source, cursor, readScanOptions(args), (member) => [member]);
}

/** Members are drawn from a table or from an intset, both in O(1). */
function population(set: SetValue): Population<Bytes> {
  const { table, intset } = set;
  const pick = (below: Below): Bytes => table?.randomKey(below) ?? intset!.at(below(set.length));
  return { size: set.length, cheapPick: true, all: () => [...set.members()], pick };
}

function srandmember(context: Context, args: Args): RespValue {
  const key = args.next();
  const below: Below = (limit) => context.random.below(limit);
  if (args.left > 1) fail(SYNTAX);
  if (args.left === 0) {
    const set = context.keys.read(key, SetValue);
    return set === undefined ? NIL : bulk(population(set).pick(below));
  }
  const count = readSampleCount(args);
  const set = context.keys.read(key, SetValue);
  if (set === undefined || count === 0) return EMPTY_ARRAY;
  return array(sample(population(set), count, below).map(bulk));
}

/** Where more than this share of a set goes, what stays is moved to a new set (`SPOP_MOVE_STRATEGY_MUL`). */
const MOVE_FACTOR = 5;

function spop(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const below: Below = (limit) => context.random.below(limit);
  if (args.left > 1) fail(SYNTAX);
  const count = args.left === 1 ? args.positive() : undefined;
  const set = keys.write(key, SetValue);
  if (set === undefined) return count === undefined ? NIL : setReply([]);
  if (count === undefined) {
    const member = population(set).pick(below);
    keys.apply(key, set, { kind: 'set.remove', member });
    keys.notify('set', 'spop', key);
    keys.removeIfEmpty(key, set);
    return bulk(member);
  }
  if (count === 0) return setReply([]);
  keys.notify('set', 'spop', key);
  if (count >= set.length) {
    const members = [...newSet(context, set.members()).members()];
    keys.remove(key);
    keys.notify('generic', 'del', key);
    return setReply(members.map(bulk));
  }
  const remaining = set.length - count;
  if (remaining * MOVE_FACTOR > count) {
    const popped = Array.from({ length: count }, () => {
      const member = population(set).pick(below);
      keys.apply(key, set, { kind: 'set.remove', member });
      return member;
    });
    return setReply(popped.map(bulk));
  }
  // The set of those that stay is made from scratch, and so may be an intset again.
  const stay = new Set(sample(population(set), remaining, below));
  keys.put(key, newSet(context, stay), { keepTtl: true });
  return setReply(
    Array.from(set.members())
      .filter((member) => !stay.has(member))
      .map(bulk),
  );
}
