import type { Bytes } from '../../bytes.js';
import type {
  Change,
  ConsumerPut,
  ConsumerRemove,
  GroupPut,
  GroupRemove,
  PendingPut,
  PendingRemove,
  StreamAppend,
  StreamChange,
  StreamCounters,
  StreamDelete,
  StreamId,
  StreamTrim,
  Undo,
} from '../change.js';
import { Value, type EncodingLimits } from '../value.js';
import { Sequence } from './sequence.js';
import { ConsumerGroup, PendingList, type Consumer, type Pending } from './stream-group.js';
import { compareIds, nextId, printId, ZERO_ID } from './stream-id.js';
import { StreamNode, type StreamEntry } from './stream-node.js';

interface Counters {
  readonly lastId: StreamId;
  readonly maxDeletedId: StreamId;
  readonly entriesAdded: bigint;
}

/** A stream: macro nodes by id, each with its entries; consumer groups. A stream without entries still is one. */
export class StreamValue extends Value {
  readonly type = 'stream';
  readonly encoding = 'stream';
  #nodes = new Sequence<StreamNode>();
  #length = 0;
  #counters: Counters = { lastId: ZERO_ID, maxDeletedId: ZERO_ID, entriesAdded: 0n };
  #groups = new Map<Bytes, ConsumerGroup>();

  get length(): number {
    return this.#length;
  }

  get lastId(): StreamId {
    return this.#counters.lastId;
  }

  get maxDeletedId(): StreamId {
    return this.#counters.maxDeletedId;
  }

  get entriesAdded(): bigint {
    return this.#counters.entriesAdded;
  }

  /** 0-0 when there are no entries. */
  get firstId(): StreamId {
    for (const entry of this.entries(ZERO_ID, undefined)) return entry.id;
    return ZERO_ID;
  }

  /** Id of the newest entry there is; 0-0 when there is none. */
  get newestId(): StreamId {
    for (const entry of this.entries(ZERO_ID, undefined, true)) return entry.id;
    return ZERO_ID;
  }

  get nodes(): Sequence<StreamNode> {
    return this.#nodes;
  }

  group(name: Bytes): ConsumerGroup | undefined {
    return this.#groups.get(name);
  }

