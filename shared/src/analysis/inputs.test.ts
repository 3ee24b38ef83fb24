import { describe, expect, it } from 'vitest';
import { onlyReadsInputs } from './inputs.js';
import { parseScript } from './parse.js';

function only(script: string): boolean {
  const parsed = parseScript(script);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return onlyReadsInputs(parsed.chunk);
}

describe('KEYS and ARGV stay as they were sent', () => {
  it.each([
    'return 1',
    'return redis.call("GET", KEYS[1])',
    'local n = #KEYS; for i = 1, n do redis.call("DEL", KEYS[i]) end',
    'for i, k in ipairs(KEYS) do local v = ARGV[i] end',
    'return redis.call("SADD", KEYS[1], unpack(ARGV))',
    'return table.concat(ARGV, ",") .. cjson.encode(KEYS)',
    'local KEYS = {}; KEYS[1] = 2; return #ARGV',
  ])('in %s', (script) => expect(only(script)).toBe(true));

  it.each([
    'KEYS[1] = "other"',
    'KEYS = {}',
    'function ARGV.x() end',
    'local k = KEYS; k[1] = 1',
    'table.sort(ARGV)',
    'table.insert(KEYS, "x")',
    'local t = { KEYS }; t[1][1] = 1',
    'local function f() return KEYS end f()[1] = 1',
    '_G.KEYS[1] = 1',
    'loadstring("KEYS[1] = 1")()',
    'local function unpack(t) t[1] = 1 end unpack(KEYS)',
    '(KEYS)[1] = 1',
  ])('cannot be told in %s', (script) => expect(only(script)).toBe(false));
});
