import { expect, it } from 'vitest';
import { OK } from '../resp/value.js';
import { lastWriteOf } from './key-writes.js';
import type { Call } from './recording.js';

const call = (step: number, command: string, more: Partial<Call> = {}): Call => ({
  ordinal: step,
  line: 1,
  functionName: 'main',
  via: 'call',
  command: command.split(' '),
  reply: OK,
  at: 0,
  took: 0,
  effect: 'write',
  step,
  ...more,
});

it('finds the last call that wrote a key', () => {
  const calls = [
    call(1, 'SET a 1'),
    call(2, 'RENAME b a'),
    call(3, 'GET a', { effect: 'read' }),
    call(4, 'INCR a', { reply: { type: 'error', text: 'ERR' } }),
    call(5, 'COPY a c'),
    call(6, 'NOSUCH a'),
    call(7, 'DEL x a'),
  ];
  const at = (key: string, before: number) => lastWriteOf({ calls }, key, before);
  expect(at('a', 100)).toBe(7);
  expect(at('a', 7)).toBe(2);
  expect(at('a', 2)).toBe(1);
  expect(at('a', 1)).toBeUndefined();
  expect(at('b', 100)).toBe(2);
  expect(at('c', 100)).toBe(5);
  expect(at('1', 100)).toBeUndefined();
});

it('knows exactly where a recording tells of its writes', () => {
  const writes = {
    keys: [
      { db: 0, key: 'a' },
      { db: 0, key: 'b' },
    ],
    key: Uint32Array.of(0, 1, 0),
    step: Uint32Array.of(2, 3, 5),
    call: Uint32Array.of(0, 1, 20_000),
  };
  const at = (key: string, before: number) => lastWriteOf({ calls: [call(4, 'SETNX a 1')], writes }, key, before);
  expect([at('a', 9), at('a', 5), at('a', 2), at('b', 9), at('c', 9)]).toEqual([5, 2, undefined, 3, undefined]);
});
