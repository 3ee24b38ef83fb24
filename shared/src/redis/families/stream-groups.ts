import type { Bytes } from '../../bytes.js';
import { array, bulk, EMPTY_ARRAY, integer, NIL, NIL_ARRAY, OK, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  BUSY_GROUP,
  ENTRIESREAD_NEGATIVE,
  fail,
  noGroup,
  noGroupForKey,
  subcommandSyntax,
  SYNTAX,
  XGROUP_NEEDS_KEY,
} from '../errors.js';
import type { Handler } from '../family.js';
import type { ConsumerGroup, Pending } from '../values/stream-group.js';
import { compareIds, ZERO_ID } from '../values/stream-id.js';
import { UNKNOWN } from '../values/stream-progress.js';
import { StreamValue } from '../values/stream-value.js';
import { idReply, readAnyId, readId, readIntervalEnd, readIntervalStart } from './stream-args.js';
import { seeConsumer } from './stream-read.js';

export const xgroupCommands: Readonly<Record<Bytes, Handler>> = {
  'xgroup|create': create,
  'xgroup|createconsumer': createConsumer,
  'xgroup|delconsumer': deleteConsumer,
  'xgroup|destroy': destroy,
  'xgroup|setid': setId,
};

interface GroupArgs {
  readonly key: Bytes;
  readonly group: Bytes;
  readonly rest: readonly Bytes[];
  readonly makeStream: boolean;
  readonly entriesRead: bigint;
}

/** Key, group and what follows; the options after them are read before the key is looked up (`xgroupCommand`). */
function readGroupArgs(args: Args, options: 'create' | 'setid' | 'none'): GroupArgs {
  const key = args.next();
  const group = args.next();
  const rest = args.left === 0 ? [] : [args.next()];
  let makeStream = false;
  let entriesRead = UNKNOWN;
  while (args.left > 0) {
    if (options === 'create' && args.accept('MKSTREAM')) makeStream = true;
    else if (options !== 'none' && args.left > 1 && args.accept('ENTRIESREAD')) {
      entriesRead = args.bigint();
      if (entriesRead < UNKNOWN) fail(ENTRIESREAD_NEGATIVE);
    } else fail(subcommandSyntax(args.argv[0]!, args.argv[1]!));
  }
  return { key, group, rest, makeStream, entriesRead };
}

function existingStream(context: Context, key: Bytes): StreamValue {
  return context.keys.write(key, StreamValue) ?? fail(XGROUP_NEEDS_KEY);
}

function existingGroup(stream: StreamValue, key: Bytes, group: Bytes): ConsumerGroup {
  return stream.group(group) ?? fail(noGroupForKey(group, key));
}

function create(context: Context, args: Args): RespValue {
  const { keys } = context;
  const { key, group, rest, makeStream, entriesRead } = readGroupArgs(args, 'create');
  const found = makeStream ? keys.write(key, StreamValue) : existingStream(context, key);
  if (args.argv.length > 8) fail(subcommandSyntax(args.argv[0]!, args.argv[1]!));
  const lastId = rest[0] === '$' ? (found?.lastId ?? ZERO_ID) : readId(rest[0]!);
  const stream = found ?? new StreamValue();
  if (found === undefined) keys.put(key, stream);
  if (stream.group(group) !== undefined) fail(BUSY_GROUP);
  keys.apply(key, stream, { kind: 'group.put', group, lastId, entriesRead });
  keys.notify('stream', 'xgroup-create', key);
  return OK;
}

function setId(context: Context, args: Args): RespValue {
  const { key, group, rest, entriesRead } = readGroupArgs(args, 'setid');
  const stream = existingStream(context, key);
  existingGroup(stream, key, group);
  if (args.argv.length !== 5 && args.argv.length !== 7) fail(subcommandSyntax(args.argv[0]!, args.argv[1]!));
  const lastId = rest[0] === '$' ? stream.lastId : readAnyId(rest[0]!);
  context.keys.apply(key, stream, { kind: 'group.put', group, lastId, entriesRead });
  context.keys.notify('stream', 'xgroup-setid', key);
  return OK;
}

