import type { Bytes } from '../../src/bytes.js';
import type { RespValue } from '../../src/resp/index.js';

/** One allowance for what two servers need not agree on. */
export interface Allowance {
  readonly commands: RegExp;
  readonly reason: string;
  /** Only where a hash table gave the order: encodings that keep an order must keep it. */
  readonly onlyHashTables?: boolean;
  readonly apply: (reply: RespValue, argv: readonly Bytes[]) => RespValue;
}

const text = (value: RespValue): string =>
  JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v));

const sorted = (items: readonly RespValue[]): RespValue[] => [...items].sort((a, b) => (text(a) < text(b) ? -1 : 1));

/** Sorts what is a collection at the top of a reply. */
function sortItems(reply: RespValue): RespValue {
  if (reply.type === 'array' || reply.type === 'set') return { ...reply, items: sorted(reply.items) };
  return reply;
}

/** Sorts pairs: the entries of a map, nested pairs, or a flat list of two by two. */
function sortPairs(reply: RespValue): RespValue {
  if (reply.type === 'map')
    return { ...reply, entries: [...reply.entries].sort((a, b) => (text(a[0]) < text(b[0]) ? -1 : 1)) };
  if (reply.type !== 'array' || reply.items[0]?.type === 'array') return sortItems(reply);
  const pairs: RespValue[] = [];
  for (let i = 0; i + 1 < reply.items.length; i += 2) pairs.push({ type: 'array', items: reply.items.slice(i, i + 2) });
  return { ...reply, items: sorted(pairs) };
}

/** The second part of a SCAN reply. */
function sortScan(reply: RespValue, sort: (items: RespValue) => RespValue): RespValue {
  if (reply.type !== 'array' || reply.items.length !== 2) return reply;
  return { ...reply, items: [reply.items[0]!, sort(reply.items[1]!)] };
}

/** A reply with its members left out. */
function shapeOf(reply: RespValue): RespValue {
  if (reply.type === 'array') return { ...reply, items: reply.items.map(shapeOf) };
  return reply.type === 'bulk' || reply.type === 'double' ? { type: 'status', text: 'a member' } : reply;
}

const countOf = (items: readonly RespValue[]): RespValue => ({ type: 'status', text: `${items.length} elements` });

/** Elements without a weight, and all of them where BY is constant, stay in the order of the table. */
function takesSomeOfEqual(argv: readonly Bytes[]): boolean {
  const words = argv.map((word) => word.toUpperCase());
  return words.includes('LIMIT') && words.includes('BY');
}

/** Doubles with twelve significant digits. */
function roughly(reply: RespValue): RespValue {
  if (reply.type === 'array') return { ...reply, items: reply.items.map(roughly) };
  if (reply.type === 'double') return { ...reply, text: Number(reply.text).toPrecision(12) };
  return reply.type === 'bulk' && /^\d+\.\d{6}/.test(reply.value)
    ? { ...reply, value: Number(reply.value).toPrecision(12) }
    : reply;
}

/** Fields of XINFO that lead to times; RESP2 flattens the maps they are in. */
const FIELDS = new Set(['groups', 'consumers', 'pending', 'seen-time', 'idle']);

/** Replaces integers at the places that hold a time. */
function withoutTimes(reply: RespValue, isTime: (path: readonly (string | number)[]) => boolean): RespValue {
  const visit = (value: RespValue, path: readonly (string | number)[]): RespValue => {
    if (value.type === 'integer' && isTime(path)) return { type: 'status', text: 'a time' };
    if (value.type === 'map') {
      const entries = value.entries.map(
        ([k, v]) => [k, visit(v, [...path, k.type === 'bulk' ? k.value : ''])] as const,
      );
      return { ...value, entries };
    }
    if (value.type !== 'array') return value;
    const items = value.items.map((item, i) => {
      const before = value.items[i - 1];
      return visit(item, [
        ...path,
        before?.type === 'bulk' && i % 2 === 1 && FIELDS.has(before.value) ? before.value : i,
      ]);
    });
    return { ...value, items };
  };
  return visit(reply, []);
}

/** The whole table of normalisations. */
export const ALLOWANCES: readonly Allowance[] = [
  {
    commands: /^(smembers|sinter|sunion|sdiff|spop|srandmember|hkeys|hvals|keys|sort|sort_ro)$/i,
    reason: 'Redis seeds its hash tables at random: the order of a table means nothing.',
    onlyHashTables: true,
    apply: sortItems,
  },
  {
    commands: /^(sort|sort_ro)$/i,
    reason: 'As above, where LIMIT takes some of those that BY makes equal: only how many they are can be compared.',
    onlyHashTables: true,
    apply: (reply, argv) => (reply.type === 'array' && takesSomeOfEqual(argv) ? countOf(reply.items) : reply),
  },
  {
    commands: /^(hgetall|hrandfield)$/i,
    reason: 'As above, for fields with their values.',
    onlyHashTables: true,
    apply: (reply, argv) => (argv.length === 3 ? sortItems(reply) : sortPairs(reply)),
  },
  {
    commands: /^sscan$/i,
    reason: 'As above, for one page that has them all.',
    onlyHashTables: true,
    apply: (reply) => sortScan(reply, sortItems),
  },
  {
    commands: /^[hz]scan$/i,
    reason: 'As above, for pages of pairs.',
    onlyHashTables: true,
    apply: (reply) => sortScan(reply, sortPairs),
  },
  {
    commands: /^(hrandfield|zrandmember|srandmember)$/i,
    reason: 'A choice at random: unless it was of all there is, only how many were chosen can be compared.',
    apply: (reply, argv) => (argv[2] === '1000' ? reply : shapeOf(reply)),
  },
  {
    commands: /^(ttl|pttl|expiretime|pexpiretime)$/i,
    reason: 'Time passes between the two servers.',
    apply: (reply) =>
      reply.type === 'integer' && reply.value > 0
        ? { type: 'integer', value: Math.round(Math.log2(Number(reply.value)) * 10) }
        : reply,
  },
  {
    commands: /^xpending$/i,
    reason: 'How long ago an entry was delivered depends on the clock.',
    apply: (reply) => withoutTimes(reply, (path) => path.length === 2 && path[1] === 2),
  },
  {
    commands: /^xinfo$/i,
    reason: 'Times of deliveries and visits come from the clock.',
    apply: (reply) =>
      withoutTimes(reply, (path) => {
        const last = path.at(-1);
        if (last === 'seen-time' || last === 'idle') return true;
        const inPending = path.includes('pending');
        const ofConsumer = path.includes('consumers');
        return inPending && typeof last === 'number' && (ofConsumer ? last === 1 : last === 2);
      }),
  },
  {
    commands: /^zrange$/i,
    reason:
      'Distances that GEORADIUS STOREDIST stored: the last bit of sin, cos and asin differs between C and JavaScript.',
    apply: (reply, argv) => (argv[1]?.startsWith('distances:') === true ? roughly(reply) : reply),
  },
  {
    commands: /^hello$/i,
    reason: 'The id of the connection, and how the server runs.',
    apply: () => ({ type: 'status', text: 'hello' }),
  },
];

export function normalise(reply: RespValue, argv: readonly Bytes[], fromHashTable: boolean): RespValue {
  let normal = reply;
  for (const { commands, onlyHashTables, apply } of ALLOWANCES)
    if (commands.test(argv[0] ?? '') && (fromHashTable || onlyHashTables !== true)) normal = apply(normal, argv);
  return normal;
}
