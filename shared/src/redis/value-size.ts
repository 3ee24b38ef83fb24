import type { Bytes } from '../bytes.js';
import type { Value } from './value.js';
import type { Dict } from './values/dict.js';
import { HashValue } from './values/hash-value.js';
import { stringSize as listpackEntrySize } from './values/listpack-size.js';
import { ListValue } from './values/list-value.js';
import { SetValue } from './values/set-value.js';
import { StringValue } from './values/string-value.js';
import { ZsetValue } from './values/zset-value.js';

const OBJECT = 16;
const DICT = 56;
const DICT_ENTRY = 24;
const POINTER = 8;
/** A skiplist's head with all its levels, and a node with the usual number of them. */
const SKIPLIST_HEAD = 640;
const SKIPLIST_NODE = 48;
const QUICKLIST = 40;
const QUICKLIST_NODE = 40;
const QUICKLIST_NODE_BYTES = 8192;

/** What jemalloc hands out for a request of `size` bytes: four classes for each power of two, multiples of 16 below 128. */
export function allocated(size: number): number {
  if (size <= 8) return 8;
  if (size <= 128) return Math.ceil(size / 16) * 16;
  const step = 2 ** (Math.ceil(Math.log2(size)) - 3);
  return Math.ceil(size / step) * step;
}

/** Allocation of a string of its own: a header of 3, 5, 9 or 17 bytes (two and more by length), the bytes and a NUL. */
function stringSize(text: Bytes): number {
  const { length } = text;
  return allocated(length + 1 + (length < 32 ? 1 : length < 256 ? 3 : length < 65536 ? 5 : 9));
}

const listpack = (entries: Iterable<Bytes>): number => {
  let size = 7;
  for (const entry of entries) size += listpackEntrySize(entry);
  return allocated(size);
};

/** `objectComputeSize`: bytes of a value, its first `samples` elements measured (0: all) and the rest taken to be like them. */
export function valueSize(value: Value, samples: number): number {
  const limit = samples === 0 ? Infinity : samples;
  if (value instanceof StringValue) return stringValueSize(value);
  if (value instanceof HashValue) return hashSize(value, limit);
  if (value instanceof SetValue) return setSize(value, limit);
  if (value instanceof ZsetValue) return zsetSize(value, limit);
  if (value instanceof ListValue) return listSize(value, limit);
  return OBJECT + value.length * DICT_ENTRY;
}

function stringValueSize(value: StringValue): number {
  if (value.encoding === 'int') return OBJECT;
  return value.encoding === 'embstr' ? allocated(OBJECT + 4 + value.length) : OBJECT + stringSize(value.bytes);
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

function tableSize(table: Dict<{}>): number {
  return OBJECT + DICT + POINTER * 2 ** Math.max(2, Math.ceil(Math.log2(table.size)));
}

function hashSize(hash: HashValue, limit: number): number {
  if (hash.table === undefined) return OBJECT + listpack([...hash.entries()].flat());
  const entry = ([field, value]: readonly [Bytes, Bytes]): number => stringSize(field) + stringSize(value) + DICT_ENTRY;
  return tableSize(hash.table) + sampled(hash.entries(), hash.length, limit, entry);
}

function setSize(set: SetValue, limit: number): number {
  if (set.table === undefined) return OBJECT + allocated(8 + set.length * (set.intset?.width ?? 0));
  return tableSize(set.table) + sampled(set.members(), set.length, limit, (member) => DICT_ENTRY + stringSize(member));
}

function zsetSize(zset: ZsetValue, limit: number): number {
  if (zset.table === undefined)
    return OBJECT + listpack([...zset.from(0)].flatMap(({ member, score }) => [member, String(score)]));
  const entry = ({ member }: { member: Bytes }): number => stringSize(member) + DICT_ENTRY + SKIPLIST_NODE;
  return tableSize(zset.table) + SKIPLIST_HEAD + sampled(zset.from(0), zset.length, limit, entry);
}

function listSize(list: ListValue, limit: number): number {
  const bytes = sampled(list.from(0), list.length, limit, listpackEntrySize);
  const nodes = Math.max(1, Math.min(list.length, Math.ceil(bytes / QUICKLIST_NODE_BYTES)));
  return OBJECT + QUICKLIST + nodes * QUICKLIST_NODE + allocated(7 + Math.ceil(bytes / nodes)) * nodes;
}
