import type { Bytes } from '../../bytes.js';
import type { Change } from '../change.js';
import type { EncodingLimits, Value } from '../value.js';
import { parseDouble } from '../values/double.js';
import { HashValue } from '../values/hash-value.js';
import { ListValue } from '../values/list-value.js';
import { SetValue } from '../values/set-value.js';
import { StringValue } from '../values/string-value.js';
import { ZsetValue } from '../values/zset-value.js';
import { decodeListpack } from './listpack.js';
import { CorruptPayload, PayloadReader } from './reader.js';
import { Type } from './payload-type.js';
import { readStream } from './stream-payload.js';
import { decodeZipmap, decodeZiplist } from './ziplist.js';

/** What a new value depends on besides its payload. */
export interface ValueSettings {
  readonly limits: EncodingLimits;
  readonly hashSeed: number;
}

/** Types that version 11 brought, with Redis 7.2. */
const FIRST_OF_11 = Type.setListpack;

/**
 * A value from its type and content (`rdbLoadObject`), of any version up to 11; undefined when it makes no sense, or is of a type that came
 * after `version`.
 */
export function decodeValue(body: Bytes, settings: ValueSettings, version: number): Value | undefined {
  if (version < 11 && body.charCodeAt(0) >= FIRST_OF_11) return undefined;
  try {
    return readValue(new PayloadReader(body), settings);
  } catch (thrown) {
    if (thrown instanceof CorruptPayload) return undefined;
    throw thrown;
  }
}

function readValue(reader: PayloadReader, settings: ValueSettings): Value {
  const type = reader.byte();
  const read = READERS[type];
  if (read === undefined) throw new CorruptPayload(`type ${type}`);
  const value = read(reader, settings);
  if (value.length === 0 && value.type !== 'string' && value.type !== 'stream') throw new CorruptPayload('empty');
  return value;
}

type Reader = (reader: PayloadReader, settings: ValueSettings) => Value;

const READERS: Readonly<Record<number, Reader>> = {
  [Type.string]: (reader) => StringValue.encoded(reader.string()),
  [Type.list]: (reader) => list(strings(reader, reader.length())),
  [Type.listZiplist]: (reader) => list(decodeZiplist(reader.string())),
  [Type.listQuicklist]: (reader) => list(repeated(reader, () => decodeZiplist(reader.string())).flat()),
  [Type.listQuicklist2]: (reader) => list(repeated(reader, () => quicklistNode(reader)).flat()),
  [Type.set]: (reader, settings) => set(strings(reader, reader.length()), settings),
  [Type.setIntset]: (reader, settings) => set(decodeIntset(reader.string()), settings),
  [Type.setListpack]: (reader, settings) => set(decodeListpack(reader.string()), settings),
  [Type.hash]: (reader, settings) => hash(strings(reader, reader.length() * 2), settings),
  [Type.hashZipmap]: (reader, settings) => hash(decodeZipmap(reader.string()), settings),
  [Type.hashZiplist]: (reader, settings) => hash(decodeZiplist(reader.string()), settings),
  [Type.hashListpack]: (reader, settings) => hash(decodeListpack(reader.string()), settings),
  [Type.zset]: (reader, settings) => zset(scored(reader, textScore), settings),
  [Type.zset2]: (reader, settings) =>
    zset(
      scored(reader, () => reader.double()),
      settings,
    ),
  [Type.zsetZiplist]: (reader, settings) => zset(paired(decodeZiplist(reader.string())), settings),
  [Type.zsetListpack]: (reader, settings) => zset(paired(decodeListpack(reader.string())), settings),
  [Type.streamListpacks]: (reader, { limits }) => readStream(reader, limits, 1),
  [Type.streamListpacks2]: (reader, { limits }) => readStream(reader, limits, 2),
  [Type.streamListpacks3]: (reader, { limits }) => readStream(reader, limits, 3),
};

/** The members of a set in the order in which its server shows them; undefined when the payload is of something else. */
export function membersOf(body: Bytes): readonly Bytes[] | undefined {
  const reader = new PayloadReader(body);
  switch (reader.byte()) {
    case Type.set:
      return strings(reader, reader.length());
    case Type.setIntset:
      return decodeIntset(reader.string());
    case Type.setListpack:
      return decodeListpack(reader.string());
    default:
      return undefined;
  }
}

function repeated<T>(reader: PayloadReader, read: () => T): T[] {
  const count = reader.length();
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(read());
  return items;
}

function strings(reader: PayloadReader, count: number): Bytes[] {
  if (count > reader.left) throw new CorruptPayload('count');
  return Array.from({ length: count }, () => reader.string());
}

const PLAIN = 1;

function quicklistNode(reader: PayloadReader): Bytes[] {
  return reader.length() === PLAIN ? [reader.string()] : decodeListpack(reader.string());
}

function decodeIntset(blob: Bytes): Bytes[] {
  const reader = new PayloadReader(blob);
  const width = Number(reader.unsigned(4));
  const count = Number(reader.unsigned(4));
  if (![2, 4, 8].includes(width) || reader.left !== width * count) throw new CorruptPayload('intset');
  return Array.from({ length: count }, () => String(reader.signed(width)));
}

type Score = readonly [member: Bytes, score: number];

function scored(reader: PayloadReader, score: (reader: PayloadReader) => number): Score[] {
  return repeated(reader, () => [reader.string(), score(reader)] as const);
}

/** `rdbLoadDoubleValue`: a length octet and digits, or one of three marks. */
function textScore(reader: PayloadReader): number {
  const length = reader.byte();
  if (length >= 253) return length === 255 ? -Infinity : length === 254 ? Infinity : NaN;
  return number(reader.bytes(length));
}

function paired(items: readonly Bytes[]): Score[] {
  if (items.length % 2 !== 0) throw new CorruptPayload('member without a score');
  return items.flatMap((member, i) => (i % 2 === 0 ? [[member, number(items[i + 1]!)] as const] : []));
}

function number(text: Bytes): number {
  const value = parseDouble(text);
  if (value === undefined) throw new CorruptPayload('score');
  return value;
}

function list(elements: readonly Bytes[]): Value {
  const value = new ListValue();
  value.apply({ kind: 'list.splice', index: 0, remove: 0, insert: elements });
  return value;
}

/** Applies changes that must each add something. */
function built<T extends Value>(value: T, changes: readonly Change[], { limits }: ValueSettings): T {
  for (const change of changes) value.apply(change, limits);
  if (value.length !== changes.length) throw new CorruptPayload('element twice');
  return value;
}

function set(members: readonly Bytes[], settings: ValueSettings): Value {
  const changes = members.map((member): Change => ({ kind: 'set.add', member }));
  return built(new SetValue(settings.hashSeed), changes, settings);
}

function hash(items: readonly Bytes[], settings: ValueSettings): Value {
  if (items.length % 2 !== 0) throw new CorruptPayload('field without a value');
  const changes = items.flatMap((field, i): Change[] =>
    i % 2 === 0 ? [{ kind: 'hash.put', field, value: items[i + 1]! }] : [],
  );
  return built(new HashValue(settings.hashSeed), changes, settings);
}

function zset(members: readonly Score[], settings: ValueSettings): Value {
  if (members.some(([, score]) => Number.isNaN(score))) throw new CorruptPayload('score');
  const changes = members.map(([member, score]): Change => ({ kind: 'zset.put', member, score }));
  return built(new ZsetValue(settings.hashSeed), changes, settings);
}
