import type { Bytes } from '@luascope/shared/bytes';
import type { Engine, KeyState } from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';

export interface ListedKey {
  readonly key: Bytes;
  readonly type: Bytes;
  /** Milliseconds to live; undefined for a key that stays. */
  readonly ttl: number | undefined;
  /** The beginning of a string, or the number of elements of anything else; undefined for a type of a module. */
  readonly value: Bytes | number | undefined;
  /** What is known of it, of a key that is not read now but was recorded. */
  readonly state?: KeyState;
}

export interface Listing {
  readonly keys: readonly ListedKey[];
  /** There are more keys than were read. */
  readonly more: boolean;
}

const KEY_LIMIT = 200;
const PAGE = 100;

/** The command that tells a little of a value of each type. */
const SUMMARY: Readonly<Record<Bytes, ((key: Bytes) => Bytes[]) | undefined>> = {
  string: (key) => ['GETRANGE', key, '0', '60'],
  hash: (key) => ['HLEN', key],
  list: (key) => ['LLEN', key],
  set: (key) => ['SCARD', key],
  zset: (key) => ['ZCARD', key],
  stream: (key) => ['XLEN', key],
};

const textOf = (reply: RespValue | undefined): Bytes | undefined =>
  reply?.type === 'bulk' || reply?.type === 'verbatim'
    ? reply.value
    : reply?.type === 'status'
      ? reply.text
      : undefined;
const itemsOf = (reply: RespValue | undefined): readonly RespValue[] =>
  reply?.type === 'array' || reply?.type === 'set' ? reply.items : [];

/** Walks SCAN for the first keys of a database, with type and time to live. Undefined when the server cannot be asked now (BUSY). */
export async function listKeys(engine: Engine): Promise<Listing | undefined> {
  const found = new Set<Bytes>();
  let cursor = '0';
  do {
    const reply = await engine.execute(['SCAN', cursor, 'COUNT', '500']);
    if (reply.type !== 'array') return undefined;
    cursor = textOf(reply.items[0]) ?? '0';
    for (const item of itemsOf(reply.items[1])) found.add(textOf(item)!);
  } while (cursor !== '0' && found.size < KEY_LIMIT);
  const names = [...found].sort().slice(0, KEY_LIMIT);
  const keys = await Promise.all(
    names.map(async (key): Promise<ListedKey> => {
      const [type, ttl] = await Promise.all([engine.execute(['TYPE', key]), engine.execute(['PTTL', key])]);
      const left = ttl.type === 'integer' ? Number(ttl.value) : -1;
      const name = textOf(type) ?? '';
      const summary = SUMMARY[name];
      const value = summary === undefined ? undefined : await engine.execute(summary(key));
      return {
        key,
        type: name,
        ttl: left < 0 ? undefined : left,
        value: value?.type === 'integer' ? Number(value.value) : textOf(value),
      };
    }),
  );
  return { keys: keys.filter(({ type }) => type !== 'none'), more: cursor !== '0' || found.size > KEY_LIMIT };
}

/** Elements of a value, a page at a time. */
export interface Page {
  readonly elements: readonly {
    /** Index, field, member or stream id. */
    readonly name?: Bytes;
    readonly value: Bytes;
    /** Of a stream entry: names and values by turns. */
    readonly fields?: readonly Bytes[];
  }[];
  /** Where the next page begins; undefined after the last. */
  readonly next: string | undefined;
}

/** The page of a value that begins at `from` (`0` for the first): a string by bytes, a list and sorted set by rank, the others by cursor. */
export async function readPage(engine: Engine, key: Bytes, type: Bytes, from: string): Promise<Page | undefined> {
  const start = Number(from);
  const end = String(start + PAGE - 1);
  const byRank = (elements: Page['elements']): Page => ({
    elements,
    next: elements.length < PAGE ? undefined : String(start + PAGE),
  });
  switch (type) {
    case 'string': {
      const size = 4096;
      const value = textOf(await engine.execute(['GETRANGE', key, from, String(start + size - 1)]));
      return value === undefined
        ? undefined
        : { elements: [{ value }], next: value.length < size ? undefined : String(start + size) };
    }
    case 'list': {
      const items = itemsOf(await engine.execute(['LRANGE', key, from, end]));
      return byRank(items.map((item, i) => ({ name: String(start + i), value: textOf(item) ?? '' })));
    }
    case 'zset': {
      const items = itemsOf(await engine.execute(['ZRANGE', key, from, end, 'WITHSCORES']));
      return byRank(pairs(items));
    }
    case 'hash': {
      const reply = await engine.execute(['HSCAN', key, from, 'COUNT', String(PAGE)]);
      const [next, items] = itemsOf(reply);
      return { elements: pairs(itemsOf(items)), next: cursorOf(next) };
    }
    case 'set': {
      const reply = await engine.execute(['SSCAN', key, from, 'COUNT', String(PAGE)]);
      const [next, items] = itemsOf(reply);
      return { elements: itemsOf(items).map((item) => ({ value: textOf(item) ?? '' })), next: cursorOf(next) };
    }
    case 'stream': {
      const first = from === '0' ? '-' : `(${from}`;
      const entries = itemsOf(await engine.execute(['XRANGE', key, first, '+', 'COUNT', String(PAGE)]));
      const elements = entries.map((entry) => {
        const [id, items] = itemsOf(entry);
        const fields = itemsOf(items).map((field) => textOf(field) ?? '');
        return { name: textOf(id) ?? '', value: fields.join(' '), fields };
      });
      return { elements, next: elements.length < PAGE ? undefined : elements.at(-1)?.name };
    }
    default:
      return undefined;
  }
}

const cursorOf = (reply: RespValue | undefined): string | undefined => {
  const cursor = textOf(reply);
  return cursor === undefined || cursor === '0' ? undefined : cursor;
};

function pairs(items: readonly RespValue[]): Page['elements'] {
  const elements: { name: Bytes; value: Bytes }[] = [];
  for (let i = 0; i + 1 < items.length; i += 2)
    elements.push({ name: textOf(items[i]) ?? '', value: textOf(items[i + 1]) ?? '' });
  return elements;
}
