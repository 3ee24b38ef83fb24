import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyMap } from './key-map.js';

describe('KeyMap', () => {
  it('holds what a map holds, whatever comes and goes', () => {
    const edit = fc.record({ key: fc.nat({ max: 300 }).map((n) => `k${n}`), value: fc.option(fc.nat()) });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 3000, size: 'max' }), (edits) => {
        const ours = new KeyMap<number>();
        const theirs = new Map<string, number>();
        for (const { key, value } of edits) {
          const expected = value === null ? theirs.delete(key) : !theirs.has(key);
          if (value !== null) theirs.set(key, value);
          expect(value === null ? ours.delete(key) : ours.set(key, value)).toBe(expected);
          expect([ours.size, ours.has(key), ours.get(key)]).toEqual([theirs.size, theirs.has(key), theirs.get(key)]);
        }
        expect(new Map(ours.entries())).toEqual(theirs);
        expect(new Set(ours.keys())).toEqual(new Set(theirs.keys()));
        expect([...ours.values()]).toHaveLength(theirs.size);
      }),
      { numRuns: 30 },
    );
  });

  it('forgets removed keys once they are the most', () => {
    const map = new KeyMap<number>();
    for (let i = 0; i < 100_000; i++) {
      map.set(`k${i}`, i);
      if (i >= 10) map.delete(`k${i - 10}`);
    }
    expect([...map.keys()]).toEqual(Array.from({ length: 10 }, (_, i) => `k${99_990 + i}`));
    map.clear();
    expect([map.size, [...map.keys()]]).toEqual([0, []]);
  });
});
