import type { KeyChange, KeyState } from '../recording.js';
import type { Packed } from './unpack.js';
import { itemsOf, keyStateOf, textOf } from './values.js';

/** A key as a trace tells of it: as it was found, after writes, and at the end. */
interface TracedKey {
  readonly db: number;
  readonly key: string;
  readonly before: KeyState | undefined;
  readonly end: KeyState | undefined;
  /** Oldest first; `step` is the one that wrote. */
  readonly after: { readonly step: number; readonly state: KeyState | undefined }[];
}

/** What became of the keys that an instrumented script wrote, and when. */
export class KeyStory {
  readonly #keys: readonly TracedKey[];
  /** From this step on it was too much to be told. */
  #toldUntil = Infinity;

  /** @param touched for each key the database, the name, and its state at first and at last */
  constructor(touched: readonly Packed[]) {
    this.#keys = touched.map((one) => {
      const [db, key, first, last] = itemsOf(one);
      return { db: Number(db), key: textOf(key), before: keyStateOf(first), end: keyStateOf(last), after: [] };
    });
  }

  /** A step has written a key; 0 for the number says that from here on nothing more is told. */
  note(step: number, number: number, state: Packed): void {
    if (number === 0) this.#toldUntil = step;
    else this.#keys[number - 1]?.after.push({ step, state: keyStateOf(state) });
  }

  /** Keys that are not as they were. */
  changes(): readonly KeyChange[] {
    return this.#keys.flatMap((key) => changeOf(key, key.end));
  }

  /** Keys that are not as they were when a step is about to run; undefined where that is not known. */
  changesAt(step: number): readonly KeyChange[] | undefined {
    if (step > this.#toldUntil) return undefined;
    return this.#keys.flatMap((key) => {
      const written = key.after.findLast((write) => write.step < step);
      return written === undefined ? [] : changeOf(key, written.state);
    });
  }

  /** Whether a step has written, so that the changes before it and after it differ. */
  writesAt(): ReadonlySet<number> {
    return new Set(this.#keys.flatMap(({ after }) => after.map(({ step }) => step)));
  }
}

function changeOf({ db, key, before }: TracedKey, after: KeyState | undefined): KeyChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ db, key, ...(before && { before }), ...(after && { after }) }];
}
