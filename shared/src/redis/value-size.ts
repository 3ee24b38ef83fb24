import type { Bytes } from '../bytes.js';
import { nodesOf, type PayloadFormat } from './rdb/encode-value.js';
import type { Value } from './value.js';
import { printDouble } from './values/double.js';
import { HashValue } from './values/hash-value.js';
import { LISTPACK_OVERHEAD, stringSize as listpackEntrySize } from './values/listpack-size.js';
import { ListValue } from './values/list-value.js';
import { radixTreeNodes } from './values/radix-tree-size.js';
import { allocated, exactRoom } from './values/sds-size.js';
import { SetValue } from './values/set-value.js';
import type { StreamId } from './change.js';
import type { PendingList } from './values/stream-group.js';
import { StreamValue } from './values/stream-value.js';
import { StringValue } from './values/string-value.js';
import type { ZsetValue } from './values/zset-value.js';

/** Bytes of a `robj`, of an entry of a `dict`, and of a pointer. */
export const OBJECT = 16;
export const DICT_ENTRY = 24;
export const POINTER = 8;
const DICT = 56;
const SMALLEST_TABLE = 4;
/** A `zset`, its `zskiplist`, and the head node with all its levels. */
const SKIPLIST = 16 + 32 + allocated(24 + 32 * 16);
const SKIPLIST_NODE = 24;
const SKIPLIST_LEVEL = 16;
const QUICKLIST = 40;
const QUICKLIST_NODE = 40;
const QUICKLIST_NODE_BYTES = 8192;
const STREAM = 80;
/** The listpack that a stream's newest node begins with. */
const STREAM_PREALLOCATED = 4096;
const RADIX_NODE = 4 + 30 * 8;
const STREAM_ID = 16;
const GROUP = 40;
const CONSUMER = 24;
const PENDING = 24;
/** Of a table with as many entries as buckets, the share of buckets that has any. */
const FILLED = 1 - Math.exp(-1);

/** Allocation of a string of its own. */
const stringSize = (text: Bytes): number => exactRoom(text.length).allocation;

function listpack(entries: Iterable<Bytes>): number {
  let size = LISTPACK_OVERHEAD;
  for (const entry of entries) size += listpackEntrySize(entry);
  return allocated(size);
}

/**
 * `objectComputeSize`: bytes of a value, its first `samples` elements (or nodes) measured (0: all) and the rest taken to be like them.
 * What chance or history decides is taken as usual: a hash table grew by one element at a time, and every fourth node of a skiplist
 * has one level more.
 */
export function valueSize(value: Value, samples: number, format: PayloadFormat): number {
  const limit = samples === 0 ? Infinity : samples;
  if (value instanceof ListValue) return listSize(value, limit, format);
  if (value instanceof StreamValue) return streamSize(value, limit, format);
  return OBJECT + sizeOfOther(value, limit, format);
}

/** As {@link valueSize}, for values that change all the time: at a cost that does not grow with them. */
export function roughSize(value: Value, samples: number, format: PayloadFormat): number {
  if (value instanceof ListValue) {
    const bytes = sampled(value.from(0), value.length, samples, listpackEntrySize);
    const nodes = Math.max(1, Math.min(value.length, Math.ceil(bytes / QUICKLIST_NODE_BYTES)));
    const each = QUICKLIST_NODE + allocated(LISTPACK_OVERHEAD + Math.ceil(bytes / nodes));
    return OBJECT + QUICKLIST + nodes * each;
  }
  if (value instanceof StreamValue) {
    const each = RADIX_NODE + STREAM_ID + sampled(value.nodes, 1, samples, ({ bytes }) => allocated(bytes));
    return OBJECT + STREAM + value.nodes.length * each;
  }
  return OBJECT + sizeOfOther(value, samples, format);
}

function sizeOfOther(value: Value, limit: number, { limits }: PayloadFormat): number {
  if (value instanceof StringValue) return stringValueSize(value);
  if (value instanceof HashValue)
    return hashSize(value, limit, limits.hashMaxListpackEntries, limits.hashMaxListpackValue);
  if (value instanceof SetValue) return setSize(value, limit, limits.setMaxIntsetEntries);
  return zsetSize(value as ZsetValue, limit);
}

/** What the string of an `embstr` takes behind its object. */
export const embeddedSize = (length: number): number => allocated(OBJECT + 4 + length) - OBJECT;

function stringValueSize(value: StringValue): number {
  if (value.encoding === 'int') return 0;
  return value.encoding === 'embstr' ? embeddedSize(value.length) : value.room.allocation;
}

