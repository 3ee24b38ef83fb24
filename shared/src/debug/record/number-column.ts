/** A column of whole numbers that grows as it is filled. */
export class NumberColumn {
  #numbers = new Uint32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The number added last. */
  get last(): number | undefined {
    return this.#length === 0 ? undefined : this.#numbers[this.#length - 1];
  }

  add(value: number): void {
    if (this.#length === this.#numbers.length) {
      const numbers = new Uint32Array(this.#length * 2);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
    }
    this.#numbers[this.#length++] = value;
  }

  /** As many as asked for. */
  first(count: number): Uint32Array {
    return this.#numbers.slice(0, Math.min(count, this.#length));
  }

  /** Of numbers that do not fall: those below a limit. */
  below(limit: number): Uint32Array {
    const all = this.first(this.#length);
    const end = all.findIndex((value) => value >= limit);
    return end === -1 ? all : all.slice(0, end);
  }
}
