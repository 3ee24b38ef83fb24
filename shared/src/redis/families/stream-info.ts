import type { Bytes } from '../../bytes.js';
import { array, bulk, integer, map, NIL, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, noGroupForKey, NO_SUCH_KEY, subcommandSyntax } from '../errors.js';
import type { Handler } from '../family.js';
import { radixTreeNodes } from '../values/radix-tree-size.js';
import type { Consumer, ConsumerGroup, Pending, PendingList } from '../values/stream-group.js';
import { ZERO_ID } from '../values/stream-id.js';
import { lagOf, UNKNOWN } from '../values/stream-progress.js';
import type { StreamEntry } from '../values/stream-node.js';
import { StreamValue } from '../values/stream-value.js';
import { entryReply, idReply, upTo } from './stream-args.js';

export const xinfoCommands: Readonly<Record<Bytes, Handler>> = {
  'xinfo|consumers': consumers,
  'xinfo|groups': groups,
  'xinfo|stream': streamInfo,
};

const fields = (entries: Readonly<Record<string, RespValue>>): RespValue =>
  map(Object.entries(entries).map(([name, value]) => [bulk(name), value]));

const existingStream = (context: Context, key: Bytes): StreamValue =>
  context.keys.read(key, StreamValue) ?? fail(NO_SUCH_KEY);

const integerOrNil = (value: bigint | undefined): RespValue => (value === undefined ? NIL : integer(value));

const readSoFar = ({ entriesRead }: ConsumerGroup): RespValue =>
  integerOrNil(entriesRead === UNKNOWN ? undefined : entriesRead);

function consumers(context: Context, args: Args): RespValue {
  const key = args.next();
  const name = args.next();
  const group = existingStream(context, key).group(name) ?? fail(noGroupForKey(name, key));
  return array(
    group.consumersInOrder().map((consumer) =>
      fields({
        name: bulk(consumer.name),
        pending: integer(consumer.pending.length),
        idle: integer(Math.max(context.now - consumer.seenAt, 0)),
      }),
    ),
  );
}

function groups(context: Context, args: Args): RespValue {
  const stream = existingStream(context, args.next());
  return array(
    stream.groupsInOrder().map(([name, group]) =>
      fields({
        name: bulk(name),
        consumers: integer(group.consumers.size),
        pending: integer(group.pending.length),
        'last-delivered-id': idReply(group.lastId),
        'entries-read': readSoFar(group),
        lag: integerOrNil(lagOf(stream, group)),
      }),
    ),
  );
}

function streamInfo(context: Context, args: Args): RespValue {
  const stream = existingStream(context, args.next());
  const count = readFull(args);
  const head = {
    length: integer(stream.length),
    'radix-tree-keys': integer(stream.nodes.length),
    'radix-tree-nodes': integer(radixTreeNodes(Array.from(stream.nodes, (node) => node.firstId))),
    'last-generated-id': idReply(stream.lastId),
    'max-deleted-entry-id': idReply(stream.maxDeletedId),
    'entries-added': integer(stream.entriesAdded),
    'recorded-first-entry-id': idReply(stream.firstId),
  };
  if (count === undefined) {
    return fields({
      ...head,
      groups: integer(stream.groupsInOrder().length),
      'first-entry': first(stream.entries(ZERO_ID, undefined)),
      'last-entry': first(stream.entries(ZERO_ID, undefined, true)),
    });
  }
  return fields({
    ...head,
    entries: array(upTo(count, stream.entries(ZERO_ID, undefined)).map(entryReply)),
    groups: array(stream.groupsInOrder().map(([name, group]) => groupInFull(stream, name, group, count))),
  });
}

/** FULL [COUNT count]: how many of each list to show, 0 for all; undefined without FULL. */
function readFull(args: Args): number | undefined {
  if (args.left === 0) return undefined;
  const refuse = (): never => fail(subcommandSyntax(args.argv[0]!, args.argv[1]!));
  const given = args.left;
  if ((given !== 1 && given !== 3) || !args.accept('FULL')) return refuse();
  if (given === 1) return 10;
  if (!args.accept('COUNT')) return refuse();
  const count = args.long();
  return count < 0 ? 10 : count;
}

function first(entries: Iterable<StreamEntry>): RespValue {
  for (const entry of entries) return entryReply(entry);
  return NIL;
}

function groupInFull(stream: StreamValue, name: Bytes, group: ConsumerGroup, count: number): RespValue {
  return fields({
    name: bulk(name),
    'last-delivered-id': idReply(group.lastId),
    'entries-read': readSoFar(group),
    lag: integerOrNil(lagOf(stream, group)),
    'pel-count': integer(group.pending.length),
    pending: pendingInFull(group.pending, count, ({ consumer }) => [bulk(consumer)]),
    consumers: array(group.consumersInOrder().map((consumer) => consumerInFull(consumer, count))),
  });
}

function consumerInFull({ name, seenAt, pending }: Consumer, count: number): RespValue {
  return fields({
    name: bulk(name),
    'seen-time': integer(seenAt),
    'pel-count': integer(pending.length),
    pending: pendingInFull(pending, count, () => []),
  });
}

function pendingInFull(list: PendingList, count: number, owner: (pending: Pending) => RespValue[]): RespValue {
  return array(
    upTo(count, list.from(ZERO_ID)).map((pending) =>
      array([idReply(pending.id), ...owner(pending), integer(pending.deliveredAt), integer(pending.deliveries)]),
    ),
  );
}
