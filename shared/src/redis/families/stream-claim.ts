import type { Bytes } from '../../bytes.js';
import { array, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { StreamId } from '../change.js';
import type { Context } from '../context.js';
import {
  fail,
  noGroup,
  SYNTAX,
  XAUTOCLAIM_COUNT,
  XAUTOCLAIM_MEMORY,
  XAUTOCLAIM_MIN_IDLE,
  XCLAIM_IDLE,
  XCLAIM_MIN_IDLE,
  XCLAIM_RETRYCOUNT,
  XCLAIM_TIME,
  xclaimOption,
} from '../errors.js';
import type { ConsumerGroup, Pending } from '../values/stream-group.js';
import { compareIds, ZERO_ID } from '../values/stream-id.js';
import { StreamValue } from '../values/stream-value.js';
import { entryReply, idReply, readId, readIntervalStart, tryReadId, upTo } from './stream-args.js';
import { seeConsumer } from './stream-read.js';

/** A claim in progress: whose group it is about, and what claimed entries get. */
interface Claim {
  readonly context: Context;
  readonly key: Bytes;
  readonly stream: StreamValue;
  readonly groupName: Bytes;
  readonly group: ConsumerGroup;
  readonly consumer: Bytes;
  readonly minIdle: number;
  readonly justId: boolean;
  readonly deliveredAt: number;
  /** Deliveries to note; undefined counts one more, or with JUSTID leaves them. */
  readonly deliveries: number | undefined;
  /** The consumer is seen, and made where need be, with the first entry it gets. */
  consumerSeen: boolean;
}

const isTooFresh = (claim: Claim, pending: Pending): boolean =>
  claim.minIdle > 0 && claim.context.now - pending.deliveredAt < claim.minIdle;

function forget({ context, key, stream, groupName }: Claim, id: StreamId): void {
  context.keys.apply(key, stream, { kind: 'pending.remove', group: groupName, id });
}

/** Hands an entry that is in the stream to the consumer; `before` is how it was pending. */
function take(claim: Claim, id: StreamId, before: Pending | undefined): RespValue {
  const { context, key, stream, groupName, group, consumer, deliveredAt, justId } = claim;
  if (!claim.consumerSeen) seeConsumer(context, key, group, groupName, consumer);
  claim.consumerSeen = true;
  const counted = (before?.deliveries ?? 1) + (justId ? 0 : 1);
  const deliveries = claim.deliveries ?? counted;
  context.keys.apply(key, stream, { kind: 'pending.put', group: groupName, id, consumer, deliveredAt, deliveries });
  return justId ? idReply(id) : entryReply(stream.entry(id)!);
}

interface ClaimOptions {
  force: boolean;
  justId: boolean;
  deliveredAt: number | undefined;
  deliveries: number | undefined;
  lastId: StreamId;
}

function readClaimOptions(context: Context, args: Args): ClaimOptions {
  const options: ClaimOptions = {
    force: false,
    justId: false,
    deliveredAt: undefined,
    deliveries: undefined,
    lastId: ZERO_ID,
  };
  while (args.left > 0) {
    if (args.accept('FORCE')) options.force = true;
    else if (args.accept('JUSTID')) options.justId = true;
    else if (args.left > 1 && args.accept('IDLE')) options.deliveredAt = context.now - args.long(XCLAIM_IDLE);
    else if (args.left > 1 && args.accept('TIME')) options.deliveredAt = args.long(XCLAIM_TIME);
    else if (args.left > 1 && args.accept('RETRYCOUNT')) {
      const count = args.long(XCLAIM_RETRYCOUNT);
      options.deliveries = count < 0 ? undefined : count;
    } else if (args.left > 1 && args.accept('LASTID')) options.lastId = readId(args.next());
    else fail(xclaimOption(args.next()));
  }
  return options;
}

/** A time in the future, or before the epoch, counts as now. */
function saneTime(context: Context, time: number | undefined): number {
  return time === undefined || time < 0 || time > context.now ? context.now : time;
}

export function xclaim(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const groupName = args.next();
  const consumer = args.next();
  const stream = keys.read(key, StreamValue);
  const group = stream?.group(groupName);
  if (stream === undefined || group === undefined) return fail(noGroup(key, groupName));
  const minIdle = Math.max(args.long(XCLAIM_MIN_IDLE), 0);
  const ids: StreamId[] = [];
  for (let id = tryReadId(args.peek() ?? '-'); id !== undefined; id = tryReadId(args.peek() ?? '-')) {
    ids.push(id);
    args.position++;
  }
  const { force, justId, deliveredAt, deliveries, lastId } = readClaimOptions(context, args);
  if (compareIds(lastId, group.lastId) > 0)
    keys.apply(key, stream, { kind: 'group.put', group: groupName, lastId, entriesRead: group.entriesRead });
  const claim: Claim = {
    context,
    key,
    stream,
    groupName,
    group,
    consumer,
    minIdle,
    justId,
    deliveries,
    deliveredAt: saneTime(context, deliveredAt),
    consumerSeen: false,
  };
  const replies: RespValue[] = [];
  for (const id of ids) {
    const pending = group.pending.get(id);
    if (stream.entry(id) === undefined) {
      if (pending !== undefined) forget(claim, id);
    } else if (pending === undefined ? force : !isTooFresh(claim, pending)) replies.push(take(claim, id, pending));
  }
  return array(replies);
}

/** Pending entries looked at for each one asked for. */
const ATTEMPTS_FACTOR = 10;
/** LONG_MAX over the size of an id, rounded as a double: the bound itself is out of anyone's reach. */
const MOST_CLAIMED = 2 ** 59;
/** Room for this many ids, 16 bytes each, is more than an address space of 47 bits has. */
const TOO_MANY_IDS = 2 ** 43;

export function xautoclaim(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const groupName = args.next();
  const consumer = args.next();
  // The key is looked up first, its type judged last.
  keys.lookup(key);
  const minIdle = Math.max(args.long(XAUTOCLAIM_MIN_IDLE), 0);
  const start = readIntervalStart(args.next());
  let count = 100;
  let justId = false;
  while (args.left > 0) {
    if (args.left > 1 && args.accept('COUNT')) count = args.range(1, MOST_CLAIMED, XAUTOCLAIM_COUNT);
    else if (args.accept('JUSTID')) justId = true;
    else fail(SYNTAX);
  }
  const stream = keys.write(key, StreamValue);
  const group = stream?.group(groupName);
  if (stream === undefined || group === undefined) return fail(noGroup(key, groupName));
  if (count >= TOO_MANY_IDS) fail(XAUTOCLAIM_MEMORY);
  const claim: Claim = {
    context,
    key,
    stream,
    groupName,
    group,
    consumer,
    minIdle,
    justId,
    deliveries: undefined,
    deliveredAt: context.now,
    consumerSeen: false,
  };
  const claimed: RespValue[] = [];
  const deleted: RespValue[] = [];
  let attempts = count * ATTEMPTS_FACTOR;
  let next: StreamId | undefined;
  // Copied out, since claiming changes the list: all that may be looked at, and the one after.
  for (const pending of upTo(attempts + 1, group.pending.from(start))) {
    if (attempts-- === 0 || claimed.length + deleted.length === count) {
      next = pending.id;
      break;
    }
    if (stream.entry(pending.id) === undefined) {
      forget(claim, pending.id);
      deleted.push(idReply(pending.id));
    } else if (!isTooFresh(claim, pending)) claimed.push(take(claim, pending.id, pending));
  }
  return array([idReply(next ?? ZERO_ID), array(claimed), array(deleted)]);
}
