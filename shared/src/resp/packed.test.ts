import { describe, expect, it } from 'vitest';
import { encode } from './encode.js';
import { extentOf } from './extent.js';
import { pack, unpack } from './packed.js';
import { print } from './print.js';
import { array, bulk, error, integer, map, NIL, NIL_ARRAY, push, set, status, type RespValue } from './value.js';

const everything: RespValue = array([
  integer(-5),
  integer(9_223_372_036_854_775_807n),
  status('OK'),
  error('ERR no'),
  bulk('a\r\nb\x00\xff'),
  bulk(''),
  NIL,
  NIL_ARRAY,
  array([]),
  { type: 'double', text: '-inf' },
  { type: 'boolean', value: true },
  { type: 'boolean', value: false },
  { type: 'bignumber', text: '12345678901234567890123' },
  { type: 'verbatim', format: 'txt', value: 'two\nlines:' },
  map([
    [bulk('k'), array([integer(1), set([bulk('in a set')])])],
    [array([bulk('a key'), integer(2)]), integer(3)],
  ]),
  push([bulk('message')]),
]);

/** The value with every list of it as an array of its own. */
const plain = (value: RespValue): RespValue =>
  'items' in value
    ? { ...value, items: [...value.items].map(plain) }
    : value.type === 'map'
      ? { ...value, entries: [...value.entries].map(([key, item]) => [plain(key), plain(item)] as const) }
      : value;

describe('a packed reply', () => {
  it.each([
    ['every type', everything],
    ['one value', bulk('x')],
    ['an empty set', set([])],
  ])('comes back as it was: %s', (_, reply) => {
    const back = unpack(pack(reply)!);
    expect(plain(back)).toEqual(reply);
    expect(encode(back, 2)).toBe(encode(reply, 2));
    expect(encode(back, 3)).toBe(encode(reply, 3));
    expect(print(back)).toBe(print(reply));
    expect(extentOf(back)).toEqual(extentOf(reply));
  });

  it('is itself again when what came of it is packed', () => {
    const packed = pack(everything)!;
    expect(pack(unpack(packed))).toBe(packed);
  });

  it('gives lists that work like arrays', () => {
    const back = unpack(pack(array([integer(1), integer(2), integer(3)]))!);
    if (back.type !== 'array') throw new Error('no array');
    expect(back.items).toHaveLength(3);
    expect(back.items[3]).toBeUndefined();
    expect(back.items.at(-1)).toEqual(integer(3));
    expect(back.items.slice(1)).toEqual([integer(2), integer(3)]);
    expect(back.items.findIndex((item) => item.type === 'integer' && item.value === 2)).toBe(1);
    expect(JSON.stringify(back.items)).toBe(JSON.stringify([integer(1), integer(2), integer(3)]));
  });

  it('makes what is looked at and nothing else', () => {
    const reply = array(Array.from({ length: 1000 }, (_, i) => array([integer(i)])));
    const back = unpack(pack(reply)!);
    if (back.type !== 'array') throw new Error('no array');
    expect(back.items[7]).toBe(back.items[7]);
    expect(encode(back.items[999]!, 2)).toBe('*1\r\n:999\r\n');
  });

  it('is refused where attributes would be lost', () => {
    expect(pack(array([{ type: 'attribute', entries: [], value: integer(1) }]))).toBeUndefined();
  });
});

it('counts what is in a value', () => {
  expect(extentOf(everything)).toEqual({ values: 27, keyless: 23, filled: 5, breaks: 1 });
  expect(extentOf(integer(1))).toEqual({ values: 1, keyless: 1, filled: 0, breaks: 0 });
});
