import type { Bytes } from '../../bytes.js';
import type { Change, StreamId } from '../change.js';
import type { EncodingLimits } from '../value.js';
import type { ConsumerGroup, PendingList } from '../values/stream-group.js';
import { parseInt64 } from '../values/integer.js';
import { compareIds } from '../values/stream-id.js';
import type { StreamEntry, StreamNode } from '../values/stream-node.js';
import { entriesUpTo } from '../values/stream-progress.js';
import { StreamValue } from '../values/stream-value.js';
import { decodeListpack, encodeListpack } from './listpack.js';
import { integerBytes } from './numbers.js';
import { CorruptPayload, PayloadReader } from './reader.js';
import { writeLength, writeString } from './strings.js';

const DELETED = 1;
const SAME_FIELDS = 2;

/** A stream's nodes, counters and groups; `compress` long strings. */
export function writeStream(stream: StreamValue, compress: boolean): Bytes {
  const parts = [writeLength(stream.nodes.length)];
  for (const node of stream.nodes)
    parts.push(writeString(rawId(node.firstId), compress), writeString(encodeListpack(elementsOf(node)), compress));
  parts.push(writeLength(stream.length));
  for (const id of [stream.lastId, stream.firstId, stream.maxDeletedId]) parts.push(writeId(id));
  parts.push(writeLength(stream.entriesAdded));
  const groups = stream.groupsInOrder();
  parts.push(writeLength(groups.length));
  for (const [name, group] of groups) parts.push(writeString(name, compress), writeGroup(group, compress));
  return parts.join('');
}

const writeId = ({ ms, seq }: StreamId): Bytes => writeLength(ms) + writeLength(seq);

/** As the radix trees of streams have their keys: two numbers of 64 bits, the highest byte first. */
const rawId = ({ ms, seq }: StreamId): Bytes => integerBytes(ms, 8, 'big') + integerBytes(seq, 8, 'big');

const difference = (a: bigint, b: bigint): Bytes => BigInt.asIntN(64, a - b).toString();

/** A macro node as its listpack has it (`streamAppendItem`): the counts and names of the first entry, then the entries. */
function elementsOf(node: StreamNode): Bytes[] {
  const { firstId, entries } = node;
  const names = entries[0]!.fields.filter((_, i) => i % 2 === 0);
  const head = [node.live, entries.length - node.live, names.length].map(String);
  return [...head, ...names, '0', ...entries.flatMap((entry) => elementsOfEntry(node, entry, firstId))];
}

function elementsOfEntry(node: StreamNode, entry: StreamEntry, first: StreamId): Bytes[] {
  const { id, fields, deleted } = entry;
  const shared = node.sharesNames(entry);
  const flags = (deleted ? DELETED : 0) | (shared ? SAME_FIELDS : 0);
  const content = shared ? fields.filter((_, i) => i % 2 === 1) : [String(fields.length / 2), ...fields];
  const elements = [String(flags), difference(id.ms, first.ms), difference(id.seq, first.seq), ...content];
  return [...elements, String(elements.length)];
}

function writeGroup(group: ConsumerGroup, compress: boolean): Bytes {
  const parts = [writeId(group.lastId), writeLength(BigInt.asUintN(64, group.entriesRead))];
  parts.push(writePending(group.pending, true));
  const consumers = group.consumersInOrder();
  parts.push(writeLength(consumers.length));
  for (const { name, seenAt, pending } of consumers)
    parts.push(writeString(name, compress), integerBytes(seenAt, 8, 'little'), writePending(pending, false));
  return parts.join('');
}

function writePending(pending: PendingList, withDelivery: boolean): Bytes {
  const entries = pending.all().map(({ id, deliveredAt, deliveries }) => {
    const delivery = withDelivery ? integerBytes(deliveredAt, 8, 'little') + writeLength(deliveries) : '';
    return rawId(id) + delivery;
  });
  return writeLength(pending.length) + entries.join('');
}

/**
 * Rebuilds a stream entry by entry. `form`: 2 came with 7.0 and has what older servers did not count; 3 came with 7.2 and has when consumers
 * were last active, which is not kept.
 */
