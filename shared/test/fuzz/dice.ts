import type { Bytes } from '../../src/bytes.js';
import { Random } from '../../src/redis/index.js';

/** Seeded choices: equal seeds make equal commands. */
export class Dice {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  below(limit: number): number {
    return this.random.below(limit);
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** `low` … `high` results of a generator. */
  some<T>(low: number, high: number, make: () => T): T[] {
    return Array.from({ length: low + this.below(high - low + 1) }, make);
  }

  /** Each of these groups of words with chance one in two, in any order. */
  options(...groups: (() => readonly Bytes[])[]): Bytes[] {
    const chosen = groups.filter(() => this.once(3));
    for (let i = chosen.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [chosen[i], chosen[j]] = [chosen[j]!, chosen[i]!];
    }
    return chosen.flatMap((group) => group());
  }
}
