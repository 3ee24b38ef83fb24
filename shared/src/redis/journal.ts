import type { Bytes } from '../bytes.js';
import { applyDelta, revertDelta, type Delta } from './delta.js';

/** A moment of the data, to go back to. Held until released; deltas are kept from the oldest mark held. */
export interface Mark {
  /** Deltas before this one belong to the past of the mark. Counts from 0 for the journal's whole life. */
  readonly position: number;
}

/** Told of every delta just applied; `undone` when it was just taken back. */
export type DeltaListener = (delta: Delta, undone: boolean) => void;

/**
 * The record of all changes since the oldest mark that is held; empty when nobody holds one. A snapshot is a mark (O(1)); going back
 * costs O(k log n) for the k changes since.
 */
export class Journal {
  private readonly log: Delta[] = [];
  private first = 0;
  private readonly held = new Set<Mark>();
  private listeners: readonly DeltaListener[] = [];

  /** Applies a delta and records it. The only way data changes. */
  commit(delta: Delta): void {
    applyDelta(delta);
    this.record(delta);
  }

  /** Records a delta that its value has applied already (a `value` delta, whose `undo` comes from applying it). */
  record(delta: Delta): void {
    if (this.held.size > 0) this.log.push(delta);
    else this.first++;
    for (const listener of this.listeners) listener(delta, false);
  }

  /** The number of deltas ever applied, less those rolled back. */
  get position(): number {
    return this.first + this.log.length;
  }

  mark(): Mark {
    const mark = { position: this.position };
    this.held.add(mark);
    return mark;
  }

  /** Gives the mark up; deltas that no mark needs any more are dropped. */
  release(mark: Mark): void {
    if (!this.held.delete(mark)) return;
    let oldest = Infinity;
    for (const other of this.held) oldest = Math.min(oldest, other.position);
    const drop = Math.min(oldest - this.first, this.log.length);
    if (drop > 0) {
      this.log.splice(0, drop);
      this.first += drop;
    }
  }

  /** What happened since a held mark, oldest first. */
  since(mark: Mark): readonly Delta[] {
    this.checkHeld(mark);
    return this.log.slice(mark.position - this.first);
  }

  /** Takes back everything since a held mark, newest first, and gives it oldest first (for {@link replay}). The mark stays held; later marks are gone. */
  rollback(mark: Mark): readonly Delta[] {
    this.checkHeld(mark);
    const undone = this.log.splice(mark.position - this.first);
    for (let i = undone.length - 1; i >= 0; i--) {
      const delta = undone[i]!;
      revertDelta(delta);
      for (const listener of this.listeners) listener(delta, true);
    }
    for (const other of this.held) if (other.position > mark.position) this.held.delete(other);
    return undone;
  }

  /** Does deltas again that {@link rollback} took back, in order, on the state they were made in. */
  replay(deltas: readonly Delta[]): void {
    for (const delta of deltas) this.commit(delta);
  }

  /** Adds a listener; the function given back takes it away. */
  listen(listener: DeltaListener): () => void {
    this.listeners = [...this.listeners, listener];
    return () => {
      this.listeners = this.listeners.filter((other) => other !== listener);
    };
  }

  private checkHeld(mark: Mark): void {
    if (!this.held.has(mark)) throw new Error('This mark is not held: it was released or rolled over.');
  }
}

/** The newest delta that wrote `key` of database `db`, or undefined; `deltas` oldest first. */
export function lastWrite(deltas: readonly Delta[], db: number, key: Bytes): Delta | undefined {
  return deltas.findLast((delta) => delta.db.index === db && (delta.kind === 'database' || delta.key === key));
}