/** Elements, of which the first few are measured. */
function sampled<T>(items: Iterable<T>, total: number, limit: number, size: (item: T) => number): number {
  let [sum, seen] = [0, 0];
  for (const item of items) {
    if (seen >= limit) break;
    sum += size(item);
    seen++;
  }
  return seen === 0 ? 0 : Math.floor((sum / seen) * total);
}

const tableFor = (elements: number): number => Math.max(SMALLEST_TABLE, 2 ** Math.ceil(Math.log2(elements)));

/**
 * Buckets of a dict that grew to `elements` (`dictSlots`), of which the first `made` had a table made for them. Each further one moves `moves`
 * buckets of the table that became too small; until all are moved, both are there.
 */
export function tableSlots(elements: number, moves: number, made = 0): number {
  const table = tableFor(elements);
  const outgrown = table / 2;
  const isMoving =
    table > Math.max(SMALLEST_TABLE, tableFor(made)) && (elements - outgrown - 1) * moves < outgrown * FILLED;
  return isMoving ? table + outgrown : table;
}

const tableSize = (elements: number, moves: number, made: number): number =>
  DICT + POINTER * tableSlots(elements, moves, made);

function hashSize(hash: HashValue, limit: number, mostEntries: number, mostBytes: number): number {
  if (hash.table === undefined) return listpack([...hash.entries()].flat());
  let becameTooLong = true;
  const entries = sampled(hash.entries(), hash.length, limit, ([field, value]) => {
    becameTooLong &&= field.length <= mostBytes && value.length <= mostBytes;
    return stringSize(field) + stringSize(value) + DICT_ENTRY;
  });
  return tableSize(hash.length, 2, becameTooLong ? mostEntries + 1 : 0) + entries;
}

function setSize(set: SetValue, limit: number, mostIntegers: number): number {
  if (set.table === undefined) return allocated(8 + set.length * (set.intset?.width ?? 0));
  let wasIntset = true;
  const members = sampled(set.members(), set.length, limit, (member) => {
    wasIntset &&= /^-?\d+$/.test(member);
    return DICT_ENTRY + stringSize(member);
  });
  return tableSize(set.length, 1, wasIntset ? mostIntegers + 1 : 0) + members;
}

function zsetSize(zset: ZsetValue, limit: number): number {
  if (zset.table === undefined)
    return listpack([...zset.from(0)].flatMap(({ member, score }) => [member, printDouble(score)]));
  let rank = 0;
  const nodes = sampled(zset.from(0), zset.length, limit, ({ member }) => {
    let levels = 1;
    for (let left = ++rank; left % 4 === 0; left /= 4) levels++;
    return stringSize(member) + DICT_ENTRY + allocated(SKIPLIST_NODE + levels * SKIPLIST_LEVEL);
  });
  return SKIPLIST + tableSize(zset.length, 2, 0) + nodes;
}

function listSize(list: ListValue, limit: number, format: PayloadFormat): number {
  const nodes = [...nodesOf(list, format)];
  return OBJECT + QUICKLIST + sampled(nodes, nodes.length, limit, (node) => QUICKLIST_NODE + listpack(node));
}

function streamSize(stream: StreamValue, limit: number, { limits }: PayloadFormat): number {
  const nodes = [...stream.nodes];
  const { streamNodeMaxBytes: most } = limits;
  const preallocated = most > 0 ? Math.min(most, STREAM_PREALLOCATED) : STREAM_PREALLOCATED;
  // Each node is shrunk to what it needs when the next one is begun.
  const sizes = nodes.map(({ bytes }, i) => allocated(i < nodes.length - 1 ? bytes : Math.max(bytes, preallocated)));
  const total = (some: readonly number[]): number => some.reduce((sum, size) => sum + size, 0);
  const measured = sizes.slice(0, limit);
  const listpacks =
    sizes.length <= limit
      ? total(sizes)
      : Math.floor(total(measured) / measured.length) * (sizes.length - 1) + sizes.at(-1)!;
  const groups = stream.groupsInOrder().map(([, { pending, consumers }]) => {
    const readers = [...consumers.values()].map(
      ({ name, pending: own }) => CONSUMER + name.length + radixTree(idsOf(own)),
    );
    return GROUP + radixTree(idsOf(pending)) + PENDING * pending.length + total(readers);
  });
  return OBJECT + STREAM + radixTree(nodes.map(({ firstId }) => firstId)) + listpacks + total(groups);
}

const idsOf = (pending: PendingList): StreamId[] => pending.all().map(({ id }) => id);

/** `streamRadixTreeMemoryUsage` */
const radixTree = (ids: readonly StreamId[]): number => ids.length * STREAM_ID + radixTreeNodes(ids) * RADIX_NODE;
