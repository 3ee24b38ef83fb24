import { describe, expect, it } from 'vitest';
import { encodeCommand } from './encode.js';
import { RequestParser, splitArguments, type RequestLimits } from './request.js';

const LIMITS: RequestLimits = { maxBulkLength: 512 * 1024 * 1024, authenticated: true };

function commands(input: string, limits = LIMITS): string[][] {
  const parser = new RequestParser();
  parser.add(input);
  const found: string[][] = [];
  for (let argv = parser.next(limits); argv !== undefined; argv = parser.next(limits)) found.push(argv);
  return found;
}

describe('RequestParser', () => {
  it('reads pipelined commands of both forms', () => {
    const input = `${encodeCommand(['SET', 'k', 'a\r\nb'])}ping\r\nset "a b" 'c'\n\r\n*0\r\n*-1\r\n${encodeCommand(['GET', ''])}`;
    expect(commands(input)).toEqual([['SET', 'k', 'a\r\nb'], ['ping'], ['set', 'a b', 'c'], ['GET', '']]);
  });

  it('waits for the rest, wherever the cut is', () => {
    const input = encodeCommand(['SET', 'key', 'x'.repeat(100)]);
    for (let cut = 0; cut < input.length; cut++) {
      const parser = new RequestParser();
      parser.add(input.slice(0, cut));
      expect(parser.next(LIMITS)).toBeUndefined();
      parser.add(input.slice(cut));
      expect(parser.next(LIMITS)).toEqual(['SET', 'key', 'x'.repeat(100)]);
    }
  });

  it.each([
    ['*20000000000\r\n', 'ERR Protocol error: invalid multibulk length'],
    ['*a\r\n', 'ERR Protocol error: invalid multibulk length'],
    ['*3\r\n$3\r\nSET\r\n$-10\r\n', 'ERR Protocol error: invalid bulk length'],
    ['*3\r\n$3\r\nSET\r\n$2000000000\r\n', 'ERR Protocol error: invalid bulk length'],
    ['*3\r\n$3\r\nSET\r\n$blabla\r\n', 'ERR Protocol error: invalid bulk length'],
    ['*1\r\nfoo\r\n', "ERR Protocol error: expected '$', got 'f'"],
    ['set """a"\r\n', 'ERR Protocol error: unbalanced quotes in request'],
    ['x'.repeat(65 * 1024), 'ERR Protocol error: too big inline request'],
    [`*${'1'.repeat(65 * 1024)}`, 'ERR Protocol error: too big mbulk count string'],
    [`*1\r\n$${'1'.repeat(65 * 1024)}`, 'ERR Protocol error: too big bulk count string'],
  ])('refuses %j', (input, text) => {
    expect(() => commands(input)).toThrow(text);
  });

  it('allows little before AUTH', () => {
    const limits = { ...LIMITS, authenticated: false };
    expect(() => commands('*11\r\n', limits)).toThrow('ERR Protocol error: unauthenticated multibulk length');
    expect(() => commands('*1\r\n$16385\r\n', limits)).toThrow('ERR Protocol error: unauthenticated bulk length');
  });
});

describe('splitArguments', () => {
  it.each([
    ['set a b', ['set', 'a', 'b']],
    ['  "\\x41\\n\\"" \'it\\\'s\' c"d" ', ['A\n"', "it's", 'cd']],
    ['""', ['']],
    ['', []],
  ])('splits %j', (line, words) => {
    expect(splitArguments(line)).toEqual(words);
  });

  it.each(['"a', "'a", '"a"b', "'a'b"])('refuses %j', (line) => {
    expect(splitArguments(line)).toBeUndefined();
  });
});
