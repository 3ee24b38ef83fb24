import type { Bytes } from '../../bytes.js';
import type { Change, StreamChange } from '../../redis/change.js';
import type { EncodingLimits, Value } from '../../redis/value.js';
import { HashValue } from '../../redis/values/hash-value.js';
import { ListValue } from '../../redis/values/list-value.js';
import { SetValue } from '../../redis/values/set-value.js';
import { StringValue, type StringEncoding } from '../../redis/values/string-value.js';
import { StreamValue } from '../../redis/values/stream-value.js';
import { ZERO_ID } from '../../redis/values/stream-id.js';
import { ZsetValue } from '../../redis/values/zset-value.js';

/**
 * The content of a key as plain data. `compact` tells the small encoding (listpack, intset) from the large one, which a value keeps once it
 * has it. With an equal hash seed, a value made from it iterates in the same order.
 */
export type ValueImage =
  | { readonly type: 'string'; readonly encoding: StringEncoding; readonly bytes: Bytes }
  | { readonly type: 'list'; readonly items: readonly Bytes[] }
  /** Field, value, field, value … */
  | { readonly type: 'hash'; readonly compact: boolean; readonly flat: readonly Bytes[] }
  | { readonly type: 'set'; readonly compact: boolean; readonly members: readonly Bytes[] }
  | {
      readonly type: 'zset';
      readonly compact: boolean;
      readonly members: readonly Bytes[];
      readonly scores: readonly number[];
    }
  /** The changes that make it from an empty stream. */
  | { readonly type: 'stream'; readonly changes: readonly StreamChange[] };

export function imageOf(value: Value): ValueImage {
  if (value instanceof StringValue) return { type: 'string', encoding: value.encoding, bytes: value.bytes };
  if (value instanceof ListValue) return { type: 'list', items: value.slice(0, value.length) };
  if (value instanceof HashValue)
    return { type: 'hash', compact: value.encoding === 'listpack', flat: [...value.entries()].flat() };
  if (value instanceof SetValue)
    return { type: 'set', compact: value.encoding === 'intset', members: [...value.members()] };
  if (value instanceof ZsetValue) {
    const items = value.slice(0, value.length);
    const compact = value.encoding === 'listpack';
    return { type: 'zset', compact, members: items.map((i) => i.member), scores: items.map((i) => i.score) };
  }
  if (value instanceof StreamValue) return { type: 'stream', changes: [...streamChanges(value)] };
  throw new TypeError(`a ${value.type} has no image`);
}

/** @param streamLimits decide where the nodes of a stream end */
export function valueFromImage(image: ValueImage, hashSeed: number, streamLimits: EncodingLimits): Value {
  switch (image.type) {
    case 'string':
      return new StringValue(image.bytes, image.encoding);
    case 'list':
      return built(new ListValue(), [{ kind: 'list.splice', index: 0, remove: 0, insert: image.items }], UNBOUNDED);
    case 'hash':
      return built(new HashValue(hashSeed), hashChanges(image.flat), limitsFor(image.compact));
    case 'set':
      return built(new SetValue(hashSeed), setChanges(image.members), limitsFor(image.compact));
    case 'zset':
      return built(new ZsetValue(hashSeed), zsetChanges(image.members, image.scores), limitsFor(image.compact));
    case 'stream':
      return built(new StreamValue(), image.changes, streamLimits);
  }
}

function built(value: Value, changes: Iterable<Change>, limits: EncodingLimits): Value {
  for (const change of changes) value.apply(change, limits);
  return value;
}

function* hashChanges(flat: readonly Bytes[]): Generator<Change> {
  for (let i = 0; i < flat.length; i += 2) yield { kind: 'hash.put', field: flat[i]!, value: flat[i + 1]! };
}

function* setChanges(members: readonly Bytes[]): Generator<Change> {
  for (const member of members) yield { kind: 'set.add', member };
}

function* zsetChanges(members: readonly Bytes[], scores: readonly number[]): Generator<Change> {
  for (let i = 0; i < members.length; i++) yield { kind: 'zset.put', member: members[i]!, score: scores[i]! };
}

function* streamChanges(stream: StreamValue): Generator<StreamChange> {
  for (const { id, fields } of stream.entries(ZERO_ID, undefined)) yield { kind: 'stream.append', id, fields };
  const { lastId, maxDeletedId, entriesAdded } = stream;
  yield { kind: 'stream.counters', lastId, maxDeletedId, entriesAdded };
  for (const [name, group] of stream.groupsInOrder()) {
    yield { kind: 'group.put', group: name, lastId: group.lastId, entriesRead: group.entriesRead };
    for (const { name: consumer, seenAt } of group.consumersInOrder())
      yield { kind: 'consumer.put', group: name, consumer, seenAt };
    for (const pending of group.pending.all()) yield { kind: 'pending.put', group: name, ...pending };
  }
}

/** Limits under which a value keeps its compact encoding whatever it holds, and under which it leaves it at the first element. */
const UNBOUNDED = limits(2 ** 30);
const NONE = limits(0);
const limitsFor = (compact: boolean): EncodingLimits => (compact ? UNBOUNDED : NONE);

function limits(most: number): EncodingLimits {
  return {
    hashMaxListpackEntries: most,
    hashMaxListpackValue: most,
    setMaxIntsetEntries: most,
    zsetMaxListpackEntries: most,
    zsetMaxListpackValue: most,
    listMaxListpackSize: most,
    listCompressDepth: 0,
    streamNodeMaxBytes: most,
    streamNodeMaxEntries: most,
    hllSparseMaxBytes: most,
  };
}
