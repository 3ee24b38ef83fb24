import type { Bytes } from '../bytes.js';
import type { Database } from './database.js';
import type { Server } from './server.js';
import type { Value } from './value.js';
import { allocated, valueSize } from './value-size.js';

/** What an empty server of this version uses, bytes: figures of memory are estimates beside it. */
const BASE = 900_000;
const DICT_ENTRY = 32;
const SAMPLES = 5;
const INITIAL_FREQUENCY = 5;

/** Estimates of memory, and eviction by `maxmemory-policy`. */
export class Memory {
  private readonly server: Server;
  private estimate = BASE;
  private estimatedAt = -1;
  peak = BASE;
  readonly startup = BASE;
  /** Clock, ms, since when memory has been over the limit with nothing to evict. */
  exceededSince: number | undefined;
  /** Settings changed since the last {@link tick}. */
  private limitChanged = false;

  constructor(server: Server) {
    this.server = server;
    server.config.onChange(() => {
      this.limitChanged = true;
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

  /** Bytes in use. O(keys) after a change, so asked for only when somebody wants to know. */
  get used(): number {
    const { databases, journal } = this.server.keyspace;
    if (this.estimatedAt !== journal.position) {
      this.estimate = BASE;
      for (const db of databases)
        for (const [key, value] of db.content.values.entries()) this.estimate += this.ofKey(key, value, SAMPLES);
      this.estimatedAt = journal.position;
      this.peak = Math.max(this.peak, this.estimate);
    }
    return this.estimate;
  }

  /** Bytes of a key and its value; `samples` elements are measured, 0 is all. */
  ofKey(key: Bytes, value: Value, samples: number): number {
    return valueSize(value, samples) + allocated(key.length + 2) + DICT_ENTRY;
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

  /** The key that goes first; the exact one, where Redis looks at a sample. */
  private victim(policy: string): { db: Database; key: Bytes } | undefined {
    const [scope, rule] = policy.split('-');
    const candidates: { db: Database; key: Bytes; rank: number }[] = [];
    for (const db of this.server.keyspace.databases) {
      const keys = scope === 'volatile' ? db.content.expires.keys() : db.content.values.keys();
      for (const key of keys) candidates.push({ db, key, rank: this.rank(db, key, rule!) });
    }
    return candidates.reduce<(typeof candidates)[number] | undefined>(
      (best, next) => (best === undefined || next.rank < best.rank ? next : best),
      undefined,
    );
  }

  private rank(db: Database, key: Bytes, rule: string): number {
    const value = db.content.values.get(key)!;
    if (rule === 'ttl') return Number(db.content.expires.get(key)!);
    if (rule === 'lru') return value.accessedAt;
    return rule === 'lfu' ? value.frequency : this.server.random.next();
  }
}
