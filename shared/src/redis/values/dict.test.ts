import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../random.js';
import { Dict } from './dict.js';

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `key:${i}`);

describe('Dict', () => {
  it('has an order that depends on its keys and the seed alone', () => {
    const plain = new Dict<number>(7);
    for (const key of names(500)) plain.set(key, 0);
    const eventful = new Dict<number>(7);
    for (const key of names(4000).reverse()) eventful.set(key, 0);
    expect([...eventful.keys()]).toHaveLength(4000);
    for (const key of names(4000).slice(500)) eventful.delete(key);
    expect([...eventful.keys()]).toEqual([...plain.keys()]);
    const otherSeed = new Dict<number>(8, plain.unorderedEntries());
    expect([...otherSeed.keys()]).not.toEqual([...plain.keys()]);
  });

  it('shows every key that stays to a cursor, while others come and go and the table is resized', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1500 }), fc.boolean(), (seed, others, grows) => {
        const dict = new Dict<number>(seed);
        const staying = names(300);
        const passing = Array.from({ length: others }, (_, i) => `passing:${i}`);
        for (const key of staying) dict.set(key, 0);
        if (!grows) for (const key of passing) dict.set(key, 0);
        const seen = new Set<string>();
        let cursor = 0n;
        do {
          cursor = dict.scan(cursor, 10, (key) => seen.add(key));
          for (const key of passing.splice(0, 100)) {
            if (grows) dict.set(key, 0);
            else dict.delete(key);
          }
        } while (cursor !== 0n);
        expect(staying.filter((key) => !seen.has(key))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('chooses every key equally often', () => {
    const dict = new Dict<number>(3);
    for (const key of names(100)) dict.set(key, 0);
    const random = new Random(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const key = dict.randomKey((limit) => random.below(limit))!;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(100);
    // Chi-square with 99 degrees of freedom; 149 is exceeded once in a thousand times.
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    expect(chiSquare).toBeLessThan(149);
  });
});
