import type { Bytes } from '../../bytes.js';
import { EMPTY_ARRAY, integer, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, SYNTAX, ZRANGE_LEX_SCORES, ZRANGE_RANK_LIMIT } from '../errors.js';
import { ZsetValue, type ScoredMember } from '../values/zset-value.js';
import { memberReplies, readLexRange, readScoreRange } from './zset-ranges.js';

type By = 'rank' | 'score' | 'lex';

/** What a command's name settles; the options of ZRANGE settle the rest. */
interface Fixed {
  readonly by?: By;
  readonly reverse?: boolean;
}

interface Query {
  readonly by: By;
  /** Whether the reply has scores. */
  readonly withScores: boolean;
  /** The members asked for, in the order of the reply. */
  readonly select: (zset: ZsetValue) => readonly ScoredMember[];
}

interface RangeOptions {
  by: By | undefined;
  reverse: boolean | undefined;
  withScores: boolean;
  offset: number;
  /** Members to give; negative gives all. */
  limit: number;
}

/** The options after the range, whose two ends are read only after them (`zrangeGenericCommand`). */
function readOptions(args: Args, fixed: Fixed, store: boolean): RangeOptions {
  const { by, reverse } = fixed;
  const options: RangeOptions = { by, reverse, withScores: false, offset: 0, limit: -1 };
  while (args.left > 0) {
    if (!store && args.accept('WITHSCORES')) options.withScores = true;
    else if (args.left > 2 && args.accept('LIMIT')) {
      options.offset = args.long();
      options.limit = args.long();
    } else if (options.reverse === undefined && args.accept('REV')) options.reverse = true;
    else if (options.by === undefined && args.accept('BYLEX')) options.by = 'lex';
    else if (options.by === undefined && args.accept('BYSCORE')) options.by = 'score';
    else fail(SYNTAX);
  }
  return options;
}

function readQuery(args: Args, fixed: Fixed, store: boolean): Query {
  const ends = args.position;
  args.position += 2;
  const { by = 'rank', reverse = false, withScores, offset, limit } = readOptions(args, fixed, store);
  if (limit !== -1 && by === 'rank') fail(ZRANGE_RANK_LIMIT);
  if (withScores && by === 'lex') fail(ZRANGE_LEX_SCORES);
  args.position = ends;
  if (by === 'rank') {
    const start = args.long();
    const end = args.long();
    return { by, withScores, select: (zset) => selectByRank(zset, start, end, reverse) };
  }
  const [first, second] = [args.next(), args.next()];
  const [min, max] = reverse ? [second, first] : [first, second];
  const page = { offset, limit, reverse };
  if (by === 'score') {
    const range = readScoreRange(min, max);
    return { by, withScores, select: (zset) => selectPage(zset, zset.ranksByScore(range), page) };
  }
  const range = readLexRange(min, max);
  return { by, withScores, select: (zset) => selectPage(zset, zset.ranksByLex(range, reverse), page) };
}

function selectByRank(zset: ZsetValue, start: number, end: number, reverse: boolean): readonly ScoredMember[] {
  const { from, to } = clampRanks(zset.length, start, end);
  return reverse ? zset.slice(zset.length - to, zset.length - from).reverse() : zset.slice(from, to);
}

/** Ranks `from` ≤ rank < `to` of a range whose inclusive ends may count from the back. */
function clampRanks(length: number, start: number, end: number): { from: number; to: number } {
  const from = Math.max(start < 0 ? length + start : start, 0);
  const to = Math.min(end < 0 ? length + end : end, length - 1) + 1;
  return from < to ? { from, to } : { from: 0, to: 0 };
}

interface Page {
  readonly offset: number;
  readonly limit: number;
  readonly reverse: boolean;
}

/** LIMIT: a negative offset skips everything. */
function selectPage(zset: ZsetValue, ranks: { from: number; to: number }, page: Page): readonly ScoredMember[] {
  const { from, to } = ranks;
  const count = page.limit < 0 ? to - from : page.limit;
  if (page.offset < 0 || page.offset >= to - from) return [];
  if (!page.reverse) return zset.slice(from + page.offset, Math.min(from + page.offset + count, to));
  const end = to - page.offset;
  return zset.slice(Math.max(end - count, from), end).reverse();
}

export function zrange(context: Context, args: Args, fixed: Fixed): RespValue {
  const key = args.next();
  const { withScores, select } = readQuery(args, fixed, false);
  const zset = context.keys.read(key, ZsetValue);
  return zset === undefined ? EMPTY_ARRAY : memberReplies(context, select(zset), withScores);
}

export function zrangestore(context: Context, args: Args): RespValue {
  const target = args.next();
  const key = args.next();
  const { by, select } = readQuery(args, {}, true);
  const zset = context.keys.read(key, ZsetValue);
  const members = zset === undefined ? [] : select(zset);
  // Only of a range of ranks the length is known from the start.
  const asSkiplist = by === 'rank' && members.length > context.keyspace.limits.zsetMaxListpackEntries;
  return storeMembers(context, target, members, 'zrangestore', asSkiplist);
}

/** Stores members as a new sorted set under a key, or deletes the key when there are none. `asSkiplist`: it never is a listpack. */
function storeMembers(
  context: Context,
  target: Bytes,
  members: readonly ScoredMember[],
  event: Bytes,
  asSkiplist: boolean,
): RespValue {
  const { keys, keyspace } = context;
  if (members.length > 0) {
    const result = new ZsetValue(keyspace.hashSeed);
    if (asSkiplist) result.apply({ kind: 'zset.convert' }, keyspace.limits);
    for (const { member, score } of members) result.apply({ kind: 'zset.put', member, score }, keyspace.limits);
    keys.put(target, result);
    keys.notify('zset', event, target);
  } else if (keys.remove(target)) keys.notify('generic', 'del', target);
  return integer(members.length);
}

/** Stores what was collected in a skiplist, which becomes a listpack if it fits (`zsetConvertToListpackIfNeeded`). */
export function storeCollected(
  context: Context,
  target: Bytes,
  members: readonly ScoredMember[],
  event: Bytes,
): RespValue {
  const { zsetMaxListpackEntries, zsetMaxListpackValue } = context.keyspace.limits;
  const fits =
    members.length <= zsetMaxListpackEntries && members.every(({ member }) => member.length <= zsetMaxListpackValue);
  return storeMembers(context, target, members, event, !fits);
}

function readRanks(args: Args, by: By): (zset: ZsetValue) => { from: number; to: number } {
  if (by === 'rank') {
    const start = args.long();
    const end = args.long();
    return (zset) => clampRanks(zset.length, start, end);
  }
  const [min, max] = [args.next(), args.next()];
  if (by === 'score') {
    const range = readScoreRange(min, max);
    return (zset) => zset.ranksByScore(range);
  }
  const range = readLexRange(min, max);
  return (zset) => zset.ranksByLex(range);
}

/** `zremrangeGenericCommand` */
export function zremrange(context: Context, args: Args, by: By): RespValue {
  const { keys } = context;
  const key = args.next();
  const ranksOf = readRanks(args, by);
  const zset = keys.write(key, ZsetValue);
  if (zset === undefined) return integer(0);
  const { from, to } = ranksOf(zset);
  for (const { member } of zset.slice(from, to)) keys.apply(key, zset, { kind: 'zset.remove', member });
  if (to > from) {
    keys.notify('zset', `zremrangeby${by}`, key);
    keys.removeIfEmpty(key, zset);
  }
  return integer(to - from);
}
