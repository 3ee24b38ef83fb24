import { expect, test } from 'vitest';
import { Prng } from './prng.js';

const RANDOM_MAX = 2147483647;

test('the sequence of a server that has just started', () => {
  const prng = new Prng();
  const text = (): string => ((prng.next() % RANDOM_MAX) / RANDOM_MAX).toPrecision(14);
  expect([text(), text(), text()]).toEqual(['0.39646477363839', '0.84048536971234', '0.35333609737146']);
});

test('a seed starts the same sequence again, and the state continues one', () => {
  const prng = new Prng();
  prng.seed(42);
  const first = [prng.next(), prng.next(), prng.next()];
  prng.seed(42);
  prng.next();
  const copy = new Prng(prng.state);
  expect([copy.next(), copy.next()]).toEqual(first.slice(1));
});
