import type { Bytes } from '../bytes.js';
import type { Content, Database } from './database.js';
import type { Keyspace } from './keyspace.js';
import type { Session, Watch } from './session.js';

/** The keys that clients WATCH. */
export class Watchers {
  private readonly keyspace: Keyspace;
  private readonly watched = new Map<Database, Map<Bytes, Set<Watch>>>();
  /** Told of writes: from the first WATCH on. */
  private listening = false;

  constructor(keyspace: Keyspace) {
    this.keyspace = keyspace;
  }

  /** `watchForKey`. */
  watch(session: Session, key: Bytes): void {
    const { db } = session;
    if (session.watches.some((watch) => watch.db === db && watch.key === key)) return;
    if (!this.listening) this.listen();
    const watch: Watch = { session, db, key, expired: this.isExpired(db.content, key) };
    session.watches.push(watch);
    let byKey = this.watched.get(db);
    if (byKey === undefined) this.watched.set(db, (byKey = new Map<Bytes, Set<Watch>>()));
    const watches = byKey.get(key);
    if (watches === undefined) byKey.set(key, new Set([watch]));
    else watches.add(watch);
  }

  /** `unwatchAllKeys`. */
  unwatch(session: Session): void {
    for (const watch of session.watches) {
      const byKey = this.watched.get(watch.db);
      const watches = byKey?.get(watch.key);
      watches?.delete(watch);
      if (watches?.size === 0) byKey!.delete(watch.key);
      if (byKey?.size === 0) this.watched.delete(watch.db);
    }
    session.watches.length = 0;
  }

  private listen(): void {
    this.listening = true;
    this.keyspace.onTouched((db, key, before) => {
      if (key !== undefined) this.touchKey(db, key);
      else if (before !== undefined) this.touchDatabase(db, before);
    });
  }

  /** `isWatchedKeyExpired`: a key that lived when it was watched has died since. */
  anyExpired(session: Session): boolean {
    return session.watches.some((watch) => !watch.expired && this.isExpired(watch.db.content, watch.key));
  }

  private isExpired(content: Content, key: Bytes): boolean {
    const at = content.expires.get(key);
    return at !== undefined && this.keyspace.now > at;
  }

  /** `touchWatchedKey`. */
  private touchKey(db: Database, key: Bytes): void {
    if (this.watched.size === 0) return;
    const watches = this.watched.get(db)?.get(key);
    if (watches === undefined) return;
    for (const watch of watches) {
      if (watch.expired) {
        // It was expired already: its removal is no change.
        if (db.content.values.has(key)) break;
        watch.expired = false;
      } else this.breakWatch(watch.session);
    }
  }

  /** `touchAllWatchedKeysInDb`: the database's content was replaced. */
  private touchDatabase(db: Database, before: Content): void {
    for (const [key, watches] of this.watched.get(db) ?? []) {
      const existed = before.values.has(key);
      const exists = db.content.values.has(key);
      if (!existed && !exists) continue;
      for (const watch of watches) {
        if (watch.expired && !exists) watch.expired = false;
        else if (watch.expired && this.isExpired(db.content, key)) continue;
        else if (!watch.expired && !existed && this.isExpired(db.content, key)) watch.expired = true;
        else this.breakWatch(watch.session);
      }
    }
  }

  private breakWatch(session: Session): void {
    session.watchBroken = true;
    this.unwatch(session);
  }
}
