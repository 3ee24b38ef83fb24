import type { Bytes } from '../bytes.js';
import type { Content, Database } from './database.js';
import type { Delta } from './delta.js';
import type { Server } from './server.js';
import type { Value } from './value.js';
import { DICT_ENTRY, roughSize, valueSize } from './value-size.js';
import { exactRoom } from './values/sds-size.js';

/** What an empty server of this version uses, bytes: figures of memory are estimates beside it. */
const BASE = 900_000;
const SAMPLES = 5;
const INITIAL_FREQUENCY = 5;
/** Keys looked at for one that may go. Redis takes five at random; in a small database, this finds the very best. */
const CANDIDATES = 1000;

/** Estimates of memory, and eviction by `maxmemory-policy`. */
export class Memory {
  private readonly server: Server;
  peak = BASE;
  /** Bytes of the keys of each database; kept up to date while there is a limit, else as of {@link estimatedAt}. */
  private sizes = new WeakMap<Content, number>();
  /** Bytes of each value as they went into {@link sizes}. */
  private counted = new WeakMap<Value, number>();
  private estimatedAt = -1;
  /** Ends keeping the sizes up to date. */
  private stopCounting: (() => void) | undefined;
  /** Where the search for victims stands. */
  private readonly searches = new WeakMap<object, Iterator<Bytes>>();
  readonly startup = BASE;
  /** Clock, ms, since when memory has been over the limit with nothing to evict. */
  exceededSince: number | undefined;
  /** Settings changed since the last {@link tick}. */
  private limitChanged = false;

  constructor(server: Server) {
    this.server = server;
    this.keepCounting(server.config.maxmemory > 0);
    server.config.onChange(() => {
      this.limitChanged = true;
      this.keepCounting(server.config.maxmemory > 0);
      server.keyspace.countsAccess = server.tracksFrequency ? (value): void => this.countAccess(value) : undefined;
    });
  }

  /** The LFU counter of a value, less one for each `lfu-decay-time` minutes since the last access (`LFUDecrAndReturn`). */
  frequency(value: Value): number {
    const { config, keyspace } = this.server;
    const decay = config.number('lfu-decay-time');
    const minutes = Math.floor(keyspace.now / 60_000) - Math.floor(value.accessedAt / 60_000);
    return Math.max(0, value.frequency - (decay === 0 ? 0 : Math.floor(minutes / decay)));
  }

  /** `updateLFU`: the counter grows the more rarely the higher it is. */
  private countAccess(value: Value): void {
    value.frequency = this.frequency(value);
    const above = Math.max(0, value.frequency - INITIAL_FREQUENCY);
    const chance = 1 / (above * this.server.config.number('lfu-log-factor') + 1);
    if (value.frequency < 255 && this.server.random.next() / 2 ** 32 < chance) value.frequency++;
  }

  /** Bytes in use. While there is a limit, what changes is counted as it changes; without one this is O(keys) after a change. */
  get used(): number {
    const { databases, journal } = this.server.keyspace;
    if (this.stopCounting === undefined && this.estimatedAt !== journal.position) this.sizes = new WeakMap();
    this.estimatedAt = journal.position;
    let used = BASE;
    for (const { content } of databases) used += this.sizes.get(content) ?? this.count(content);
    this.peak = Math.max(this.peak, used);
    return used;
  }

  private count(content: Content): number {
    let total = 0;
    for (const [key, value] of content.values.entries()) total += this.measure(key, value);
    this.sizes.set(content, total);
    return total;
  }

  private measure(key: Bytes, value: Value): number {
    const size = roughSize(value, SAMPLES, this.server.payloadFormat);
    this.counted.set(value, size);
    return size + keySize(key);
  }

  private keepCounting(on: boolean): void {
    if (on === (this.stopCounting !== undefined)) return;
    this.stopCounting?.();
    this.sizes = new WeakMap();
    this.stopCounting = on
      ? this.server.keyspace.journal.listen((delta, undone) => this.recount(delta, undone))
      : undefined;
  }

  /** What a delta did to the size of its database, if that has been counted. */
  private recount(delta: Delta, undone: boolean): void {
    if (delta.kind === 'database' || delta.kind === 'expiry') return;
    const { content } = delta.db;
    const total = this.sizes.get(content);
    if (total === undefined) return;
    const { key } = delta;
    const was = before(delta, undone);
    const is = content.values.get(key);
    const less = was === undefined ? 0 : (this.counted.get(was) ?? 0) + keySize(key);
    this.sizes.set(content, total - less + (is === undefined ? 0 : this.measure(key, is)));
  }

  /** Bytes of a key and its value; `samples` elements are measured, 0 is all. */
  ofKey(key: Bytes, value: Value, samples: number): number {
    return valueSize(value, samples, this.server.payloadFormat) + keySize(key);
  }

  /** A limit that was just set is kept without waiting for the next command (`startEvictionTimeProc`). */
  tick(): void {
    if (this.limitChanged && this.server.config.maxmemory > 0) this.evict();
    this.limitChanged = false;
  }

  /** `performEvictions`: removes keys until memory is below `maxmemory`; false when that cannot be done. */
  evict(): boolean {
    const { config, keyspace } = this.server;
    this.exceededSince = undefined;
    const policy = config.text('maxmemory-policy');
    while (this.used > config.maxmemory) {
      const victim = policy === 'noeviction' ? undefined : this.victim(policy);
      if (victim === undefined) {
        this.exceededSince = keyspace.now;
        return false;
      }
      victim.db.remove(victim.key, 'evicted');
      victim.db.notify('evicted', 'evicted', victim.key);
      this.server.statistics.evicted++;
    }
    return true;
  }

  /** The key that goes first, of some in each database. */
  private victim(policy: string): { db: Database; key: Bytes } | undefined {
    const [scope, rule] = policy.split('-');
    let best: { readonly db: Database; readonly key: Bytes; readonly rank: number } | undefined;
    for (const db of this.server.keyspace.databases) {
      for (const key of this.candidates(db.content, scope === 'volatile')) {
        const rank = this.rank(db, key, rule!);
        if (best === undefined || rank < best.rank) best = { db, key, rank };
      }
    }
    return best;
  }

  /** Keys of a database that may go: the next ones after those looked at before. */
  private candidates(content: Content, areVolatile: boolean): Bytes[] {
    const from = areVolatile ? content.expires : content.values;
    const wanted = Math.min(CANDIDATES, from.size);
    const found: Bytes[] = [];
    for (let turns = 0; found.length < wanted && turns < 2;) {
      let search = this.searches.get(from);
      if (search === undefined) this.searches.set(from, (search = from.keys()));
      const { value: key, done } = search.next();
      if (done === true) {
        this.searches.delete(from);
        turns++;
      } else if (from.has(key)) found.push(key);
    }
    return found;
  }

  private rank(db: Database, key: Bytes, rule: string): number {
    const value = db.content.values.get(key)!;
    if (rule === 'ttl') return Number(db.content.expires.get(key)!);
    if (rule === 'lru') return value.accessedAt;
    return rule === 'lfu' ? value.frequency : this.server.random.next();
  }
}

const keySize = (key: Bytes): number => exactRoom(key.length).allocation + DICT_ENTRY;

/** The value that a key had before a delta was applied, or taken back. */
function before(delta: Exclude<Delta, { kind: 'database' | 'expiry' }>, undone: boolean): Value | undefined {
  if (delta.kind === 'value') return delta.value;
  if (!undone) return delta.before;
  return delta.kind === 'key.put' ? delta.after : undefined;
}
