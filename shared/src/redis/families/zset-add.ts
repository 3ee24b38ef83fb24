import { integer, NIL, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, NOT_FLOAT, SCORE_NAN, SYNTAX, ZADD_GT_LT_NX, ZADD_INCR_ONE_PAIR, ZADD_XX_NX } from '../errors.js';
import { parseDouble } from '../values/double.js';
import { ZsetValue } from '../values/zset-value.js';
import { scoreReply } from './zset-ranges.js';

interface AddOptions {
  nx: boolean;
  xx: boolean;
  gt: boolean;
  lt: boolean;
  changed: boolean;
  increment: boolean;
}

function readAddOptions(args: Args, increment: boolean): AddOptions {
  const options: AddOptions = { nx: false, xx: false, gt: false, lt: false, changed: false, increment };
  for (;;) {
    if (args.accept('NX')) options.nx = true;
    else if (args.accept('XX')) options.xx = true;
    else if (args.accept('GT')) options.gt = true;
    else if (args.accept('LT')) options.lt = true;
    else if (args.accept('CH')) options.changed = true;
    else if (args.accept('INCR')) options.increment = true;
    else return options;
  }
}

/** The score that `zsetAdd` gives a member; undefined when the options leave it alone. */
function scoreAfter(before: number | undefined, score: number, options: AddOptions): number | undefined {
  if (before === undefined) return options.xx ? undefined : score;
  if (options.nx) return undefined;
  const after = options.increment ? before + score : score;
  if (Number.isNaN(after)) fail(SCORE_NAN);
  if ((options.lt && after >= before) || (options.gt && after <= before)) return undefined;
  return after;
}

/** `zaddGenericCommand` */
function add(context: Context, args: Args, increment: boolean): RespValue {
  const { keys } = context;
  const key = args.next();
  const options = readAddOptions(args, increment);
  const pairs = args.rest();
  if (pairs.length === 0 || pairs.length % 2 !== 0) fail(SYNTAX);
  if (options.nx && options.xx) fail(ZADD_XX_NX);
  if ((options.gt && options.nx) || (options.lt && options.nx) || (options.gt && options.lt)) fail(ZADD_GT_LT_NX);
  if (options.increment && pairs.length > 2) fail(ZADD_INCR_ONE_PAIR);
  const scores: number[] = [];
  for (let i = 0; i < pairs.length; i += 2) scores.push(parseDouble(pairs[i]!) ?? fail(NOT_FLOAT));
  const found = keys.write(key, ZsetValue);
  if (found === undefined && options.xx) return options.increment ? NIL : integer(0);
  const zset = found ?? new ZsetValue(context.keyspace.hashSeed);
  if (found === undefined) keys.put(key, zset);
  let added = 0;
  let updated = 0;
  let last: number | undefined;
  for (let i = 0; i < scores.length; i++) {
    const member = pairs[i * 2 + 1]!;
    const before = zset.score(member);
    last = scoreAfter(before, scores[i]!, options);
    if (last === undefined || last === before) continue;
    keys.apply(key, zset, { kind: 'zset.put', member, score: last });
    if (before === undefined) added++;
    else updated++;
  }
  if (added + updated > 0) keys.notify('zset', options.increment ? 'zincr' : 'zadd', key);
  if (options.increment) return last === undefined ? NIL : scoreReply(last);
  return integer(options.changed ? added + updated : added);
}

export const zadd = (context: Context, args: Args): RespValue => add(context, args, false);
export const zincrby = (context: Context, args: Args): RespValue => add(context, args, true);
