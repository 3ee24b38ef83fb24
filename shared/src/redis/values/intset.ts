import type { Bytes } from '../../bytes.js';
import { compareDecimals } from './integer.js';

const fits = (member: Bytes, limit: Bytes): boolean =>
  compareDecimals(member, limit) <= 0 &&
  compareDecimals(member, `-${limit.slice(0, -1)}${Number(limit.at(-1)) + 1}`) >= 0;

/** Bytes that `_intsetValueEncoding` gives a value: 2, 4 or 8. */
function widthOf(member: Bytes): 2 | 4 | 8 {
  return fits(member, '32767') ? 2 : fits(member, '2147483647') ? 4 : 8;
}

/** Integers in ascending order. Members are canonical decimal texts; the caller checks that. */
export class Intset {
  readonly #members: Bytes[];
  /** Bytes an element takes: grows with the widest member ever added, and never shrinks (`intsetUpgradeAndAdd`). */
  width: number;

  constructor(members: Bytes[] = [], width = 2) {
    this.#members = members;
    this.width = width;
  }

  get size(): number {
    return this.#members.length;
  }

  has(member: Bytes): boolean {
    return this.#members[this.#search(member)] === member;
  }

  /** The member at a position, 0…size-1. */
  at(index: number): Bytes {
    return this.#members[index]!;
  }

  /** Adds a member that is not there. */
  add(member: Bytes): void {
    this.width = Math.max(this.width, widthOf(member));
    this.#members.splice(this.#search(member), 0, member);
  }

  delete(member: Bytes): boolean {
    const index = this.#search(member);
    if (this.#members[index] !== member) return false;
    this.#members.splice(index, 1);
    return true;
  }

  keys(): Iterable<Bytes> {
    return this.#members;
  }

  copy(): Intset {
    return new Intset([...this.#members], this.width);
  }

  /** The first position whose member is not less. A text that is no integer sorts somewhere, and equals no member there. */
  #search(member: Bytes): number {
    let low = 0;
    let high = this.#members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareDecimals(this.#members[middle]!, member) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