  /** By the bytes of their names, as a radix tree lists them. */
  groupsInOrder(): [Bytes, ConsumerGroup][] {
    return [...this.#groups].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The entry of an id that is not deleted. */
  entry(id: StreamId): StreamEntry | undefined {
    const entry = this.#nodes.at(this.#nodeOf(id))?.find(id);
    return entry === undefined || entry.deleted ? undefined : entry;
  }

  /** Entries of ids `start` … `end`, both inclusive; without an end, all the rest. Newest first when `reverse`. */
  *entries(start: StreamId, end: StreamId | undefined, reverse = false): Generator<StreamEntry> {
    const step = reverse ? -1 : 1;
    const after = end === undefined ? undefined : nextId(end);
    const from = reverse ? (end === undefined ? this.#nodes.length - 1 : this.#nodeOf(end)) : this.#nodeOf(start);
    for (const node of this.#nodes.from(Math.max(from, 0), step)) {
      const { entries } = node;
      const low = node.lowerBound(start);
      const high = (after === undefined ? entries.length : node.lowerBound(after)) - 1;
      for (let i = reverse ? high : low; i >= low && i <= high; i += step) if (!entries[i]!.deleted) yield entries[i]!;
      if (reverse ? compareIds(node.firstId, start) <= 0 : high < entries.length - 1) return;
    }
  }

  override apply(change: Change, limits: EncodingLimits): Undo | undefined {
    const edit = change as StreamChange;
    switch (edit.kind) {
      case 'stream.append':
        return this.#append(edit, limits);
      case 'stream.delete':
        return this.#delete(edit);
      case 'stream.trim':
        return this.#trim(edit);
      case 'stream.counters':
        return this.#setCounters(edit);
      case 'group.put':
        return this.#putGroup(edit);
      case 'group.remove':
        return this.#removeGroup(edit);
      case 'consumer.put':
        return this.#putConsumer(edit);
      case 'consumer.remove':
        return this.#removeConsumer(edit);
      case 'pending.put':
        return this.#putPending(edit);
      case 'pending.remove':
        return this.#removePending(edit);
    }
  }

  override revert(_change: Change, undo: Undo): void {
    (undo.state as () => void)();
  }

  override copy(): StreamValue {
    const copy = new StreamValue();
    copy.#nodes = Sequence.from(Array.from(this.#nodes, (node) => node.copy()));
    copy.#length = this.#length;
    copy.#counters = this.#counters;
    for (const [name, group] of this.#groups) copy.#groups.set(name, group.copy());
    return copy;
  }

  /** The last node whose first id is not after `id`, where its entry would be; -1 before the first node. */
  #nodeIndex(id: StreamId): number {
    return this.#nodes.lowerBound((node) => compareIds(node.firstId, id) <= 0) - 1;
  }

  #nodeOf(id: StreamId): number {
    return Math.max(this.#nodeIndex(id), 0);
  }

  /** `streamAppendItem` */
  #append({ id, fields }: StreamAppend, limits: EncodingLimits): Undo {
    const counters = this.#counters;
    const tail = this.#nodes.at(this.#nodes.length - 1);
    const entry: StreamEntry = { id, fields, deleted: false };
    const fresh = tail === undefined || tail.isFullFor(fields, limits);
    if (fresh) this.#nodes.push(new StreamNode(entry));
    else tail.append(entry);
    this.#length++;
    this.#counters = { ...counters, lastId: id, entriesAdded: counters.entriesAdded + 1n };
    const back = (): void => {
      if (fresh) this.#nodes.remove(this.#nodes.length - 1);
      else tail.unappend();
      this.#length--;
      this.#counters = counters;
    };
    return { before: undefined, state: back };
  }

  /** `streamIteratorRemoveEntry`: an entry is marked; a node goes with its last live entry. */
  #delete({ id }: StreamDelete): Undo | undefined {
    const index = this.#nodeOf(id);
    const node = this.#nodes.at(index);
    const entry = node?.find(id);
    if (node === undefined || entry === undefined || entry.deleted) return undefined;
    node.mark(entry, true);
    if (node.live === 0) this.#nodes.remove(index);
    this.#length--;
    const back = (): void => {
      if (node.live === 0) this.#nodes.insert(index, node);
      node.mark(entry, false);
      this.#length++;
    };
    return { before: entry.fields, state: back };
  }

  #trim({ nodes, count }: StreamTrim): Undo | undefined {
    if (count === 0 && nodes === 0) return undefined;
    const gone = Array.from({ length: nodes }, () => this.#nodes.remove(0));
    const ids = gone.flatMap((node) =>
      node.entries.filter((entry) => !entry.deleted).map((entry) => printId(entry.id)),
    );
    const node = this.#nodes.at(0);
    const marked = (node?.entries ?? []).filter((entry) => !entry.deleted).slice(0, count - ids.length);
    for (const entry of marked) node!.mark(entry, true);
    this.#length -= count;
    const back = (): void => {
      for (const entry of marked) node!.mark(entry, false);
      for (const removed of gone.toReversed()) this.#nodes.insert(0, removed);
      this.#length += count;
    };
    return { before: [...ids, ...marked.map((entry) => printId(entry.id))], state: back };
  }

  #setCounters({ lastId, maxDeletedId, entriesAdded }: StreamCounters): Undo {
    const counters = this.#counters;
    this.#counters = {
      lastId: lastId ?? counters.lastId,
      maxDeletedId: maxDeletedId ?? counters.maxDeletedId,
      entriesAdded: entriesAdded ?? counters.entriesAdded,
    };
    return { before: printId(counters.lastId), state: () => void (this.#counters = counters) };
  }

  #putGroup({ group: name, lastId, entriesRead }: GroupPut): Undo {
    const group = this.#groups.get(name);
    if (group === undefined) {
      this.#groups.set(name, new ConsumerGroup(lastId, entriesRead));
      return { before: undefined, state: () => void this.#groups.delete(name) };
    }
    const before = { lastId: group.lastId, entriesRead: group.entriesRead };
    Object.assign(group, { lastId, entriesRead });
    return { before: printId(before.lastId), state: () => void Object.assign(group, before) };
  }

  #removeGroup({ group: name }: GroupRemove): Undo | undefined {
    const group = this.#groups.get(name);
    if (group === undefined) return undefined;
    this.#groups.delete(name);
    return { before: printId(group.lastId), state: () => void this.#groups.set(name, group) };
  }

  #putConsumer({ group: groupName, consumer: name, seenAt }: ConsumerPut): Undo {
    const { consumers } = this.#groups.get(groupName)!;
    const consumer = consumers.get(name);
    if (consumer === undefined) {
      consumers.set(name, newConsumer(name, seenAt));
      return { before: undefined, state: () => void consumers.delete(name) };
    }
    const before = consumer.seenAt;
    consumer.seenAt = seenAt;
    return { before, state: () => void (consumer.seenAt = before) };
  }

  #removeConsumer({ group: groupName, consumer: name }: ConsumerRemove): Undo | undefined {
    const group = this.#groups.get(groupName)!;
    const consumer = group.consumers.get(name);
    if (consumer === undefined) return undefined;
    const pending = consumer.pending.all();
    for (const { id } of pending) group.removePending(id);
    group.consumers.delete(name);
    const back = (): void => {
      group.consumers.set(name, consumer);
      for (const entry of pending) group.putPending(entry);
    };
    return { before: pending.map(({ id }) => printId(id)), state: back };
  }

  #putPending({ group: groupName, id, consumer, deliveredAt, deliveries }: PendingPut): Undo {
    const group = this.#groups.get(groupName)!;
    const before = group.pending.get(id);
    group.putPending({ id, consumer, deliveredAt, deliveries });
    return { before: before?.consumer, state: () => restorePending(group, id, before) };
  }

  #removePending({ group: groupName, id }: PendingRemove): Undo | undefined {
    const group = this.#groups.get(groupName)!;
    const before = group.removePending(id);
    if (before === undefined) return undefined;
    return { before: before.consumer, state: () => restorePending(group, id, before) };
  }
}

const newConsumer = (name: Bytes, seenAt: number): Consumer => ({
  name,
  seenAt,
  pending: new PendingList(),
});

function restorePending(group: ConsumerGroup, id: StreamId, before: Pending | undefined): void {
  if (before === undefined) group.removePending(id);
  else group.putPending(before);
}
