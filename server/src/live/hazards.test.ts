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
  expect(findHazards(script, guard)).toMatchObject({ commands, crashLines });
});

test.each([
  ["error('x')", false],
  ["error('x' .. KEYS[1])", false],
  ["error(redis.error_reply('x'))", false],
  ["error({err = 'x'})", false],
  ['error(string.format("%s", 1))', false],
  ['local ok, e = pcall(f) if not ok then error(e) end', true],
  ["local e = {err = redis.call('GET', 'x')} error(e)", true],
  ['pcall(error, {})', true],
  ['local fail = error fail({})', true],
  ['return 1', false],
])('%s: only a run can tell: %s', (script, mayCrash) => {
  expect(findHazards(script, guard).mayCrash).toBe(mayCrash);
});
