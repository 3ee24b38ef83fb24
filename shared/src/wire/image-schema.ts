import * as z from 'zod/mini';
import type { Image, ImageEntry } from '../debug/index.js';
import { bytes } from './read.js';

type KeyEntry = Extract<ImageEntry, { kind: 'key' }>;
type Change = KeyEntry['changes'][number];
type ValueImage = KeyEntry['value'];

const whole = z.number().check(z.refine(Number.isInteger, 'not_an_integer'));
const count = z.int().check(z.nonnegative());
const int64 = z.union([z.int(), z.bigint()]);
const word = z.bigint().check(z.nonnegative());
const list = z.array(bytes);
const id = z.object({ ms: word, seq: word });

const streamChanges = [
  z.object({ kind: z.literal('stream.append'), id, fields: list }),
  z.object({ kind: z.literal('stream.delete'), id }),
  z.object({ kind: z.literal('stream.trim'), nodes: count, count }),
  z.object({
    kind: z.literal('stream.counters'),
    lastId: z.exactOptional(id),
    maxDeletedId: z.exactOptional(id),
    entriesAdded: z.exactOptional(z.bigint()),
  }),
  z.object({ kind: z.literal('group.put'), group: bytes, lastId: id, entriesRead: z.bigint() }),
  z.object({ kind: z.literal('group.remove'), group: bytes }),
  z.object({ kind: z.literal('consumer.put'), group: bytes, consumer: bytes, seenAt: z.number() }),
  z.object({ kind: z.literal('consumer.remove'), group: bytes, consumer: bytes }),
  z.object({
    kind: z.literal('pending.put'),
    group: bytes,
    id,
    consumer: bytes,
    deliveredAt: z.number(),
    deliveries: count,
  }),
  z.object({ kind: z.literal('pending.remove'), group: bytes, id }),
] as const;

const change: z.ZodMiniType<Change> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('string.write'), offset: count, bytes }),
  z.object({ kind: z.literal('hash.put'), field: bytes, value: bytes }),
  z.object({ kind: z.literal('hash.remove'), field: bytes }),
  z.object({ kind: z.literal('set.add'), member: bytes }),
  z.object({ kind: z.literal('set.remove'), member: bytes }),
  z.object({ kind: z.literal('zset.put'), member: bytes, score: numberOrInfinity() }),
  z.object({ kind: z.literal('zset.remove'), member: bytes }),
  z.object({ kind: z.literal('zset.convert') }),
  z.object({ kind: z.literal('list.splice'), index: count, remove: count, insert: list }),
  z.object({ kind: z.literal('list.set'), index: count, value: bytes }),
  ...streamChanges,
]);

const value: z.ZodMiniType<ValueImage> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('string'), encoding: z.enum(['int', 'embstr', 'raw']), bytes }),
  z.object({ type: z.literal('list'), items: list }),
  z.object({ type: z.literal('hash'), compact: z.boolean(), flat: list }),
  z.object({ type: z.literal('set'), compact: z.boolean(), members: list }),
  z.object({ type: z.literal('zset'), compact: z.boolean(), members: list, scores: z.array(numberOrInfinity()) }),
  z.object({ type: z.literal('stream'), changes: z.array(z.discriminatedUnion('kind', streamChanges)) }),
]);

const jsonSettings = z.object({
  encodeSparseConvert: z.boolean(),
  encodeSparseRatio: z.number(),
  encodeSparseSafe: z.number(),
  encodeMaxDepth: z.number(),
  encodeInvalidNumbers: z.enum(['off', 'on', 'null']),
  encodeNumberPrecision: z.number(),
  encodeKeepBuffer: z.boolean(),
  decodeInvalidNumbers: z.boolean(),
  decodeMaxDepth: z.number(),
});

const collector = z.object({ pause: z.number(), multiplier: z.number(), left: z.number() });

const entry: z.ZodMiniType<ImageEntry> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('key'),
    db: count,
    key: bytes,
    value,
    changes: z.array(change),
    expiresAt: z.exactOptional(int64),
  }),
  z.object({ kind: z.literal('script'), source: bytes }),
  z.object({ kind: z.literal('library'), source: bytes }),
  z.object({ kind: z.literal('setting'), name: bytes, value: bytes }),
  z.object({ kind: z.literal('user'), name: bytes, rules: z.array(bytes) }),
  z.object({
    kind: z.literal('chance'),
    chance: z.object({
      server: whole,
      scripts: z.tuple([whole, whole, whole]),
      json: z.object({ scripts: jsonSettings, functions: jsonSettings }),
      collectors: z.exactOptional(z.object({ scripts: collector, functions: collector })),
    }),
  }),
]);

/** What a sandbox holds, as a recording brings it along. */
export const image: z.ZodMiniType<Image> = z.map(z.string(), entry);

/** zod's own numbers are finite. */
function numberOrInfinity(): z.ZodMiniType<number> {
  return z.custom<number>((candidate) => typeof candidate === 'number' && !Number.isNaN(candidate));
}
