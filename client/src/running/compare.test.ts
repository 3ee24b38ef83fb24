import { expect, it } from 'vitest';
import { callOf } from '../testing/recordings.js';
import { firstTurn } from './compare.js';

const MIXED = "local r = redis.pcall('INCR', 'k')\nredis.call('SET', 'done', 1)";
const failed = (via: 'call' | 'pcall') => ({ ...callOf(0, 'INCR k -> !ERR no'), via });

it.each([
  ['the calls made as the one that failed was', MIXED, [failed('pcall')], 'call'],
  ['those that raise, when one of them failed', MIXED, [failed('call')], 'pcall'],
  ['those that raise, when none failed', MIXED, [callOf(0, 'INCR k')], 'pcall'],
  ['those that do not raise, when there are no others', "redis.pcall('INCR', 'k')", [], 'call'],
  // As of pcall(redis.call, …) in a script whose calls by name are all redis.pcall.
  ['those there are, when what failed cannot be turned', "redis.pcall('INCR', 'k')", [failed('call')], 'call'],
] as const)('turned first are %s', (_which, script, calls, to) => {
  expect(firstTurn({ request: { script }, calls })).toEqual({ to });
});

it('a script that does not call cannot be turned', () => {
  expect(firstTurn({ request: { script: 'return 1' }, calls: [] })).toBeUndefined();
});
