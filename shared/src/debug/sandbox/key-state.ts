import { SHOWN } from '../../analysis/rewrite/shown.js';
import { quoted, type Bytes } from '../../bytes.js';
import type { Database } from '../../redis/database.js';
import type { Value } from '../../redis/value.js';
import { printDouble } from '../../redis/values/double.js';
import { HashValue } from '../../redis/values/hash-value.js';
import { ListValue } from '../../redis/values/list-value.js';
import { SetValue } from '../../redis/values/set-value.js';
import { printId, ZERO_ID } from '../../redis/values/stream-id.js';
import { StreamValue } from '../../redis/values/stream-value.js';
import { StringValue } from '../../redis/values/string-value.js';
import { ZsetValue } from '../../redis/values/zset-value.js';
import type { KeysAtStart, KeyState } from '../recording.js';

/** A key as a recording describes it; undefined when there is none. Looks without a trace: nothing expires, nothing counts as accessed. */
export function keyState(db: Database, key: Bytes): KeyState | undefined {
  const value = db.content.values.get(key);
  if (value === undefined) return undefined;
  const expiresAt = db.content.expires.get(key);
  return {
    type: value.type,
    encoding: value.encoding,
    length: value.length,
    ...(expiresAt !== undefined && { expiresAt: Number(expiresAt) }),
    preview: preview(value),
  };
}

const MOST_KEYS = 200;

/** The keys of a database by name; of a large one, some of them. */
export function firstKeys(db: Database): KeysAtStart {
  const names: Bytes[] = [];
  for (const name of db.content.values.keys()) {
    if (names.length === MOST_KEYS) return { keys: described(db, names), more: true };
    names.push(name);
  }
  return { keys: described(db, names), more: false };
}

const described = (db: Database, names: Bytes[]): KeysAtStart['keys'] =>
  names.sort().map((key) => ({ db: db.index, key, state: keyState(db, key)! }));

function preview(value: Value): readonly Bytes[] {
  if (value instanceof StringValue) return [value.slice(0, SHOWN.bytes)];
  return elements(value).map((element) => element.slice(0, SHOWN.bytes));
}

function elements(value: Value): readonly Bytes[] {
  if (value instanceof ListValue) return value.slice(0, SHOWN.elements);
  if (value instanceof SetValue) return first(value.members());
  if (value instanceof HashValue) return first(value.entries()).flat();
  if (value instanceof ZsetValue)
    return value.slice(0, SHOWN.elements).flatMap(({ member, score }) => [member, printDouble(score)]);
  if (value instanceof StreamValue)
    return first(value.entries(ZERO_ID, undefined)).map(({ id, fields }) =>
      [printId(id), ...fields.map(quoted)].join(' '),
    );
  return [];
}

function first<T>(items: Iterable<T>): T[] {
  const found: T[] = [];
  for (const item of items) {
    if (found.length === SHOWN.elements) break;
    found.push(item);
  }
  return found;
}
