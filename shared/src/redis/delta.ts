import type { Bytes } from '../bytes.js';
import type { Change, Undo } from './change.js';
import type { Content, Database } from './database.js';
import type { EncodingLimits, Value } from './value.js';
import type { Int64 } from './values/integer.js';

/** Why a key went away. */
export type RemovalCause = 'command' | 'expired' | 'evicted';

/** A key got a value: the value object itself moves in and out, nothing is copied. */
export interface KeyPut {
  readonly kind: 'key.put';
  readonly db: Database;
  readonly key: Bytes;
  readonly before: Value | undefined;
  readonly after: Value;
}
export interface KeyRemoved {
  readonly kind: 'key.removed';
  readonly db: Database;
  readonly key: Bytes;
  readonly before: Value;
  readonly cause: RemovalCause;
}
/** Clock values in ms; undefined is "lives for ever". */
export interface ExpirySet {
  readonly kind: 'expiry';
  readonly db: Database;
  readonly key: Bytes;
  readonly before: Int64 | undefined;
  readonly after: Int64 | undefined;
}
export interface ValueChanged {
  readonly kind: 'value';
  readonly db: Database;
  readonly key: Bytes;
  readonly value: Value;
  readonly change: Change;
  /** The thresholds in force, so that doing it again converts at the same element. */
  readonly limits: EncodingLimits;
  undo: Undo;
}
/** A whole database emptied (`after` is fresh) or given another's content (SWAPDB is two of these). */
export interface DatabaseReplaced {
  readonly kind: 'database';
  readonly db: Database;
  readonly before: Content;
  readonly after: Content;
}

/** One step of the only write path: everything that changes data is one of these. */
export type Delta = KeyPut | KeyRemoved | ExpirySet | ValueChanged | DatabaseReplaced;

/** Does a delta (again). A `value` delta gets a fresh `undo`. */
export function applyDelta(delta: Delta): void {
  switch (delta.kind) {
    case 'key.put':
      delta.db.content.values.set(delta.key, delta.after);
      return;
    case 'key.removed':
      delta.db.content.values.delete(delta.key);
      return;
    case 'expiry':
      setExpiry(delta.db, delta.key, delta.after);
      return;
    case 'value': {
      const undo = delta.value.apply(delta.change, delta.limits);
      if (undo !== undefined) delta.undo = undo;
      return;
    }
    case 'database':
      delta.db.content = delta.after;
  }
}

/** Takes a delta back; the newest first. */
export function revertDelta(delta: Delta): void {
  switch (delta.kind) {
    case 'key.put':
      if (delta.before === undefined) delta.db.content.values.delete(delta.key);
      else delta.db.content.values.set(delta.key, delta.before);
      return;
    case 'key.removed':
      delta.db.content.values.set(delta.key, delta.before);
      return;
    case 'expiry':
      setExpiry(delta.db, delta.key, delta.before);
      return;
    case 'value':
      delta.value.revert(delta.change, delta.undo);
      return;
    case 'database':
      delta.db.content = delta.before;
  }
}

function setExpiry(db: Database, key: Bytes, at: Int64 | undefined): void {
  if (at === undefined) db.content.expires.delete(key);
  else db.content.expires.set(key, at);
}
