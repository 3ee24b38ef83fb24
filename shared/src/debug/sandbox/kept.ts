import { KEPT } from '../recording.js';

/** The first and the last of a row of things, as many as {@link KEPT} says, within a number of bytes; and how many there were. */
export class Kept<T> {
  readonly #bytes: number;
  readonly #first: T[] = [];
  #firstBytes = 0;
  #firstFull = false;
  /** A queue and the bytes of each in it: what stands before `#lastFrom` has left it. */
  #last: T[] = [];
  #lastSizes: number[] = [];
  #lastFrom = 0;
  #lastBytes = 0;
  #total = 0;

  /** @param bytes how many all together may have; the last ones get an eighth of it */
  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** How many there were; the ordinal of the next one. */
  get total(): number {
    return this.#total;
  }

  /** Some of them are not kept. */
  get limited(): boolean {
    return this.#total > this.#first.length + this.#last.length - this.#lastFrom;
  }

  /** The first ones, then the last ones. */
  get items(): readonly T[] {
    return [...this.#first, ...this.#last.slice(this.#lastFrom)];
  }

  add(item: T, bytes: number): void {
    this.#total++;
    this.#firstFull ||= this.#first.length === KEPT.firstCalls || this.#firstBytes + bytes > (this.#bytes / 8) * 7;
    if (this.#firstFull) {
      this.#addLast(item, bytes);
      return;
    }
    this.#first.push(item);
    this.#firstBytes += bytes;
  }

  #addLast(item: T, bytes: number): void {
    this.#last.push(item);
    this.#lastSizes.push(bytes);
    this.#lastBytes += bytes;
    while (this.#last.length - this.#lastFrom > KEPT.lastCalls || this.#lastBytes > this.#bytes / 8)
      this.#lastBytes -= this.#lastSizes[this.#lastFrom++]!;
    if (this.#lastFrom > KEPT.lastCalls) {
      this.#last = this.#last.slice(this.#lastFrom);
      this.#lastSizes = this.#lastSizes.slice(this.#lastFrom);
      this.#lastFrom = 0;
    }
  }
}
