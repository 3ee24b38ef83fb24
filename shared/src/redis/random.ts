/** The emulator's source of chance: seeded, so that equal inputs give equal runs. */
export class Random {
  /** Where it stands: to be given to another generator. */
  state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number in 0 … 2^32 - 1 (splitmix32). */
  next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  }

  /** A whole number in 0 … limit - 1; `limit` up to 2^53. */
  below(limit: number): number {
    if (limit <= 0x100000000) return this.next() % limit;
    return (this.next() * 0x200000 + (this.next() >>> 11)) % limit;
  }
}
