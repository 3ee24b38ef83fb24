import {
  array,
  bulk,
  integer,
  map,
  NIL,
  pack,
  print,
  set,
  status,
  unpack,
  type RespValue,
} from '@luascope/shared/resp';
import { describe, expect, it } from 'vitest';
import { cliLines, jsonLines, respLines, type Lines } from './lines.js';

const all = (lines: Lines): string[] => Array.from({ length: lines.count }, (_, i) => lines.at(i));

const settled: RespValue = array([
  integer(120),
  array([integer(70), integer(35)]),
  status('SETTLED'),
  array([]),
  array([array([bulk('a"b'), NIL])]),
]);

describe('a reply as redis-cli lines', () => {
  it.each([
    ['nested arrays', settled],
    [
      'ten elements, so that numbers are padded',
      array(Array.from({ length: 12 }, (_, i) => array([integer(i), bulk('x')]))),
    ],
    ['a map with an array in it', array([map([[bulk('k'), array([integer(1), integer(2)])]]), integer(3)])],
    [
      'a map of single values',
      map(Array.from({ length: 11 }, (_, i) => [bulk(`key ${i}`), i % 2 ? integer(i) : array([])] as const)),
    ],
    ['lines in a verbatim string', array([{ type: 'verbatim', format: 'txt', value: 'a\nb' }, integer(1)])],
    ['a set', set([bulk('a'), array([integer(1), integer(2)])])],
    ['one string', bulk('hello\r\n')],
    ['an empty array', array([])],
  ])('prints %s as the whole reply is printed', (_, reply) => {
    expect(all(cliLines(reply)).join('\n')).toBe(print(reply));
  });

  it('prints a packed reply in the same way', () => {
    expect(all(cliLines(unpack(pack(settled)!)))).toEqual(all(cliLines(settled)));
  });
});

it('shows the bytes on the wire, one value a line', () => {
  expect(all(respLines(settled, 2))).toEqual([
    '*5\\r\\n',
    '  :120\\r\\n',
    '  *2\\r\\n',
    '    :70\\r\\n',
    '    :35\\r\\n',
    '  +SETTLED\\r\\n',
    '  *0\\r\\n',
    '  *1\\r\\n',
    '    *2\\r\\n',
    '      $3\\r\\na"b\\r\\n',
    '      $-1\\r\\n',
  ]);
});

it('shows a map as pairs in RESP3 and as a flat array in RESP2', () => {
  const reply = map([[bulk('k'), integer(1)]]);
  expect(all(respLines(reply, 3))).toEqual(['%1\\r\\n', '  $1\\r\\nk\\r\\n', '  :1\\r\\n']);
  expect(all(respLines(reply, 2))[0]).toBe('*2\\r\\n');
});

it('writes JSON that reads back, with bytes that are no text in hex', () => {
  const reply = array([integer(1), bulk('\xff\x00'), bulk('\xe7\x94\xa8'), NIL, map([[bulk('k'), array([])]])]);
  expect(JSON.parse(all(jsonLines(reply)).join('\n'))).toEqual([1, { hex: 'ff00' }, '用', null, { k: [] }]);
});

it('shows the ends of a string that is too long for a line, and characters whole', () => {
  const cut = { longest: 8, gap: (bytes: number) => `<${bytes}>` };
  const reply = bulk(`abc\xe7\x94\xa8${'.'.repeat(90)}\xe7\x94\xa8xyz`);
  expect(all(cliLines(reply, cut))).toEqual(['"abc\\xe7\\x94\\xa8<93>xyz"']);
  expect(all(jsonLines(reply, cut))).toEqual(['"abc用<93>xyz"']);
  expect(all(respLines(bulk('\xff'.repeat(20)), 2, cut))).toEqual(['$20\\r<19>\\xff\\xff\\r\\n']);
  expect(all(jsonLines(reply))).toEqual([`"abc用${'.'.repeat(90)}用xyz"`]);
});

it('finds a line of a million elements without making the others', () => {
  const reply = array(Array.from({ length: 1_000_000 }, (_, i) => integer(i)));
  const lines = cliLines(reply);
  expect(lines.count).toBe(1_000_000);
  expect(lines.at(999_999)).toBe('1000000) (integer) 999999');
  expect(lines.at(9)).toBe('     10) (integer) 9');
});
