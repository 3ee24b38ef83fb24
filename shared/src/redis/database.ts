import type { Bytes } from '../bytes.js';
import type { Change, Undo } from './change.js';
import type { RemovalCause } from './delta.js';
import { RedisError, WRONG_TYPE } from './errors.js';
import type { Keyspace } from './keyspace.js';
import type { Value, ValueClass } from './value.js';
import { Dict } from './values/dict.js';
import type { Int64 } from './values/integer.js';
import { KeyMap } from './values/key-map.js';

/** What a database holds; it moves as one object when a database is emptied or swapped. */
export interface Content {
  readonly values: Dict<Value>;
  /** Clock, ms, at which a key dies; only keys that do. A bigint beyond 2^53. */
  readonly expires: KeyMap<Int64>;
}

export const emptyContent = (hashSeed: number): Content => ({ values: new Dict(hashSeed), expires: new KeyMap() });

/** One of the numbered databases: look-ups that honour expiry, and every way to write. */
export class Database {
  readonly index: number;
  content: Content;
  /** Where the active expiry stands. */
  private sweep: { readonly of: Content['expires']; readonly keys: Iterator<[Bytes, Int64], undefined> } | undefined;
  private readonly keyspace: Keyspace;

  constructor(index: number, keyspace: Keyspace) {
    this.index = index;
    this.keyspace = keyspace;
    this.content = emptyContent(keyspace.hashSeed);
  }

  /** Keys, expired ones that nobody has looked up yet included. */
  get size(): number {
    return this.content.values.size;
  }

  /** The value of a key for reading (`lookupKeyRead`): counts a hit or miss and the access time. Throws WRONGTYPE when it is of another class. */
  read<T extends Value>(key: Bytes, kind: ValueClass<T>): T | undefined {
    return typed(this.lookup(key), kind);
  }

  /** The value of a key for writing (`lookupKeyWrite`): as {@link read}, without the statistics. */
  write<T extends Value>(key: Bytes, kind: ValueClass<T>): T | undefined {
    return typed(this.lookupForWrite(key), kind);
  }

  /**
   * As {@link read}, of any class. `untouched` leaves the access time as it is (LOOKUP_NOTOUCH), `unnoticed` does not tell of a missing key
   * either (LOOKUP_NONOTIFY).
   */
  lookup(key: Bytes, access: 'touched' | 'untouched' | 'unnoticed' = 'touched'): Value | undefined {
    const value = this.peek(key);
    if (value === undefined) {
      this.keyspace.statistics.misses++;
      if (access !== 'unnoticed') this.notify('keymiss', 'keymiss', key);
      return undefined;
    }
    this.keyspace.statistics.hits++;
    if (access === 'touched') this.keyspace.touch(value);
    return value;
  }

  /** As {@link write}, of any class. */
  lookupForWrite(key: Bytes): Value | undefined {
    const value = this.peek(key);
    if (value !== undefined) this.keyspace.touch(value);
    return value;
  }

  /** The value of a key without a trace of the access (LOOKUP_NOTOUCH, no statistics). An expired key is removed, as always. */
  peek(key: Bytes): Value | undefined {
    const value = this.content.values.get(key);
    if (value !== undefined && this.content.expires.size > 0 && this.expireIfDue(key)) return undefined;
    return value;
  }

  /** Creates or overwrites (`setKey`); the time to live goes unless `keepTtl`. */
  put(key: Bytes, value: Value, options?: { readonly keepTtl?: boolean }): void {
    this.replace(key, this.peek(key), value, options?.keepTtl === true);
  }

  /** As {@link put}, for whoever has just looked the key up and found `before`. */
  replace(key: Bytes, before: Value | undefined, value: Value, keepTtl: boolean): void {
    if (before !== undefined && !keepTtl) this.setExpiry(key, undefined);
    value.accessedAt = this.keyspace.now;
    this.keyspace.journal.commit({ kind: 'key.put', db: this, key, before, after: value });
    if (before === undefined) this.notify('new', 'new', key);
  }

  /** Makes a change inside the value of a key (found by {@link write}); undefined when there was nothing to do. */
  apply(key: Bytes, value: Value, change: Change): Undo | undefined {
    const { limits, journal } = this.keyspace;
    const undo = value.apply(change, limits);
    if (undo !== undefined) journal.record({ kind: 'value', db: this, key, value, change, limits, undo });
    return undo;
  }

  /** Deletes a key and its time to live; false when there was none. Says no event: the command that deletes does. */
  remove(key: Bytes, cause: RemovalCause = 'command'): boolean {
    const before = this.content.values.get(key);
    if (before === undefined) return false;
    this.setExpiry(key, undefined);
    this.keyspace.journal.commit({ kind: 'key.removed', db: this, key, before, cause });
    return true;
  }

  /** After taking elements out: deletes a key whose value is empty now, with the `del` event. Gives whether it did. */
  removeIfEmpty(key: Bytes, value: Value): boolean {
    if (value.length > 0) return false;
    this.remove(key);
    this.notify('generic', 'del', key);
    return true;
  }

  /** The clock, ms, at which a key dies; undefined when it does not, or does not exist. */
  expiry(key: Bytes): Int64 | undefined {
    return this.content.expires.get(key);
  }

  /** Sets or (undefined) takes away the time to live of an existing key. */
  setExpiry(key: Bytes, at: Int64 | undefined): void {
    const { expires } = this.content;
    if (at === undefined && expires.size === 0) return;
    const before = expires.get(key);
    if (before !== at || at !== undefined)
      this.keyspace.journal.commit({ kind: 'expiry', db: this, key, before, after: at });
  }

  /** Says a keyspace event (`notifyKeyspaceEvent`). Call it where the C code does: order is visible. */
  notify(type: EventClass, event: Bytes, key: Bytes): void {
    this.keyspace.notify(type, event, key, this.index);
  }

  /** Tells watchers that a key was written although its data did not change (`signalModifiedKey`). Deltas do so by themselves. */
  touched(key: Bytes): void {
    this.keyspace.touched(this, key);
  }

  /** One database's share of {@link Keyspace.expireDue}. */
  expireSome(budget: number): number {
    const { expires } = this.content;
    if (expires.size === 0) return 0;
    let removed = 0;
    if (this.sweep?.of !== expires) this.sweep = { of: expires, keys: expires.entries() };
    for (let looked = 0; looked < budget; looked++) {
      const { value: entry } = this.sweep.keys.next();
      if (entry === undefined) {
        this.sweep = undefined;
        break;
      }
      if (entry[1] < this.keyspace.now && this.expireIfDue(entry[0])) removed++;
    }
    return removed;
  }

  /** Removes a key whose time is past (`expireIfNeeded`); gives whether it is gone. */
  expireIfDue(key: Bytes): boolean {
    const at = this.content.expires.get(key);
    if (at === undefined || this.keyspace.now <= at) return false;
    if (!this.keyspace.mayExpire) return true;
    this.remove(key, 'expired');
    this.keyspace.statistics.expired++;
    this.notify('expired', 'expired', key);
    return true;
  }
}

/** The classes of events in `notify-keyspace-events`. */
export type EventClass =
  | 'generic'
  | 'string'
  | 'list'
  | 'set'
  | 'hash'
  | 'zset'
  | 'expired'
  | 'evicted'
  | 'stream'
  | 'keymiss'
  | 'new'
  | 'module';

function typed<T extends Value>(value: Value | undefined, kind: ValueClass<T>): T | undefined {
  if (value === undefined || value instanceof kind) return value;
  throw new RedisError(WRONG_TYPE);
}
