import type { Bytes } from '../bytes.js';
import { signalsWrite } from './change.js';
import { Database, emptyContent, type Content, type EventClass } from './database.js';
import type { Delta } from './delta.js';
import { Journal } from './journal.js';
import type { EncodingLimits, Value } from './value.js';

export interface KeyspaceOptions {
  readonly databases: number;
  readonly limits: EncodingLimits;
  /** Seeds the order of hash tables: equal seeds and equal content give equal order. */
  readonly hashSeed: number;
  readonly onEvent: (type: EventClass, event: Bytes, key: Bytes, db: number) => void;
}

/** Told of each key written; without a key, of a database whose content was replaced. WATCH and blocked clients live on it. */
export type TouchListener = (db: Database, key: Bytes | undefined, before: Content | undefined) => void;

/** All databases, the one write path and the clock that expiry goes by. */
export class Keyspace {
  readonly databases: readonly Database[];
  readonly journal = new Journal();
  readonly statistics = { hits: 0, misses: 0, expired: 0 };
  readonly hashSeed: number;
  limits: EncodingLimits;
  /**
   * Clock, ms, that expiry compares with. The server sets it before each command and leaves it alone inside a script, for which time
   * stands still at its start (`keyIsExpired`).
   */
  now = 0;
  /** False while expired keys are hidden but not removed (clients paused). */
  mayExpire = true;
  /** Set while accesses are counted (LFU policies). */
  countsAccess: ((value: Value) => void) | undefined;
  private readonly onEvent: KeyspaceOptions['onEvent'];
  private readonly touchListeners: TouchListener[] = [];

  constructor(options: KeyspaceOptions) {
    this.limits = options.limits;
    this.hashSeed = options.hashSeed;
    this.onEvent = options.onEvent;
    this.databases = Array.from({ length: options.databases }, (_, index) => new Database(index, this));
    this.journal.listen((delta) => this.deltaTouches(delta));
  }

  /** Notes an access to a value. */
  touch(value: Value): void {
    this.countsAccess?.(value);
    value.accessedAt = this.now;
  }

  notify(type: EventClass, event: Bytes, key: Bytes, db: number): void {
    this.onEvent(type, event, key, db);
  }

  /** Empties a database in O(1); gives how many keys it had. */
  flush(db: Database): number {
    const count = db.size;
    this.journal.commit({ kind: 'database', db, before: db.content, after: emptyContent(this.hashSeed) });
    return count;
  }

  /** SWAPDB: two databases exchange their content. */
  swap(a: Database, b: Database): void {
    const [ofA, ofB] = [a.content, b.content];
    this.journal.commit({ kind: 'database', db: a, before: ofA, after: ofB });
    this.journal.commit({ kind: 'database', db: b, before: ofB, after: ofA });
  }

  /** Adds a listener, for good. Listeners are asked at every write: add one when it first has somebody to tell. */
  onTouched(listener: TouchListener): void {
    this.touchListeners.push(listener);
  }

  touched(db: Database, key: Bytes | undefined, before?: Content): void {
    for (const listener of this.touchListeners) listener(db, key, before);
  }

  /**
   * Removes keys whose time is past, without anyone asking for them (`activeExpireCycle`). Looks at no more than `budget` keys of each
   * database and goes on from there the next time. Gives how many went.
   */
  expireDue(budget: number): number {
    let removed = 0;
    for (const db of this.databases) removed += db.expireSome(budget);
    return removed;
  }

  private deltaTouches(delta: Delta): void {
    if (this.touchListeners.length === 0) return;
    if (delta.kind === 'database') this.touched(delta.db, undefined, delta.before);
    else if (delta.kind !== 'value' || signalsWrite(delta.change)) this.touched(delta.db, delta.key);
  }
}
