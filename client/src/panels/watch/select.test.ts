import { expect, it } from 'vitest';
import { answerOf, questionOf } from './select.js';

it.each([
  ['paid + n', 'expression', 'paid + n'],
  ["redis.call('GET', KEYS[1])", 'expression', "redis.call('GET', KEYS[1])"],
  ['type', 'expression', 'type'],
  ['get "k"', 'expression', 'get "k"'],
  ['GET k', 'command', 'redis.call("GET", "k")'],
  ['GET "k"', 'command', 'redis.call("GET", "k")'],
  ['hget pts:team points', 'command', 'redis.call("hget", "pts:team", "points")'],
  ['HGET KEYS[1] ARGV[2]', 'command', 'redis.call("HGET", KEYS[1], ARGV[2])'],
  ['GET "a\\"\\x00\\n"', 'command', 'redis.call("GET", "a\\034\\000\\010")'],
  ['GET 用', 'command', 'redis.call("GET", "\\231\\148\\168")'],
])('%s is an %s', (watch, kind, lua) => {
  expect(questionOf(watch)).toEqual({ kind, lua });
});

it.each(['SET k v', 'del k', 'SORT l STORE d'])('%s is refused: a watch only reads', (watch) => {
  expect(questionOf(watch)).toMatchObject({ kind: 'refused', command: watch.split(' ')[0]!.toUpperCase() });
});

it('shows nil where a command answered nil', () => {
  const no = { type: 'boolean', value: false } as const;
  expect(answerOf(questionOf('GET k'), no)).toEqual({ type: 'nil' });
  expect(answerOf(questionOf('false'), no)).toEqual(no);
});
