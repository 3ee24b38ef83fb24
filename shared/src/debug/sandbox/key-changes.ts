import type { Bytes } from '../../bytes.js';
import type { Database } from '../../redis/database.js';
import { applyDelta, revertDelta, type Delta } from '../../redis/delta.js';
import type { Keyspace } from '../../redis/keyspace.js';
import type { KeyChange, KeyState } from '../recording.js';
import { keyState } from './key-state.js';

/** A run that changes more keys than this shows these; a FLUSHALL of a large database would not end otherwise. */
const MOST_CHANGES = 10_000;

/**
 * Notes the state of each key before its first change, from the moment it is made until `stop`. A change costs a look-up; only the first of
 * each key costs more: it is taken back for a moment, to see what was there.
 */
export class KeyChangeWatch {
  readonly #before = new Map<Database, Map<Bytes, KeyState | undefined>>();
  readonly #stop: () => void;
  #count = 0;
  #limited = false;

  constructor(keyspace: Keyspace) {
    for (const db of keyspace.databases) this.#before.set(db, new Map());
    this.#stop = keyspace.journal.listen((delta, undone) => {
      if (!undone) this.#note(delta);
    });
  }

  /** Some keys that were changed are left out. */
  get limited(): boolean {
    return this.#limited;
  }

  /** Stops watching. */
  stop(): void {
    this.#stop();
  }

  /** Keys that were changed up to now, first changed first; those that came and went again are left out. */
  changes(): readonly KeyChange[] {
    const changes: KeyChange[] = [];
    for (const [db, keys] of this.#before)
      for (const [key, before] of keys) {
        const after = keyState(db, key);
        if (before === undefined && after === undefined) continue;
        changes.push({
          db: db.index,
          key,
          ...(before !== undefined && { before }),
          ...(after !== undefined && { after }),
        });
      }
    return changes;
  }

  #note(delta: Delta): void {
    const known = this.#before.get(delta.db)!;
    if (delta.kind !== 'database') {
      if (!known.has(delta.key)) this.#noteBefore(delta, known, [delta.key]);
      return;
    }
    const keys = new Set([...delta.before.values.keys(), ...delta.after.values.keys()]);
    this.#noteBefore(
      delta,
      known,
      [...keys].filter((key) => !known.has(key)),
    );
  }

  #noteBefore(delta: Delta, known: Map<Bytes, KeyState | undefined>, keys: readonly Bytes[]): void {
    revertDelta(delta);
    for (const key of keys) {
      if (this.#count === MOST_CHANGES) {
        this.#limited = true;
        break;
      }
      this.#count++;
      known.set(key, keyState(delta.db, key));
    }
    applyDelta(delta);
  }
}
