import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from './json.js';

describe('JSON of engine messages', () => {
  it.each([
    ['bytes', { key: '\x00\x7f\xff', quote: '{"$n":"1"}' }],
    ['bigint', { value: -(2n ** 63n) }],
    ['undefined in an array and in an object', { args: [['GET'], undefined], console: undefined }],
    ['numbers that JSON lacks', [NaN, Infinity, -Infinity, 1.5, -0, 0]],
    [
      'maps',
      new Map<unknown, unknown>([
        ['a', [1n]],
        [{ b: 1 }, new Map([['c', undefined]])],
      ]),
    ],
    [
      'columns',
      { line: new Uint32Array([1, 2 ** 32 - 1]), depth: new Uint16Array([1, 2, 65535]), none: new Uint8Array() },
    ],
    ['a view into a larger buffer', new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3)],
    ['an object that looks like a tag', { $n: '5', $: { $v: [1n] } }],
    ['plain JSON', { a: [1, 'x', null, true, { b: {} }], e: [] }],
  ])('keeps %s', (_what, value) => {
    expect(decodeMessage(encodeMessage(value))).toStrictEqual(value);
  });

  it('writes plain messages as plain JSON', () => {
    expect(encodeMessage({ a: ['b', 1] })).toBe('{"a":["b",1]}');
  });

  it.each(['{"$x":"1"}', '{"$n":1}', '{"$v":"toString"}', '{"$u32":"AAA="}', '{'])('refuses %s', (text) => {
    expect(() => decodeMessage(text)).toThrow(/not a message|JSON|array|Uint32Array/);
  });
});
