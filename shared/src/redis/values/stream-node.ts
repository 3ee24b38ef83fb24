import type { Bytes } from '../../bytes.js';
import type { StreamId } from '../change.js';
import type { EncodingLimits } from '../value.js';
import { integerSize, LISTPACK_OVERHEAD, stringSize } from './listpack-size.js';

export interface StreamEntry {
  readonly id: StreamId;
  /** Field, value, field, value … */
  readonly fields: readonly Bytes[];
  /** Marked as deleted, and still taking its place: nothing is taken out of the middle of a node. */
  deleted: boolean;
}

const LISTPACK_MAX_SIZE = 1 << 30;

/** A macro node: the entries that share one listpack, and the field names of its first entry, which later ones need not repeat. */
export class StreamNode {
  readonly entries: StreamEntry[] = [];
  /** Entries not deleted. */
  live = 0;
  private entryBytes = 0;

  constructor(first: StreamEntry) {
    this.append(first);
  }

  get firstId(): StreamId {
    return this.entries[0]!.id;
  }

  /** Of the newest entry, deleted or not. */
  get lastId(): StreamId {
    return this.entries[this.entries.length - 1]!.id;
  }

  /** `lpBytes` of the listpack. */
  get bytes(): number {
    const names = this.entries[0]!.fields.filter((_, i) => i % 2 === 0);
    const master = names.reduce((sum, name) => sum + stringSize(name), integerSize(names.length) + integerSize(0));
    const counts = integerSize(this.live) + integerSize(this.entries.length - this.live);
    return LISTPACK_OVERHEAD + counts + master + this.entryBytes;
  }

  append(entry: StreamEntry): void {
    this.entries.push(entry);
    this.entryBytes += this.sizeOf(entry);
    this.live++;
  }

  /** Takes the newest entry out again. */
  unappend(): void {
    const entry = this.entries[this.entries.length - 1]!;
    this.entryBytes -= this.sizeOf(entry);
    this.entries.pop();
    this.live--;
  }

  mark(entry: StreamEntry, deleted: boolean): void {
    entry.deleted = deleted;
    this.live += deleted ? -1 : 1;
  }

  /** The entry of an id, deleted or not. */
  find(id: StreamId): StreamEntry | undefined {
    const entry = this.entries[this.lowerBound(id)];
    return entry !== undefined && entry.id.ms === id.ms && entry.id.seq === id.seq ? entry : undefined;
  }

  /** The first position whose id is not less. */
  lowerBound({ ms, seq }: StreamId): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { id } = this.entries[middle]!;
      if (id.ms < ms || (id.ms === ms && id.seq < seq)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether one more entry would be put into a new node (`streamAppendItem`). */
  isFullFor(fields: readonly Bytes[], limits: EncodingLimits): boolean {
    const wanted = limits.streamNodeMaxBytes;
    const most = wanted === 0 || wanted > LISTPACK_MAX_SIZE ? LISTPACK_MAX_SIZE : wanted;
    const size = fields.reduce((sum, field) => sum + field.length, 0);
    if (this.bytes + size >= most) return true;
    return limits.streamNodeMaxEntries > 0 && this.entries.length >= limits.streamNodeMaxEntries;
  }

  copy(): StreamNode {
    const copy = new StreamNode({ ...this.entries[0]! });
    for (const entry of this.entries.slice(1)) copy.append({ ...entry });
    copy.live = this.live;
    return copy;
  }

  /** Whether an entry has the names of the node's first entry. */
  sharesNames({ fields }: StreamEntry): boolean {
    const master = this.entries[0]!.fields;
    return fields.length === master.length && fields.every((field, i) => i % 2 === 1 || field === master[i]);
  }

  private sizeOf(entry: StreamEntry): number {
    const { firstId } = this;
    const shared = this.sharesNames(entry);
    const pairs = entry.fields.length / 2;
    const stored = shared ? entry.fields.filter((_, i) => i % 2 === 1) : entry.fields;
    const pieces = 3 + stored.length + (shared ? 0 : 1);
    return (
      integerSize(shared ? 2 : 0) +
      integerSize(BigInt.asIntN(64, entry.id.ms - firstId.ms)) +
      integerSize(BigInt.asIntN(64, entry.id.seq - firstId.seq)) +
      (shared ? 0 : integerSize(pairs)) +
      stored.reduce((sum, piece) => sum + stringSize(piece), 0) +
      integerSize(pieces)
    );
  }
}
