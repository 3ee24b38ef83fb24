import type { Bytes } from '../../bytes.js';
import { array, bulk, EMPTY_ARRAY, integer, NIL, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, OUT_OF_RANGE, SYNTAX } from '../errors.js';
import type { Family } from '../family.js';
import { printDouble, shortDouble } from '../values/double.js';
import { ZsetValue } from '../values/zset-value.js';
import { readSampleCount, sample, type Below, type Population } from './sampling.js';
import { EMPTY_SCAN, readCursor, readScanOptions, scanMembers } from './scan.js';
import { zadd, zincrby } from './zset-add.js';
import { zdiff, zdiffstore, zinter, zintercard, zinterstore, zunion, zunionstore } from './zset-algebra.js';
import { bzmpop, bzpop, zmpop, zpop } from './zset-pop.js';
import { memberReplies, readLexRange, readScoreRange, scoreReply } from './zset-ranges.js';
import { zrange, zrangestore, zremrange } from './zset-range.js';

export const zsetFamily: Family = {
  name: 'zset',
  commands: {
    bzmpop,
    bzpopmax: (context, args) => bzpop(context, args, 'max'),
    bzpopmin: (context, args) => bzpop(context, args, 'min'),
    zadd,
    zcard,
    zcount,
    zdiff,
    zdiffstore,
    zincrby,
    zinter,
    zintercard,
    zinterstore,
    zlexcount,
    zmpop,
    zmscore,
    zpopmax: (context, args) => zpop(context, args, 'max'),
    zpopmin: (context, args) => zpop(context, args, 'min'),
    zrandmember,
    zrange: (context, args) => zrange(context, args, {}),
    zrangebylex: (context, args) => zrange(context, args, { by: 'lex', reverse: false }),
    zrangebyscore: (context, args) => zrange(context, args, { by: 'score', reverse: false }),
    zrangestore,
    zrank: (context, args) => rank(context, args, false),
    zrem,
    zremrangebylex: (context, args) => zremrange(context, args, 'lex'),
    zremrangebyrank: (context, args) => zremrange(context, args, 'rank'),
    zremrangebyscore: (context, args) => zremrange(context, args, 'score'),
    zrevrange: (context, args) => zrange(context, args, { by: 'rank', reverse: true }),
    zrevrangebylex: (context, args) => zrange(context, args, { by: 'lex', reverse: true }),
    zrevrangebyscore: (context, args) => zrange(context, args, { by: 'score', reverse: true }),
    zrevrank: (context, args) => rank(context, args, true),
    zscan,
    zscore,
    zunion,
    zunionstore,
  },
};

function zrem(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const zset = keys.write(key, ZsetValue);
  if (zset === undefined) return integer(0);
  let removed = 0;
  for (const member of args.rest()) if (keys.apply(key, zset, { kind: 'zset.remove', member }) !== undefined) removed++;
  if (removed > 0) {
    keys.notify('zset', 'zrem', key);
    keys.removeIfEmpty(key, zset);
  }
  return integer(removed);
}

function zcard(context: Context, args: Args): RespValue {
  return integer(context.keys.read(args.next(), ZsetValue)?.length ?? 0);
}

function zscore(context: Context, args: Args): RespValue {
  const score = context.keys.read(args.next(), ZsetValue)?.score(args.next());
  return score === undefined ? NIL : scoreReply(score);
}

function zmscore(context: Context, args: Args): RespValue {
  const zset = context.keys.read(args.next(), ZsetValue);
  return array(
    args.rest().map((member) => {
      const score = zset?.score(member);
      return score === undefined ? NIL : scoreReply(score);
    }),
  );
}

function rank(context: Context, args: Args, reverse: boolean): RespValue {
  const zset = context.keys.read(args.next(), ZsetValue);
  const found = zset?.rank(args.next());
  if (zset === undefined || found === undefined) return NIL;
  return integer(reverse ? zset.length - 1 - found : found);
}

function zcount(context: Context, args: Args): RespValue {
  const key = args.next();
  const range = readScoreRange(args.next(), args.next());
  const ranks = context.keys.read(key, ZsetValue)?.ranksByScore(range);
  return integer(ranks === undefined ? 0 : ranks.to - ranks.from);
}

function zlexcount(context: Context, args: Args): RespValue {
  const key = args.next();
  const range = readLexRange(args.next(), args.next());
  const ranks = context.keys.read(key, ZsetValue)?.ranksByLex(range);
  return integer(ranks === undefined ? 0 : ranks.to - ranks.from);
}

/** A listpack shows a score as it is stored, a hash table prints the double (`scanCallback`). */
function zscan(context: Context, args: Args): RespValue {
  const key = args.next();
  const cursor = readCursor(args);
  const zset = context.keys.read(key, ZsetValue);
  if (zset === undefined) return EMPTY_SCAN;
  const print = zset.table === undefined ? shortDouble : printDouble;
  const source = { table: zset.table, members: () => Array.from(zset.from(0), ({ member }) => member) };
  return scanMembers(source, cursor, readScanOptions(args), (member) => [member, print(zset.score(member)!)]);
}

/** A whole sorted set is listed from its end, as `zuiInitIterator` walks it. */
function population(zset: ZsetValue): Population<Bytes> {
  const { table } = zset;
  return {
    size: zset.length,
    cheapPick: true,
    all: () => Array.from(zset.from(zset.length - 1, -1), ({ member }) => member),
    pick: (below: Below) => table?.randomKey(below) ?? zset.at(below(zset.length))!.member,
  };
}

function zrandmember(context: Context, args: Args): RespValue {
  const key = args.next();
  const below: Below = (limit) => context.random.below(limit);
  if (args.left === 0) {
    const zset = context.keys.read(key, ZsetValue);
    return zset === undefined ? NIL : bulk(population(zset).pick(below));
  }
  const count = readSampleCount(args);
  const withScores = args.accept('WITHSCORES');
  if (args.left > 0) fail(SYNTAX);
  if (withScores && Math.abs(count) >= 2 ** 62) fail(OUT_OF_RANGE);
  const zset = context.keys.read(key, ZsetValue);
  if (zset === undefined || count === 0) return EMPTY_ARRAY;
  const members = sample(population(zset), count, below).map((member) => ({ member, score: zset.score(member)! }));
  return memberReplies(context, members, withScores);
}
