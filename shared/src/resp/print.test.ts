import { describe, expect, it } from 'vitest';
import { Decoder } from './decode.js';
import { print, printRaw, printsRaw } from './print.js';

/** What redis-cli 7.0.15 printed for these replies, with FAKETTY=1 and into a pipe. */
const transcripts = [
  { wire: '+OK\r\n', terminal: 'OK', raw: 'OK' },
  { wire: '-ERR bad thing\r\n', terminal: '(error) ERR bad thing', raw: 'ERR bad thing\n' },
  { wire: ':42\r\n', terminal: '(integer) 42', raw: '42' },
  { wire: ':-9223372036854775808\r\n', terminal: '(integer) -9223372036854775808', raw: '-9223372036854775808' },
  { wire: '$5\r\nhello\r\n', terminal: '"hello"', raw: 'hello' },
  { wire: '$0\r\n\r\n', terminal: '""', raw: '' },
  { wire: '$9\r\na"b\\\n\r\t\x00\xff\r\n', terminal: '"a\\"b\\\\\\n\\r\\t\\x00\\xff"', raw: 'a"b\\\n\r\t\x00\xff' },
  { wire: '$-1\r\n', terminal: '(nil)', raw: '' },
  { wire: '*-1\r\n', terminal: '(nil)', raw: '' },
  { wire: '*0\r\n', terminal: '(empty array)', raw: '' },
  { wire: '_\r\n', terminal: '(nil)', raw: '' },
  { wire: '#t\r\n', terminal: '(true)', raw: '(true)' },
  { wire: '#f\r\n', terminal: '(false)', raw: '(false)' },
  { wire: ',3.14\r\n', terminal: '(double) 3.14', raw: '3.14' },
  { wire: ',inf\r\n', terminal: '(double) inf', raw: 'inf' },
  { wire: '*2\r\n:1\r\n$1\r\na\r\n', terminal: '1) (integer) 1\n2) "a"', raw: '1\na' },
  {
    wire: '*3\r\n:1\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n:3\r\n',
    terminal: '1) (integer) 1\n2) 1) "a"\n   2) "b"\n3) (integer) 3',
    raw: '1\na\nb\n3',
  },
  {
    wire: '*12\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n',
    terminal:
      ' 1) (integer) 1\n 2) (integer) 1\n 3) (integer) 1\n 4) (integer) 1\n 5) (integer) 1\n 6) (integer) 1\n 7) (integer) 1\n 8) (integer) 1\n 9) (integer) 1\n10) (integer) 1\n11) (integer) 1\n12) (integer) 1',
    raw: '1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1',
  },
  {
    wire: '*10\r\n*2\r\n:1\r\n:2\r\n*2\r\n:1\r\n:2\r\n*2\r\n:1\r\n:2\r\n*2\r\n:1\r\n:2\r\n*2\r\n:1\r\n:2\r\n*2\r\n:1\r\n:2\r\n*2\r\n:1\r\n:2\r\n*2\r\n:1\r\n:2\r\n*2\r\n:1\r\n:2\r\n*2\r\n:1\r\n:2\r\n',
    terminal:
      ' 1) 1) (integer) 1\n    2) (integer) 2\n 2) 1) (integer) 1\n    2) (integer) 2\n 3) 1) (integer) 1\n    2) (integer) 2\n 4) 1) (integer) 1\n    2) (integer) 2\n 5) 1) (integer) 1\n    2) (integer) 2\n 6) 1) (integer) 1\n    2) (integer) 2\n 7) 1) (integer) 1\n    2) (integer) 2\n 8) 1) (integer) 1\n    2) (integer) 2\n 9) 1) (integer) 1\n    2) (integer) 2\n10) 1) (integer) 1\n    2) (integer) 2',
    raw: '1\n2\n1\n2\n1\n2\n1\n2\n1\n2\n1\n2\n1\n2\n1\n2\n1\n2\n1\n2',
  },
  { wire: '%0\r\n', terminal: '(empty hash)', raw: '' },
  { wire: '~0\r\n', terminal: '(empty set)', raw: '' },
  {
    wire: '%2\r\n+a\r\n:1\r\n+b\r\n*2\r\n:1\r\n:2\r\n',
    terminal: '1# a => (integer) 1\n2# b => \n   1) (integer) 1\n   2) (integer) 2',
    raw: 'a 1\nb 1\n2',
  },
  { wire: '%1\r\n$1\r\nk\r\n%1\r\n$1\r\nx\r\n:1\r\n', terminal: '1# "k" => 1# "x" => (integer) 1', raw: 'k x 1' },
  {
    wire: '%1\r\n$1\r\nk\r\n%2\r\n$1\r\nx\r\n:1\r\n$1\r\ny\r\n*0\r\n',
    terminal: '1# "k" => \n   1# "x" => (integer) 1\n   2# "y" => (empty array)',
    raw: 'k x 1\ny ',
  },
  { wire: '~2\r\n:1\r\n:2\r\n', terminal: '1~ (integer) 1\n2~ (integer) 2', raw: '1\n2' },
  { wire: '~1\r\n~1\r\n:1\r\n', terminal: '1~ 1~ (integer) 1', raw: '1' },
  { wire: '=8\r\ntxt:abcd\r\n', terminal: 'abcd', raw: 'abcd' },
  { wire: '=10\r\ntxt:ab\ncd\n\r\n', terminal: 'ab\ncd\n', raw: 'ab\ncd\n' },
  { wire: '*2\r\n=8\r\ntxt:abcd\r\n_\r\n', terminal: '1) abcd\n2) (nil)', raw: 'abcd\n' },
  { wire: '*1\r\n*1\r\n*1\r\n*0\r\n', terminal: '1) 1) 1) (empty array)', raw: '' },
  { wire: '*2\r\n-ERR x\r\n+OK\r\n', terminal: '1) (error) ERR x\n2) OK', raw: 'ERR x\n\nOK' },
  {
    wire: '%1\r\n*2\r\n:1\r\n:2\r\n*1\r\n:3\r\n',
    terminal: '1# 1) (integer) 1\n   2) (integer) 2 => 1) (integer) 3',
    raw: '1\n2 3',
  },
  {
    wire: '*2\r\n%2\r\n+a\r\n:1\r\n+b\r\n:2\r\n#t\r\n',
    terminal: '1) 1# a => (integer) 1\n   2# b => (integer) 2\n2) (true)',
    raw: 'a 1\nb 2\n(true)',
  },
];

describe('print', () => {
  it.each(transcripts)('shows $wire as redis-cli does', ({ wire, terminal, raw }) => {
    const [reply] = new Decoder().feed(wire);
    expect(print(reply!)).toBe(terminal);
    expect(printRaw(reply!)).toBe(raw);
  });

  it('knows the commands whose text stands without quotes', () => {
    expect(printsRaw(['INFO', 'server'])).toBe(true);
    expect(printsRaw(['client', 'LIST'])).toBe(true);
    expect(printsRaw(['cluster', 'info'])).toBe(true);
    expect(printsRaw(['cluster', 'info', 'x'])).toBe(false);
    expect(printsRaw(['get', 'info'])).toBe(false);
  });
});
