import type { Bytes } from '../../bytes.js';
import { array, bulk, EMPTY_ARRAY, NIL_ARRAY, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import { Blocked } from '../blocking.js';
import type { Context } from '../context.js';
import { COUNT_NOT_POSITIVE, fail, NUMKEYS_NOT_POSITIVE, SYNTAX } from '../errors.js';
import type { Outcome } from '../family.js';
import { ZsetValue, type ScoredMember } from '../values/zset-value.js';
import { memberReplies, scoreReply } from './zset-ranges.js';

type Which = 'min' | 'max';

/** `genericZpopCommand`: takes members off an end; the event is said once, after the first. */
function popMembers(context: Context, key: Bytes, zset: ZsetValue, which: Which, count: number): ScoredMember[] {
  const { keys } = context;
  const popped: ScoredMember[] = [];
  for (let left = Math.min(count, zset.length); left > 0; left--) {
    const item = zset.at(which === 'min' ? 0 : zset.length - 1)!;
    keys.apply(key, zset, { kind: 'zset.remove', member: item.member });
    if (popped.push(item) === 1) keys.notify('zset', `zpop${which}`, key);
  }
  keys.removeIfEmpty(key, zset);
  return popped;
}

/** Pairs are nested in RESP3 only where a count was asked for. */
export function zpop(context: Context, args: Args, which: Which): RespValue {
  const key = args.next();
  if (args.left > 1) fail(SYNTAX);
  const count = args.left === 1 ? args.positive() : undefined;
  const zset = context.keys.write(key, ZsetValue);
  if (zset === undefined || count === 0) return EMPTY_ARRAY;
  const popped = popMembers(context, key, zset, which, count ?? 1);
  if (count !== undefined) return memberReplies(context, popped, true);
  const { member, score } = popped[0]!;
  return array([bulk(member), scoreReply(score)]);
}

type Serve = (context: Context, key: Bytes) => RespValue | undefined;

function firstServed(context: Context, keys: readonly Bytes[], serve: Serve): RespValue | undefined {
  for (const key of keys) {
    const reply = serve(context, key);
    if (reply !== undefined) return reply;
  }
  return undefined;
}

function popOrWait(context: Context, keys: readonly Bytes[], timeout: number, serve: Serve): Outcome {
  const reply = firstServed(context, keys, serve);
  if (reply !== undefined) return reply;
  if (!context.mayBlock) return NIL_ARRAY;
  return new Blocked({ type: 'zset', keys, timeout, timeoutReply: NIL_ARRAY, serve });
}

/** BZPOPMIN and BZPOPMAX: key, member, score, flat in both protocols. */
export function bzpop(context: Context, args: Args, which: Which): Outcome {
  const keys = args.argv.slice(args.position, -1);
  args.position = args.argv.length - 1;
  return popOrWait(context, keys, args.timeout(), (inner, key) => {
    const zset = inner.keys.write(key, ZsetValue);
    if (zset === undefined) return undefined;
    const { member, score } = popMembers(inner, key, zset, which, 1)[0]!;
    return array([bulk(key), bulk(member), scoreReply(score)]);
  });
}

/** `numkeys key [key …] MIN|MAX [COUNT count]` */
function readManyKeys(args: Args): { keys: readonly Bytes[]; serve: Serve } {
  const count = args.range(1, Number.MAX_VALUE, NUMKEYS_NOT_POSITIVE);
  if (count >= args.left) fail(SYNTAX);
  const keys = args.argv.slice(args.position, args.position + count);
  args.position += count;
  const which: Which = args.accept('MIN') ? 'min' : args.accept('MAX') ? 'max' : fail(SYNTAX);
  let most: number | undefined;
  while (args.left > 0) {
    if (most === undefined && args.left > 1 && args.accept('COUNT'))
      most = args.range(1, Number.MAX_VALUE, COUNT_NOT_POSITIVE);
    else fail(SYNTAX);
  }
  const serve: Serve = (context, key) => {
    const zset = context.keys.write(key, ZsetValue);
    if (zset === undefined) return undefined;
    const popped = popMembers(context, key, zset, which, most ?? 1);
    return array([bulk(key), array(popped.map(({ member, score }) => array([bulk(member), scoreReply(score)])))]);
  };
  return { keys, serve };
}

export function zmpop(context: Context, args: Args): RespValue {
  const { keys, serve } = readManyKeys(args);
  return firstServed(context, keys, serve) ?? NIL_ARRAY;
}

/** The timeout stands first but is read last. */
export function bzmpop(context: Context, args: Args): Outcome {
  const timeoutPosition = args.position++;
  const { keys, serve } = readManyKeys(args);
  args.position = timeoutPosition;
  return popOrWait(context, keys, args.timeout(), serve);
}