export function readStream(reader: PayloadReader, limits: EncodingLimits, form: 1 | 2 | 3): StreamValue {
  const counted = form > 1;
  const stream = new StreamValue();
  const apply = (change: Change): void => void stream.apply(change, limits);
  for (let nodes = reader.length(); nodes > 0; nodes--) {
    const first = readRawId(new PayloadReader(reader.string()));
    for (const { id, fields, deleted } of entriesOf(decodeListpack(reader.string()), first)) {
      if (compareIds(id, stream.lastId) <= 0) throw new CorruptPayload('ids of a stream');
      apply({ kind: 'stream.append', id, fields });
      if (deleted) apply({ kind: 'stream.delete', id });
    }
  }
  const length = reader.length();
  if (length !== stream.length) throw new CorruptPayload('length of a stream');
  const lastId = readId(reader);
  const counters = counted
    ? { first: readId(reader), maxDeletedId: readId(reader), entriesAdded: reader.bigLength() }
    : { maxDeletedId: { ms: 0n, seq: 0n }, entriesAdded: BigInt(length) };
  const { maxDeletedId, entriesAdded } = counters;
  apply({ kind: 'stream.counters', lastId, maxDeletedId, entriesAdded });
  for (let groups = reader.length(); groups > 0; groups--) readGroup(reader, stream, apply, form);
  return stream;
}

const readId = (reader: PayloadReader): StreamId => ({ ms: reader.bigLength(), seq: reader.bigLength() });

const readRawId = (reader: PayloadReader): StreamId => ({
  ms: reader.unsigned(8, 'big'),
  seq: reader.unsigned(8, 'big'),
});

function* entriesOf(elements: readonly Bytes[], first: StreamId): Generator<StreamEntry> {
  let i = 0;
  const text = (): Bytes => {
    const element = elements[i++];
    if (element === undefined) throw new CorruptPayload('stream node');
    return element;
  };
  const integer = (): bigint => {
    const value = parseInt64(text());
    if (value === undefined) throw new CorruptPayload('stream node');
    return BigInt(value);
  };
  /** No node has more of anything than it has elements. */
  const number = (): number => {
    const value = integer();
    if (value < 0n || value > elements.length) throw new CorruptPayload('stream node');
    return Number(value);
  };
  const total = number() + number();
  const names = Array.from({ length: number() }, text);
  text();
  for (let entry = 0; entry < total; entry++) {
    const flags = number();
    const id = {
      ms: BigInt.asUintN(64, first.ms + integer()),
      seq: BigInt.asUintN(64, first.seq + integer()),
    };
    const shared = (flags & SAME_FIELDS) !== 0;
    const fields = shared ? names.flatMap((name) => [name, text()]) : Array.from({ length: number() * 2 }, text);
    text();
    yield { id, fields, deleted: (flags & DELETED) !== 0 };
  }
}

function readGroup(reader: PayloadReader, stream: StreamValue, apply: (change: Change) => void, form: 1 | 2 | 3): void {
  const group = reader.string();
  if (stream.group(group) !== undefined) throw new CorruptPayload('group twice');
  const lastId = readId(reader);
  // Older servers did not count what a group has read.
  const entriesRead = form > 1 ? BigInt.asIntN(64, reader.bigLength()) : entriesUpTo(stream, lastId);
  apply({ kind: 'group.put', group, lastId, entriesRead });
  const deliveries = new Map<Bytes, { readonly deliveredAt: number; readonly deliveries: number }>();
  for (let pending = reader.length(); pending > 0; pending--) {
    const key = reader.bytes(16);
    deliveries.set(key, { deliveredAt: Number(reader.signed(8)), deliveries: reader.length() });
  }
  for (let consumers = reader.length(); consumers > 0; consumers--) {
    const consumer = reader.string();
    apply({ kind: 'consumer.put', group, consumer, seenAt: Number(reader.signed(8)) });
    if (form === 3) reader.signed(8);
    for (let pending = reader.length(); pending > 0; pending--) {
      const raw = reader.bytes(16);
      const delivery = deliveries.get(raw);
      if (delivery === undefined) throw new CorruptPayload('pending entry');
      apply({ kind: 'pending.put', group, consumer, id: readRawId(new PayloadReader(raw)), ...delivery });
    }
  }
}
