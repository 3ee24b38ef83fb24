import type { Bytes } from '../bytes.js';

/** Replaces the bytes from `offset` by as many of `bytes`; a gap after the end is filled with zero bytes. */
export interface StringWrite {
  readonly kind: 'string.write';
  readonly offset: number;
  readonly bytes: Bytes;
}
/** Sets a field to a value, new or not. */
export interface HashPut {
  readonly kind: 'hash.put';
  readonly field: Bytes;
  readonly value: Bytes;
}
export interface HashRemove {
  readonly kind: 'hash.remove';
  readonly field: Bytes;
}
export interface SetAdd {
  readonly kind: 'set.add';
  readonly member: Bytes;
}
export interface SetRemove {
  readonly kind: 'set.remove';
  readonly member: Bytes;
}
/** Sets a member's score, new or not. */
export interface ZsetPut {
  readonly kind: 'zset.put';
  readonly member: Bytes;
  readonly score: number;
}
export interface ZsetRemove {
  readonly kind: 'zset.remove';
  readonly member: Bytes;
}
/** Gives up the listpack, as SORT does before it reads a sorted set. */
export interface ZsetConvert {
  readonly kind: 'zset.convert';
}
/** At `index` (0 … length), takes `remove` elements out and puts `insert` in. */
export interface ListSplice {
  readonly kind: 'list.splice';
  readonly index: number;
  readonly remove: number;
  readonly insert: readonly Bytes[];
}
/** Overwrites the element at `index`. */
export interface ListSet {
  readonly kind: 'list.set';
  readonly index: number;
  readonly value: Bytes;
}

/** A stream entry's id: milliseconds and sequence, both unsigned 64-bit. */
export interface StreamId {
  readonly ms: bigint;
  readonly seq: bigint;
}
/** Field, value, field, value … */
export interface StreamAppend {
  readonly kind: 'stream.append';
  readonly id: StreamId;
  readonly fields: readonly Bytes[];
}
export interface StreamDelete {
  readonly kind: 'stream.delete';
  readonly id: StreamId;
}
/** Takes entries off the front: `nodes` whole macro nodes, then single entries of the next, `count` entries in all. */
export interface StreamTrim {
  readonly kind: 'stream.trim';
  readonly nodes: number;
  readonly count: number;
}
/** The counters that XSETID, XADD and XDEL move. Those left out stay. */
export interface StreamCounters {
  readonly kind: 'stream.counters';
  readonly lastId?: StreamId;
  readonly maxDeletedId?: StreamId;
  readonly entriesAdded?: bigint;
}
/** Creates a group, or moves an existing one (XGROUP SETID, delivery). `entriesRead` is -1 when it is not known. */
export interface GroupPut {
  readonly kind: 'group.put';
  readonly group: Bytes;
  readonly lastId: StreamId;
  readonly entriesRead: bigint;
}
export interface GroupRemove {
  readonly kind: 'group.remove';
  readonly group: Bytes;
}
/** Creates a consumer, or notes when it was last seen (clock, ms). */
export interface ConsumerPut {
  readonly kind: 'consumer.put';
  readonly group: Bytes;
  readonly consumer: Bytes;
  readonly seenAt: number;
}
export interface ConsumerRemove {
  readonly kind: 'consumer.remove';
  readonly group: Bytes;
  readonly consumer: Bytes;
}
/** Puts an entry on a consumer's pending list, or moves and restamps one that is pending. */
export interface PendingPut {
  readonly kind: 'pending.put';
  readonly group: Bytes;
  readonly id: StreamId;
  readonly consumer: Bytes;
  readonly deliveredAt: number;
  readonly deliveries: number;
}
export interface PendingRemove {
  readonly kind: 'pending.remove';
  readonly group: Bytes;
  readonly id: StreamId;
}

export type StringChange = StringWrite;
export type HashChange = HashPut | HashRemove;
export type SetChange = SetAdd | SetRemove;
export type ZsetChange = ZsetPut | ZsetRemove | ZsetConvert;
export type ListChange = ListSplice | ListSet;
export type StreamChange =
  | StreamAppend
  | StreamDelete
  | StreamTrim
  | StreamCounters
  | GroupPut
  | GroupRemove
  | ConsumerPut
  | ConsumerRemove
  | PendingPut
  | PendingRemove;

/** One change inside a value, as plain data: it can be applied again. */
export type Change = StringChange | HashChange | SetChange | ZsetChange | ListChange | StreamChange;

/**
 * Whether a change counts as a write of its key for those who watch it. Redis makes some without `signalModifiedKey`: the books of consumer
 * groups, and a representation that is given up.
 */
export function signalsWrite(change: Change): boolean {
  switch (change.kind) {
    case 'string.write':
      return change.bytes.length > 0;
    case 'group.put':
    case 'group.remove':
    case 'consumer.put':
    case 'consumer.remove':
    case 'pending.put':
    case 'pending.remove':
    case 'stream.counters':
    case 'zset.convert':
      return false;
    default:
      return true;
  }
}

/**
 * What {@link Change} displaced. `before` is for readers (the key diff): the old bytes of a range, field or element, the old score,
 * the removed elements; undefined when there was nothing. `state` is for the value alone: position in an insertion-ordered encoding,
 * the representation before a conversion (whole: a conversion leaves the old one untouched), table size, node boundaries.
 */
export interface Undo {
  readonly before: Bytes | number | readonly Bytes[] | undefined;
  readonly state?: unknown;
}
