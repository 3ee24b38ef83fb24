import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sequence } from './sequence.js';

describe('Sequence', () => {
  it('is an array whatever is done to it', () => {
    const edit = fc.record({ remove: fc.boolean(), place: fc.nat(10_000) });
    fc.assert(
      fc.property(fc.nat(1000), fc.array(edit, { maxLength: 300 }), (start, edits) => {
        const model = Array.from({ length: start }, (_, i) => i);
        const sequence = Sequence.from(model);
        edits.forEach(({ remove, place }, i) => {
          if (remove && model.length > 0) {
            const at = place % model.length;
            if (sequence.remove(at) !== model.splice(at, 1)[0]) throw new Error(`Another item was at ${at}.`);
          } else {
            const at = place % (model.length + 1);
            sequence.insert(at, -i);
            model.splice(at, 0, -i);
          }
        });
        expect(sequence.length).toBe(model.length);
        expect([...sequence]).toEqual(model);
        expect([...sequence.from(model.length - 1, -1)]).toEqual(model.toReversed());
        const [from, to] = [Math.floor(model.length / 3), Math.floor(model.length / 2)];
        expect(sequence.slice(from, to)).toEqual(model.slice(from, to));
        expect(sequence.at(from)).toBe(model[from]);
        expect(sequence.at(model.length)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });

  it('finds places among sorted items', () => {
    const sequence = Sequence.from(Array.from({ length: 100_000 }, (_, i) => i * 2));
    for (const sought of [-1, 0, 1, 2, 99_999, 100_000, 199_998, 199_999])
      expect(sequence.lowerBound((item) => item < sought)).toBe(Math.min(Math.ceil(Math.max(sought, 0) / 2), 100_000));
  });

  it('empties from either end and fills again', () => {
    const sequence = Sequence.from(Array.from({ length: 5000 }, (_, i) => i));
    const taken: number[] = [];
    for (let i = 0; i < 2500; i++) taken.push(sequence.remove(0), sequence.remove(sequence.length - 1));
    expect(taken).toEqual(Array.from({ length: 2500 }, (_, i) => [i, 4999 - i]).flat());
    expect(sequence.length).toBe(0);
    expect([...sequence]).toEqual([]);
    for (let i = 0; i < 300; i++) sequence.push(i);
    expect(sequence.at(299)).toBe(299);
  });
});
