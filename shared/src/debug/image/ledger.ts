import type { Bytes } from '../../bytes.js';
import type { Change } from '../../redis/change.js';
import type { Database } from '../../redis/database.js';
import type { Delta } from '../../redis/delta.js';
import type { Keyspace } from '../../redis/keyspace.js';
import type { Value } from '../../redis/value.js';
import type { Int64 } from '../../redis/values/integer.js';
import {
  keyId,
  type ChangedKey,
  type EntryId,
  type Image,
  type ImageEntry,
  type ImagePatch,
  type KeyEntry,
} from './image.js';
import { imageOf, valueFromImage } from './value-image.js';

/** A key written since the last patch: the changes inside its value, or `whole` when it must be copied anew. */
type Pending = Change[] | 'whole';

/** Up to this many changes are worth keeping beside a value, however small it is. */
const ALWAYS_KEPT = 64;

interface MutablePatch {
  readonly removed: EntryId[];
  readonly put: [EntryId, ImageEntry][];
  readonly changed: ChangedKey[];
}

/** What is known of one database and of its copy. */
interface DatabaseLedger {
  readonly pending: Map<Bytes, Pending>;
  /** The keys of the copy, each with the number of changes that stand beside its value there. */
  readonly copied: Map<Bytes, number>;
  /** All of it was emptied or exchanged. */
  replaced: boolean;
}

/**
 * Listens to the journal of a keyspace and tells, when asked, what a copy outside must change. A patch costs what the writes cost, or what
 * the written values hold where that is less.
 */
export class KeyLedger {
  readonly #keyspace: Keyspace;
  readonly #databases: ReadonlyMap<Database, DatabaseLedger>;
  #listening = true;

  constructor(keyspace: Keyspace) {
    this.#keyspace = keyspace;
    this.#databases = new Map(
      keyspace.databases.map((db) => [db, { pending: new Map(), copied: new Map(), replaced: false }]),
    );
    keyspace.journal.listen((delta, undone) => {
      if (this.#listening) this.#note(this.#databases.get(delta.db)!, delta, undone);
    });
  }

  /** Runs `action`, which leaves the data as it found it, without listening. */
  ignoring<T>(action: () => T): T {
    this.#listening = false;
    try {
      return action();
    } finally {
      this.#listening = true;
    }
  }

  /** Puts the keys of an image into the (empty) keyspace. They count as copied: no patch tells of them. */
  restore(image: Image): void {
    this.ignoring(() => {
      for (const entry of image.values()) if (entry.kind === 'key') this.#restoreKey(entry);
    });
  }

  /** All keys there are. */
  *entries(): Generator<readonly [EntryId, KeyEntry]> {
    for (const db of this.#databases.keys())
      for (const [key, value] of db.content.values.entries()) yield [keyId(db.index, key), entryOf(db, key, value)];
  }

  /** What has changed since the last patch; undefined when nothing has. */
  patch(): ImagePatch | undefined {
    const patch: MutablePatch = { removed: [], put: [], changed: [] };
    for (const [db, ledger] of this.#databases) {
      if (ledger.replaced) markReplaced(db, ledger, patch.removed);
      for (const [key, pending] of ledger.pending) this.#patchKey(db, ledger, key, pending, patch);
      ledger.pending.clear();
    }
    return patch.removed.length + patch.put.length + patch.changed.length === 0 ? undefined : patch;
  }

  #note(ledger: DatabaseLedger, delta: Delta, undone: boolean): void {
    switch (delta.kind) {
      case 'database':
        ledger.replaced = true;
        return;
      case 'key.put':
      case 'key.removed':
        ledger.pending.set(delta.key, 'whole');
        return;
      case 'expiry':
        if (!ledger.pending.has(delta.key)) ledger.pending.set(delta.key, []);
        return;
      case 'value': {
        const pending = ledger.pending.get(delta.key) ?? [];
        if (pending === 'whole') return;
        const most = Math.max(ALWAYS_KEPT, delta.value.length);
        const kept = (ledger.copied.get(delta.key) ?? 0) + pending.length;
        // Where the nodes of a copied stream end, and so what a trim takes, is not where they end here.
        if (undone || kept >= most || delta.change.kind === 'stream.trim') ledger.pending.set(delta.key, 'whole');
        else {
          pending.push(delta.change);
          ledger.pending.set(delta.key, pending);
        }
      }
    }
  }

  #patchKey(db: Database, ledger: DatabaseLedger, key: Bytes, pending: Pending, patch: MutablePatch): void {
    const id = keyId(db.index, key);
    const value = db.content.values.get(key);
    const copied = ledger.copied.get(key);
    if (value === undefined) {
      if (ledger.copied.delete(key)) patch.removed.push(id);
    } else if (pending === 'whole' || copied === undefined) {
      ledger.copied.set(key, 0);
      patch.put.push([id, entryOf(db, key, value)]);
    } else {
      ledger.copied.set(key, copied + pending.length);
      patch.changed.push({ id, changes: pending, ...expiryOf(db, key) });
    }
  }

  #restoreKey(entry: KeyEntry): void {
    const { databases, hashSeed, limits } = this.#keyspace;
    const db = databases[entry.db];
    if (db === undefined) return;
    db.put(entry.key, valueFromImage(entry.value, hashSeed, limits));
    const value = db.peek(entry.key)!;
    for (const change of entry.changes) db.apply(entry.key, value, change);
    db.setExpiry(entry.key, entry.expiresAt);
    this.#databases.get(db)!.copied.set(entry.key, entry.changes.length);
  }
}

/** After a database was replaced, nothing that the copy has of it is good: all goes, and what is there now is copied whole. */
function markReplaced(db: Database, ledger: DatabaseLedger, removed: EntryId[]): void {
  for (const key of ledger.copied.keys()) if (!db.content.values.has(key)) removed.push(keyId(db.index, key));
  ledger.copied.clear();
  ledger.pending.clear();
  for (const key of db.content.values.keys()) ledger.pending.set(key, 'whole');
  ledger.replaced = false;
}

const entryOf = (db: Database, key: Bytes, value: Value): KeyEntry => ({
  kind: 'key',
  db: db.index,
  key,
  value: imageOf(value),
  changes: [],
  ...expiryOf(db, key),
});

function expiryOf(db: Database, key: Bytes): { readonly expiresAt?: Int64 } {
  const expiresAt = db.content.expires.get(key);
  return expiresAt === undefined ? {} : { expiresAt };
}
