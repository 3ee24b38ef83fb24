import { expect, it } from 'vitest';
import { uncheckedResults } from './unchecked.js';

/** `2:1 GET r used 3, passed 4`: where it is called, what, into which variable, and what becomes of it. */
const found = (script: string): string[] =>
  uncheckedResults(script).map(({ line, column, command = '?', name = '-', uses }) =>
    [`${line}:${column} ${command} ${name}`, ...uses.map((use) => `${use.how} ${use.line}`)].join(', '),
  );

it.each([
  ["redis.pcall('SET', 'k', 'v')", ['1:1 SET -']],
  ["local r = redis.pcall('GET', 'k')\nreturn r .. 'x'", ['1:1 GET r, used 2']],
  ["local r = redis.pcall('GET', 'k')\nif r then\n  return 1\nend", ['1:1 GET r, used 2']],
  ["local r\nr = redis.pcall('GET', 'k')\nredis.call('SET', 'x', r)", ['2:1 GET r, used 3']],
  ["local function f(k)\n  local now = redis.pcall('INCR', k)\n  return now\nend", ['2:3 INCR now, passed 3']],
  ["return redis.pcall('GET', 'k')", ['1:1 GET -, passed 1']],
  ["return redis.pcall('GET', 'k') + 1", ['1:1 GET -, used 1']],
  ['local p = redis.pcall\nlocal r = p(ARGV[1])\nreturn r[1]', ['2:1 ? r, used 3']],
  ["pcall(redis.call, 'GET', 'k')", ['1:1 GET -']],
  ["local ok = pcall(redis.call, 'GET', 'k')", ['1:1 GET ok']],
])('%s', (script, expected) => {
  expect(found(script)).toEqual(expected);
});

it.each([
  "local r = redis.pcall('GET', 'k')\nif r.err then return r end",
  "local r = redis.pcall('GET', 'k')\nif type(r) == 'table' and r['err'] then return 0 end\nreturn r .. ''",
  "local ok, r = pcall(redis.call, 'GET', 'k')\nif not ok then return 0 end",
  "if redis.pcall('GET', 'k').err then return 0 end",
  "local r = redis.call('GET', 'k')\nreturn r .. 'x'",
  'not Lua',
])('nothing in %s', (script) => {
  expect(found(script)).toEqual([]);
});
