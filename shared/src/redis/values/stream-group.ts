import type { Bytes } from '../../bytes.js';
import type { StreamId } from '../change.js';
import { Sequence } from './sequence.js';
import { compareIds } from './stream-id.js';

/** An entry delivered to a consumer and not acknowledged. */
export interface Pending {
  readonly id: StreamId;
  readonly consumer: Bytes;
  /** Clock, ms. */
  readonly deliveredAt: number;
  readonly deliveries: number;
}

/** Pending entries by id. */
export class PendingList {
  private readonly entries: Sequence<Pending>;

  constructor(entries: readonly Pending[] = []) {
    this.entries = Sequence.from(entries);
  }

  get length(): number {
    return this.entries.length;
  }

  at(index: number): Pending | undefined {
    return this.entries.at(index);
  }

  get(id: StreamId): Pending | undefined {
    const found = this.entries.at(this.place(id));
    return found !== undefined && compareIds(found.id, id) === 0 ? found : undefined;
  }

  /** From the first entry whose id is not less. */
  from(id: StreamId): Iterable<Pending> {
    return this.entries.from(this.place(id));
  }

  put(pending: Pending): void {
    const place = this.place(pending.id);
    const found = this.entries.at(place);
    if (found !== undefined && compareIds(found.id, pending.id) === 0) this.entries.replace(place, pending);
    else this.entries.insert(place, pending);
  }

  remove(id: StreamId): void {
    this.entries.remove(this.place(id));
  }

  all(): readonly Pending[] {
    return this.entries.slice(0, this.entries.length);
  }

  private place(id: StreamId): number {
    return this.entries.lowerBound((pending) => compareIds(pending.id, id) < 0);
  }
}

export interface Consumer {
  readonly name: Bytes;
  /** Clock, ms. */
  seenAt: number;
  readonly pending: PendingList;
}

/** A consumer group. */
export class ConsumerGroup {
  lastId: StreamId;
  /** Entries ever read, as far as that can be told; -1 when it cannot (`SCG_INVALID_ENTRIES_READ`). */
  entriesRead: bigint;
  readonly pending: PendingList;
  readonly consumers = new Map<Bytes, Consumer>();

  constructor(lastId: StreamId, entriesRead: bigint, pending: readonly Pending[] = []) {
    this.lastId = lastId;
    this.entriesRead = entriesRead;
    this.pending = new PendingList(pending);
  }

  /** By the bytes of their names, as a radix tree lists them. */
  consumersInOrder(): Consumer[] {
    return [...this.consumers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Puts an entry on its consumer's list and on the group's; off the list of who had it before. */
  putPending(pending: Pending): void {
    this.removePending(pending.id);
    this.pending.put(pending);
    this.consumers.get(pending.consumer)!.pending.put(pending);
  }

  removePending(id: StreamId): Pending | undefined {
    const found = this.pending.get(id);
    if (found === undefined) return undefined;
    this.pending.remove(id);
    this.consumers.get(found.consumer)!.pending.remove(id);
    return found;
  }

  copy(): ConsumerGroup {
    const copy = new ConsumerGroup(this.lastId, this.entriesRead, this.pending.all());
    for (const { name, seenAt, pending } of this.consumers.values())
      copy.consumers.set(name, { name, seenAt, pending: new PendingList(pending.all()) });
    return copy;
  }
}
