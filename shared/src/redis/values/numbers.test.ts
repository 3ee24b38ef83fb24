import { describe, expect, it } from 'vitest';
import { globMatch } from './glob.js';
import { lenientDouble, parseDouble, printDouble, shortDouble } from './double.js';
import { parseInt64 } from './integer.js';
import { addLongDoubles, parseLongDouble, printLongDouble, type LongDouble } from './long-double.js';

const sum = (a: string, b: string): string =>
  printLongDouble(addLongDoubles(parseLongDouble(a) as LongDouble, parseLongDouble(b) as LongDouble)!);

/** Replies of redis-server 7.0.15: ZADD and ZSCORE, INCRBYFLOAT, INCRBY, KEYS. */
describe('numbers as a real server reads and prints them', () => {
  it.each([
    ['3.1', '3.1000000000000001'],
    ['1e17', '1e+17'],
    ['12345678901234567', '12345678901234568'],
    ['0.0001', '0.0001'],
    ['0.00001', '1.0000000000000001e-05'],
    ['-0', '-0'],
    ['2.98023223876953125e-8', '2.9802322387695312e-08'],
    ['0x1.8p3', '12'],
    ['+inf', 'inf'],
    ['5e-324', '4.9406564584124654e-324'],
  ])('%s prints as the double %s', (text, printed) => expect(printDouble(parseDouble(text)!)).toBe(printed));

  it.each(['', ' 1', '1 ', 'nan', '1e400', '1e-400', '1.5x', '.', '0x', '1e', 'infinit'])('%j is no double', (text) =>
    expect(parseDouble(text)).toBeUndefined(),
  );

  it('an end of a range of scores is read more leniently', () => {
    expect(lenientDouble('')).toBe(0);
    expect(lenientDouble(' 1')).toBe(1);
    expect(lenientDouble('1e400')).toBe(Infinity);
    expect(lenientDouble(' ')).toBeUndefined();
    expect(lenientDouble('nan')).toBeUndefined();
  });

  it('a listpack shows integral scores in full', () => {
    expect(shortDouble(1e18)).toBe('1000000000000000000');
    expect(printDouble(1e18)).toBe('1e+18');
  });

  it.each([
    ['3.0', '1.000000000000000005', '4.00000000000000001'],
    ['0.1', '0.2', '0.3'],
    ['1e20', '1', '100000000000000000000'],
    ['5.0e3', '2.0e2', '5200'],
    ['-1', '1', '0'],
    ['0', '-0', '0'],
    ['9223372036854775807', '1', '9223372036854775808'],
    ['0x10', '0.5', '16.5'],
  ])('the long doubles %s and %s add up to %s', (a, b, expected) => expect(sum(a, b)).toBe(expected));

  it('integers have one way to be written', () => {
    expect(parseInt64('9223372036854775807')).toBe(9223372036854775807n);
    expect(parseInt64('-9223372036854775808')).toBe(-9223372036854775808n);
    for (const text of ['9223372036854775808', '-0', '01', '+1', ' 1', '', '-', '1.0'])
      expect(parseInt64(text)).toBeUndefined();
  });
});

describe('globMatch', () => {
  it.each([
    ['h?llo', 'hello', true],
    ['h[^e]llo', 'hello', false],
    ['h[a-b]llo', 'hbllo', true],
    ['h[b-a]llo', 'hbllo', true],
    ['*', '', false],
    ['', '', true],
    ['a*b*c', 'axxbxxc', true],
    ['[', '[', false],
    ['a\\', 'a\\', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['[\\]]', ']', true],
    ['a**', 'a', true],
  ])('%j on %j: %s', (pattern, text, expected) => expect(globMatch(pattern, text)).toBe(expected));

  it('gives up on patterns that would take for ever', () => {
    expect(globMatch('a*'.repeat(40) + 'b', 'a'.repeat(100))).toBe(false);
  });
});
