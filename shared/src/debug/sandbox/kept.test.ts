import { describe, expect, it } from 'vitest';
import { KEPT } from '../recording.js';
import { Kept } from './kept.js';

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('what is kept of a run', () => {
  it('is everything while it is little', () => {
    const kept = new Kept<number>(1000);
    for (const i of range(0, 100)) kept.add(i, 1);
    expect(kept.items).toEqual(range(0, 100));
    expect([kept.total, kept.limited]).toEqual([100, false]);
  });

  it('is everything up to the first and last ones together', () => {
    const kept = new Kept<number>(1e9);
    const count = KEPT.firstCalls + KEPT.lastCalls;
    for (const i of range(0, count)) kept.add(i, 1);
    expect(kept.items).toEqual(range(0, count));
    expect(kept.limited).toBe(false);
  });

  it('is the first and the last ones of many, with the exact total', () => {
    const kept = new Kept<number>(1e9);
    for (const i of range(0, 123_456)) kept.add(i, 1);
    expect(kept.items).toEqual([...range(0, KEPT.firstCalls), ...range(123_456 - KEPT.lastCalls, 123_456)]);
    expect([kept.total, kept.limited]).toEqual([123_456, true]);
  });

  it('is fewer where they are large', () => {
    const kept = new Kept<number>(800);
    for (const i of range(0, 100)) kept.add(i, 50);
    expect(kept.items).toEqual([...range(0, 14), 98, 99]);
    expect(kept.limited).toBe(true);
  });

  it('leaves out a single one that is larger than all the room', () => {
    const kept = new Kept<string>(80);
    kept.add('small', 10);
    kept.add('huge', 1000);
    kept.add('last', 5);
    expect(kept.items).toEqual(['small', 'last']);
    expect([kept.total, kept.limited]).toEqual([3, true]);
  });
});
