import { expect, it } from 'vitest';
import { ReturnedValue } from './returned.js';

/** What each path (`0.1`, empty for the whole) came from: `text line:column`, with `slot` for an item of a table made elsewhere. */
function origins(script: string, paths: string, at?: { line: number; column: number }): string[] {
  const value = new ReturnedValue(script, at);
  return paths.split(' ').map((path) => {
    const found = value.at(path === '-' ? [] : path.split('.').map(Number));
    return found === undefined ? 'none' : `${found.text} ${found.line}:${found.column}${found.isSlot ? ' slot' : ''}`;
  });
}

it('reads the expressions of a constructor, nested ones too', () => {
  expect(
    origins("local a = 1\nreturn {a, {a + 1, 'x'}, redis.call('GET', 'k'), n = 2}", '- 0 1 1.0 1.1 2 3 2.0'),
  ).toEqual([
    "{a, {a + 1, 'x'}, redis.call('GET', 'k'), n = 2} 2:8",
    'a 2:9',
    "{a + 1, 'x'} 2:12",
    'a + 1 2:13',
    "'x' 2:20",
    "redis.call('GET', 'k') 2:26",
    'none',
    'none',
  ]);
});

it('names the items of a table that was made elsewhere', () => {
  const script = 'local out, t = {}, {}\nt.list = {}\nreturn {(out), t.list}';
  expect(origins(script, '0.2 0.2.1 1.0')).toEqual(['out[3] 3:10 slot', 'out[3][2] 3:10 slot', 't.list[1] 3:16 slot']);
  expect(origins('local out = {}\nreturn out', '0')).toEqual(['out[1] 2:8 slot']);
});

it('says nothing where the constructor does not', () => {
  expect(origins('return {[1] = 2, 3}', '0')).toEqual(['none']);
  expect(origins('return f()', '- 0')).toEqual(['f() 1:8', 'none']);
  expect(origins('if x then return 1 end\nreturn 2', '-')).toEqual(['none']);
  expect(origins('return (', '-')).toEqual(['none']);
});

it('takes the return that ran, where that is known', () => {
  const script = 'if KEYS[1] then return {1} end\nreturn {2}';
  expect(origins(script, '0', { line: 1, column: 17 })).toEqual(['1 1:25']);
  expect(origins(script, '0', { line: 2, column: 1 })).toEqual(['2 2:9']);
  expect(new ReturnedValue(script).isReturn(1, 1)).toBe(false);
});
