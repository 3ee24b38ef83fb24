import { describe, expect, it } from 'vitest';
import { foreignGrammar } from './foreign.js';
import { parseScript } from './parse.js';

const found = (script: string): string | undefined => {
  const parsed = parseScript(script);
  if (parsed.ok) throw new Error(`${script} compiles`);
  return foreignGrammar(script, parsed.problem);
};

describe('foreignGrammar', () => {
  it.each([
    ['for i = 1, 3 do\n  if i == 2 then goto next end\n  ::next::\nend', 'goto'],
    ['for i = 1, 3 do\n  if i == 2 then\n    continue\n  end\nend', 'goto'],
    ['// a comment\nreturn 1', 'comment'],
    ['# a comment\nreturn 1', 'comment'],
    ['local i = 1\ni++\nreturn i', 'increment'],
    ['local n = 1\nn += 1\nreturn n', 'assignment-operator'],
    ['if ARGV[1] != "a" then return 1 end', 'not-equal'],
    ['return KEYS[1] && 1', 'boolean-operator'],
    ['if !KEYS[1] then return 1 end', 'boolean-operator'],
    ['local x = KEYS[1] ? 1 : 2', 'conditional'],
    ['return 7 // 2', 'floor-division'],
    ['local x <const> = 5', 'local-attribute'],
    ['try\n  redis.call("INCR", KEYS[1])\ncatch\nend', 'catch'],
    ['return 5 & 3', 'bit-operator'],
    ['return 1 << 4', 'bit-operator'],
    ['if KEYS[1] {\n  return 1\n}', 'braces'],
    ['local list = [1, 2, 3]', 'brackets'],
    ['return redis.call(\xe2\x80\x9cget\xe2\x80\x9d, KEYS[1])', 'not-ascii'],
    ['if KEYS[1] then return 1 end\xef\xbc\x9b', 'not-ascii'],
    ['\xef\xbb\xbfreturn 1', 'not-ascii'],
    ['local\xc2\xa0x = 1', 'not-ascii'],
    ['if a then\n  return 1\nelse if b then\n  return 2\nend', 'else-if'],
    ['return 1\nredis.call("PING")', 'after-return'],
    ['if a then return 1 redis.call("PING") end', 'after-return'],
  ])('%s', (script, kind) => {
    expect(found(script)).toBe(kind);
  });

  it.each([
    ["local s = 'it's'", 'a string that ends too early'],
    ['local s = "a != b && c"\nreturn +', 'signs in a string'],
    ['-- a ? b : c\nlocal', 'signs in a comment'],
    ['local s = "\xe7\x94\xa8" -- \xe7\x94\xa8\nreturn +', 'text in another script'],
    ['local x = (1 + 2', 'a parenthesis left open'],
    ['if KEYS[1] == 1\n  return 1\nend', 'a word left out'],
    ['return +', 'an expression left out'],
  ])('sees nothing foreign in %s: %s', (script) => {
    expect(found(script)).toBeUndefined();
  });
});
