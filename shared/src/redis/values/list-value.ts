import type { Bytes } from '../../bytes.js';
import type { Change, ListChange, Undo } from '../change.js';
import { Value } from '../value.js';
import { Sequence } from './sequence.js';

const NOTHING: readonly Bytes[] = [];

/** A list. Whatever its size, 7.0 calls the encoding quicklist. */
export class ListValue extends Value {
  readonly type = 'list';
  readonly encoding = 'quicklist';
  #elements = new Sequence<Bytes>();

  get length(): number {
    return this.#elements.length;
  }

  /** The element at a position, 0…length-1. */
  at(index: number): Bytes | undefined {
    return this.#elements.at(index);
  }

  /** Elements at `from` ≤ i < `to`. */
  slice(from: number, to: number): Bytes[] {
    return this.#elements.slice(from, to);
  }

  /** From a position to the end, or to the start when `step` is -1. */
  from(index: number, step: 1 | -1 = 1): Iterable<Bytes> {
    return this.#elements.from(index, step);
  }

  override apply(change: Change): Undo | undefined {
    const edit = change as ListChange;
    if (edit.kind === 'list.set') {
      const before = this.#elements.at(edit.index)!;
      this.#elements.replace(edit.index, edit.value);
      return { before };
    }
    if (edit.remove === 0 && edit.insert.length === 0) return undefined;
    return { before: this.#splice(edit.index, edit.remove, edit.insert) };
  }

  override revert(change: Change, undo: Undo): void {
    const edit = change as ListChange;
    if (edit.kind === 'list.set') this.#elements.replace(edit.index, undo.before as Bytes);
    else this.#splice(edit.index, edit.insert.length, undo.before as readonly Bytes[]);
  }

  override copy(): ListValue {
    const copy = new ListValue();
    copy.#elements = Sequence.from([...this.#elements]);
    return copy;
  }

  #splice(index: number, remove: number, insert: readonly Bytes[]): readonly Bytes[] {
    const removed = remove === 0 ? NOTHING : this.#remove(index, remove);
    for (let i = 0; i < insert.length; i++) this.#elements.insert(index + i, insert[i]!);
    return removed;
  }

  #remove(index: number, count: number): readonly Bytes[] {
    if (count === 1) return [this.#elements.remove(index)];
    const removed: Bytes[] = [];
    // From the back, so that positions before the hole stay put and leaves are emptied at their ends.
    for (let i = index + count - 1; i >= index; i--) removed.push(this.#elements.remove(i));
    return removed.reverse();
  }
}
