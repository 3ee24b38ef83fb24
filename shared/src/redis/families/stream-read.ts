import type { Bytes } from '../../bytes.js';
import { array, bulk, map, NIL_ARRAY, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import { Blocked } from '../blocking.js';
import type { StreamId } from '../change.js';
import type { Context } from '../context.js';
import {
  blockInScript,
  fail,
  noGroupForRead,
  STREAM_GONE,
  SYNTAX,
  TIMEOUT_NEGATIVE,
  TIMEOUT_NOT_INTEGER,
  XREAD_DOLLAR_IN_GROUP,
  XREAD_GROUP_GONE,
  XREAD_GROUP_OPTION,
  XREAD_NEW_WITHOUT_GROUP,
  XREAD_NOACK_OPTION,
  XREAD_UNBALANCED,
  XREADGROUP_NEEDS_GROUP,
} from '../errors.js';
import type { Outcome } from '../family.js';
import type { ConsumerGroup } from '../values/stream-group.js';
import { compareIds, MAX_ID, nextId, ZERO_ID } from '../values/stream-id.js';
import { entriesUpTo, hasTombstonesFrom, UNKNOWN } from '../values/stream-progress.js';
import { StreamValue } from '../values/stream-value.js';
import { entryReply, idReply, readId, upTo } from './stream-args.js';

type Command = 'xread' | 'xreadgroup';

/** Entries that a client who waited gets at most, unless it said COUNT (`XREAD_BLOCKED_DEFAULT_COUNT`). */
const BLOCKED_COUNT = 1000;

interface Reader {
  readonly group: Bytes;
  readonly consumer: Bytes;
  readonly noAck: boolean;
}

/** What is read of one stream: entries after an id; `new` is what nobody of the group got yet. */
interface Subject {
  readonly key: Bytes;
  readonly after: StreamId | 'new';
}

interface Query {
  /** Milliseconds to wait; undefined not to wait. */
  readonly timeout: number | undefined;
  /** 0 for all. */
  readonly count: number;
  readonly reader: Reader | undefined;
  readonly subjects: readonly Subject[];
}

function readTimeout(context: Context, args: Args): number {
  if (context.caller === 'script') fail(blockInScript(args.argv[0]!));
  const timeout = args.long(TIMEOUT_NOT_INTEGER);
  return timeout < 0 ? fail(TIMEOUT_NEGATIVE) : timeout;
}

function readQuery(context: Context, args: Args, command: Command): Query {
  let timeout: number | undefined;
  let count = 0;
  let group: { name: Bytes; consumer: Bytes } | undefined;
  let noAck = false;
  for (;;) {
    if (args.left > 1 && args.accept('BLOCK')) timeout = readTimeout(context, args);
    else if (args.left > 1 && args.accept('COUNT')) count = Math.max(args.long(), 0);
    else if (args.left > 1 && args.accept('STREAMS')) break;
    else if (args.left > 2 && args.accept('GROUP')) {
      if (command === 'xread') fail(XREAD_GROUP_OPTION);
      group = { name: args.next(), consumer: args.next() };
    } else if (args.accept('NOACK')) {
      if (command === 'xread') fail(XREAD_NOACK_OPTION);
      noAck = true;
    } else fail(SYNTAX);
  }
  const words = args.rest();
  if (words.length % 2 !== 0) fail(XREAD_UNBALANCED);
  if (command === 'xreadgroup' && group === undefined) fail(XREADGROUP_NEEDS_GROUP);
  const reader = group === undefined ? undefined : { group: group.name, consumer: group.consumer, noAck };
  const half = words.length / 2;
  const subjects = words.slice(half).map((id, i) => readSubject(context, words[i]!, id, reader));
  return { timeout, count, reader, subjects };
}

function readSubject(context: Context, key: Bytes, id: Bytes, reader: Reader | undefined): Subject {
  const stream = context.keys.read(key, StreamValue);
  if (reader !== undefined && stream?.group(reader.group) === undefined) fail(noGroupForRead(key, reader.group));
  if (id === '$')
    return { key, after: reader === undefined ? (stream?.lastId ?? ZERO_ID) : fail(XREAD_DOLLAR_IN_GROUP) };
  if (id === '>') return { key, after: reader === undefined ? fail(XREAD_NEW_WITHOUT_GROUP) : 'new' };
  const after = readId(id);
  // The greatest id there is stands for `>`: that is how it is kept.
  return { key, after: reader !== undefined && compareIds(after, MAX_ID) === 0 ? 'new' : after };
}

/** XREAD and XREADGROUP. */
export function xread(context: Context, args: Args, command: Command): Outcome {
  const query = readQuery(context, args, command);
  const { reader, count } = query;
  const served: [Bytes, RespValue][] = [];
  for (const { key, after } of query.subjects) {
    const stream = context.keys.read(key, StreamValue);
    const entries = stream === undefined ? undefined : readNow(context, key, stream, after, reader, count);
    if (entries !== undefined) served.push([key, entries]);
  }
  if (served.length > 0) return streamsReply(context, served);
  if (query.timeout === undefined || !context.mayBlock) return NIL_ARRAY;
  return wait(query, query.timeout);
}

/** Pairs of a stream's name and its entries. */
function streamsReply(context: Context, streams: readonly [Bytes, RespValue][]): RespValue {
  const pairs = streams.map(([key, entries]): [RespValue, RespValue] => [bulk(key), entries]);
  return context.resp === 2 ? array(pairs.map(array)) : map(pairs);
}

/** The entries to answer at once; undefined when there is nothing yet. */
function readNow(
  context: Context,
  key: Bytes,
  stream: StreamValue,
  after: StreamId | 'new',
  reader: Reader | undefined,
  count: number,
): RespValue | undefined {
  if (reader === undefined) {
    if (after === 'new' || stream.length === 0 || compareIds(stream.newestId, after) <= 0) return undefined;
    return entriesAfter(stream, after, count);
  }
  const group = stream.group(reader.group)!;
  if (after !== 'new') {
    seeConsumer(context, key, group, reader.group, reader.consumer);
    return history(context, key, group, reader, after, stream, count);
  }
  if (stream.length === 0 || compareIds(stream.newestId, group.lastId) <= 0) return undefined;
  return deliver(context, key, stream, group, reader, count);
}

function entriesAfter(stream: StreamValue, after: StreamId, count: number): RespValue {
  return array(upTo(count, stream.entries(nextId(after) ?? ZERO_ID, undefined)).map(entryReply));
}

/** `streamLookupConsumer`, and creates the consumer where there is none. */
export function seeConsumer(context: Context, key: Bytes, group: ConsumerGroup, groupName: Bytes, name: Bytes): void {
  const { keys } = context;
  const stream = keys.peek(key) as StreamValue;
  const known = group.consumers.has(name);
  keys.apply(key, stream, { kind: 'consumer.put', group: groupName, consumer: name, seenAt: context.now });
  if (!known) keys.notify('stream', 'xgroup-createconsumer', key);
}

/** Entries of the consumer's own pending list, delivered once more (`streamReplyWithRangeFromConsumerPEL`). */
function history(
  context: Context,
  key: Bytes,
  group: ConsumerGroup,
  reader: Reader,
  after: StreamId,
  stream: StreamValue,
  count: number,
): RespValue {
  const { pending } = group.consumers.get(reader.consumer)!;
  const replies = upTo(count, pending.from(nextId(after) ?? ZERO_ID)).map(({ id, consumer, deliveries }) => {
    const entry = stream.entry(id);
    if (entry === undefined) return array([idReply(id), NIL_ARRAY]);
    const stamp = { deliveredAt: context.now, deliveries: deliveries + 1 };
    context.keys.apply(key, stream, { kind: 'pending.put', group: reader.group, id, consumer, ...stamp });
    return entryReply(entry);
  });
  return array(replies);
}

/** New entries for a group's consumer: the group moves on, and unless NOACK they become pending (`streamReplyWithRange`). */
function deliver(
  context: Context,
  key: Bytes,
  stream: StreamValue,
  group: ConsumerGroup,
  reader: Reader,
  count: number,
): RespValue {
  const { keys } = context;
  seeConsumer(context, key, group, reader.group, reader.consumer);
  const replies: RespValue[] = [];
  let { lastId, entriesRead } = group;
  const start = nextId(lastId) ?? ZERO_ID;
  for (const entry of stream.entries(start, undefined)) {
    const { id } = entry;
    if (compareIds(id, lastId) > 0) {
      if (entriesRead !== UNKNOWN && !hasTombstonesFrom(stream, id)) entriesRead++;
      else if (stream.entriesAdded > 0n) entriesRead = entriesUpTo(stream, id);
      lastId = id;
    }
    if (!reader.noAck) {
      const stamp = { consumer: reader.consumer, deliveredAt: context.now, deliveries: 1 };
      keys.apply(key, stream, { kind: 'pending.put', group: reader.group, id, ...stamp });
    }
    if (replies.push(entryReply(entry)) === count) break;
  }
  keys.apply(key, stream, { kind: 'group.put', group: reader.group, lastId, entriesRead });
  return array(replies);
}

function wait(query: Query, timeout: number): Blocked {
  const { reader, subjects } = query;
  const count = query.count === 0 ? BLOCKED_COUNT : query.count;
  const afterOf = new Map(subjects.map(({ key, after }) => [key, after]));
  return new Blocked({
    type: 'stream',
    keys: [...afterOf.keys()],
    timeout,
    timeoutReply: NIL_ARRAY,
    servesMissing: reader !== undefined,
    serve: (inner, key) => {
      const stream = inner.keys.peek(key);
      if (!(stream instanceof StreamValue)) return reader === undefined ? undefined : fail(STREAM_GONE);
      const group = reader === undefined ? undefined : (stream.group(reader.group) ?? fail(XREAD_GROUP_GONE));
      const noted = afterOf.get(key)!;
      const after = group?.lastId ?? (noted === 'new' ? ZERO_ID : noted);
      if (compareIds(stream.lastId, after) <= 0) return undefined;
      const entries =
        reader === undefined || group === undefined
          ? entriesAfter(stream, after, count)
          : deliver(inner, key, stream, group, reader, count);
      return streamsReply(inner, [[key, entries]]);
    },
  });
}