function destroy(context: Context, args: Args): RespValue {
  const { key, group } = readGroupArgs(args, 'none');
  const stream = existingStream(context, key);
  if (context.keys.apply(key, stream, { kind: 'group.remove', group }) === undefined) return integer(0);
  context.keys.notify('stream', 'xgroup-destroy', key);
  return integer(1);
}

function createConsumer(context: Context, args: Args): RespValue {
  const { key, group, rest } = readGroupArgs(args, 'none');
  const found = existingGroup(existingStream(context, key), key, group);
  if (found.consumers.has(rest[0]!)) return integer(0);
  seeConsumer(context, key, found, group, rest[0]!);
  return integer(1);
}

function deleteConsumer(context: Context, args: Args): RespValue {
  const { key, group, rest } = readGroupArgs(args, 'none');
  const stream = existingStream(context, key);
  const consumer = existingGroup(stream, key, group).consumers.get(rest[0]!);
  if (consumer === undefined) return integer(0);
  const pending = consumer.pending.length;
  context.keys.apply(key, stream, { kind: 'consumer.remove', group, consumer: consumer.name });
  context.keys.notify('stream', 'xgroup-delconsumer', key);
  return integer(pending);
}

export function xack(context: Context, args: Args): RespValue {
  const key = args.next();
  const group = args.next();
  const stream = context.keys.read(key, StreamValue);
  if (stream?.group(group) === undefined) return integer(0);
  let acknowledged = 0;
  for (const id of args.rest().map(readId))
    if (context.keys.apply(key, stream, { kind: 'pending.remove', group, id }) !== undefined) acknowledged++;
  return integer(acknowledged);
}

/** XPENDING: of a whole group, or of a range of ids. */
export function xpending(context: Context, args: Args): RespValue {
  const key = args.next();
  const groupName = args.next();
  const given = args.left;
  if (given === 0) return summary(lookUpGroup(context, key, groupName));
  if (given < 3 || given > 6) fail(SYNTAX);
  let minIdle = 0;
  if (args.accept('IDLE')) {
    minIdle = args.long();
    if (given < 5) fail(SYNTAX);
  }
  const ends = [args.next(), args.next()] as const;
  const count = Math.max(args.long(), 0);
  const start = readIntervalStart(ends[0]);
  const end = readIntervalEnd(ends[1]);
  const consumerName = args.left > 0 ? args.next() : undefined;
  const group = lookUpGroup(context, key, groupName);
  const list = consumerName === undefined ? group.pending : group.consumers.get(consumerName)?.pending;
  if (list === undefined || count === 0) return EMPTY_ARRAY;
  const replies: RespValue[] = [];
  for (const pending of list.from(start)) {
    if (compareIds(pending.id, end) > 0) break;
    if (minIdle !== 0 && context.now - pending.deliveredAt < minIdle) continue;
    if (replies.push(pendingReply(context, pending)) === count) break;
  }
  return array(replies);
}

function pendingReply(context: Context, { id, consumer, deliveredAt, deliveries }: Pending): RespValue {
  const idle = Math.max(context.now - deliveredAt, 0);
  return array([idReply(id), bulk(consumer), integer(idle), integer(deliveries)]);
}

function lookUpGroup(context: Context, key: Bytes, group: Bytes): ConsumerGroup {
  return context.keys.read(key, StreamValue)?.group(group) ?? fail(noGroup(key, group));
}

function summary(group: ConsumerGroup): RespValue {
  const { pending } = group;
  const first = pending.at(0);
  const last = pending.at(pending.length - 1);
  if (first === undefined || last === undefined) return array([integer(0), NIL, NIL, NIL_ARRAY]);
  const consumers = group.consumersInOrder().filter((consumer) => consumer.pending.length > 0);
  const counts = consumers.map(({ name, pending: own }) => array([bulk(name), bulk(String(own.length))]));
  return array([integer(pending.length), idReply(first.id), idReply(last.id), array(counts)]);
}
