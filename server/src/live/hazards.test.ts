import { expect, test } from 'vitest';
import { Guard } from '../redis/guard.js';
import { findHazards } from './hazards.js';

const guard = new Guard(false, new Set(['KEYS']));

test.each([
  ["return redis.call('GET', KEYS[1])", [], []],
  [
    "redis.call('FLUSHALL') redis.pcall('config', 'set', 'a', 'b') redis.call('flushall')",
    ['CONFIG|SET', 'FLUSHALL'],
    [],
  ],
  ["local c = redis.call\nlocal name = 'FLUSHDB'\nreturn c(name)", ['FLUSHDB'], []],
  ["return redis.call('KEYS', '*')", [], []],
  ["pcall(redis.call, 'FLUSHALL')", ['FLUSHALL'], []],
  ["if x then\n  error({'no'})\nend\nerror({code = 1, [2] = 3})", [], [2, 4]],
  ["error({err = 'ERR x'}) error('x') error() error({[k] = 'x'})", [], []],
  ['local e = {}\nerror(e)', [], [2]],
  ['local error = print\nerror({})', [], []],
  ["-- redis.call('FLUSHALL')\nreturn 'redis.call(FLUSHALL)'", [], []],
  ["redis.call('FLUSHALL' this does not compile", [], []],
])('%s', (script, commands, crashLines) => {
  expect(findHazards(script, guard)).toEqual({ commands, crashLines });
});
