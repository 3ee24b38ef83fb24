import type { Bytes } from '../../bytes.js';
import type { Database } from '../../redis/database.js';
import type { Delta } from '../../redis/delta.js';
import type { Keyspace } from '../../redis/keyspace.js';
import type { CallIndex, KeyIndex, KeyWrites, StepIndex } from '../recording.js';
import { NumberColumn } from './number-column.js';

/** Writes beyond this many are left out. */
const MOST_WRITES = 1_000_000;

/** Notes each change of a key: which, during which step, by which call. Several by one call are one. */
export class KeyWriteLog {
  readonly #keys: { readonly db: number; readonly key: Bytes }[] = [];
  readonly #numbers = new Map<Database, Map<Bytes, number>>();
  readonly #key = new NumberColumn();
  readonly #step = new NumberColumn();
  readonly #call = new NumberColumn();
  readonly #now: () => { readonly step: StepIndex; readonly call: CallIndex };
  #stop: () => void = () => {};

  /** @param now the step and call that run */
  constructor(now: () => { readonly step: StepIndex; readonly call: CallIndex }) {
    this.#now = now;
  }

  start(keyspace: Keyspace): void {
    this.#stop = keyspace.journal.listen((delta, undone) => {
      if (undone || this.#key.length >= MOST_WRITES) return;
      const { step, call } = this.#now();
      for (const key of keysOf(delta)) this.#note(this.#numberOf(delta.db, key), step, call);
    });
  }

  stop(): void {
    this.#stop();
  }

  /** @param steps those of a recording that may have ended before its run: what was written after them is left out */
  finish(steps: number): KeyWrites {
    const step = this.#step.below(steps);
    return { keys: this.#keys, key: this.#key.first(step.length), step, call: this.#call.first(step.length) };
  }

  #note(key: KeyIndex, step: StepIndex, call: CallIndex): void {
    if (this.#key.last === key && this.#call.last === call) return;
    this.#key.add(key);
    this.#step.add(step);
    this.#call.add(call);
  }

  #numberOf(db: Database, key: Bytes): KeyIndex {
    let numbers = this.#numbers.get(db);
    if (numbers === undefined) this.#numbers.set(db, (numbers = new Map()));
    let number = numbers.get(key);
    if (number === undefined) {
      numbers.set(key, (number = this.#keys.length));
      this.#keys.push({ db: db.index, key });
    }
    return number;
  }
}

/** FLUSHALL and SWAPDB write every key that there was or is. */
const keysOf = (delta: Delta): Iterable<Bytes> =>
  delta.kind === 'database' ? new Set([...delta.before.values.keys(), ...delta.after.values.keys()]) : [delta.key];
