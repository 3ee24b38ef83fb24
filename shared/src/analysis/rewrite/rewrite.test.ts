import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../bytes.js';
import { parseScript, type Parsed } from '../parse.js';
import { switchCalls } from './calls.js';
import { applyEdits } from './edits.js';
import { manyLines, oneLine } from './layout.js';

const read = (source: Bytes): Extract<Parsed, { ok: true }> => {
  const parsed = parseScript(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed;
};

/** The tree without positions: what a script means. */
const meaning = (source: Bytes): string =>
  JSON.stringify(read(source).chunk, (key, value: unknown) =>
    ['start', 'end', 'declared', 'binding', 'firstWrite', 'initial'].includes(key) ? undefined : value,
  );

const SOURCE = `#!lua flags=no-writes
-- greets ]] twice
local function f(a, b) -- inner
  if a then return b elseif b then
  return 1 else for i=1,2 do redis.call("get", KEYS[i]) end end
end
local s = [[a
b\\n]] .. 'c\\
d'
;(f)(1)
repeat local x = f{1,2}

  until x --[[ two
lines ]]
while s do break end
return function() end, function() return 1 end, -- first
  { 1, 2 }`;

describe('one line and many', () => {
  it('say the same', () => {
    const line = oneLine(SOURCE, read(SOURCE));
    expect(line.split('\n')).toHaveLength(2);
    expect(meaning(line)).toBe(meaning(SOURCE));
    const lines = manyLines(line, read(line));
    expect(meaning(lines)).toBe(meaning(SOURCE));
    expect(meaning(manyLines(SOURCE, read(SOURCE)))).toBe(meaning(SOURCE));
  });

  it('keeps two statements apart that would run together into a call', () => {
    const source = 'local a = f\n;(g)(1)\nb()\n';
    expect(oneLine(source, read(source))).toBe('local a = f ; (g)(1) b()');
  });

  it('lays out blocks', () => {
    const source = 'if a then return b elseif c then d() else e = function() end end --[[ done ]]';
    expect(manyLines(source, read(source))).toBe(
      [
        'if a then',
        '  return b',
        'elseif c then',
        '  d()',
        'else',
        '  e = function() end',
        'end --[[ done ]]',
        '',
      ].join('\n'),
    );
  });

  it('gives comments lines of their own again', () => {
    const source = '-- one\nlocal a = 1 -- two\nreturn a';
    const line = oneLine(source, read(source));
    expect(line).toBe('--[[ one ]] local a = 1 --[[ two ]] return a');
    expect(manyLines(line, read(line))).toBe('-- one\nlocal a = 1 --[[ two ]]\nreturn a\n');
  });
});

describe('switchCalls', () => {
  const switched = (source: Bytes, to: 'call' | 'pcall', at?: number): Bytes =>
    applyEdits(source, switchCalls(read(source), to, at));

  it('changes all calls, whatever way they are written', () => {
    expect(switched('redis.call("a") redis["call"]("b") pcall(redis.call, "c") redis.pcall("d")', 'pcall')).toBe(
      'redis.pcall("a") redis[\'pcall\']("b") pcall(redis.pcall, "c") redis.pcall("d")',
    );
    expect(switched('local call = redis.call call("a") call("b")', 'pcall')).toBe(
      'local call = redis.pcall call("a") call("b")',
    );
    expect(switched('return redis.pcall("a")', 'call')).toBe('return redis.call("a")');
  });

  it('changes one call', () => {
    expect(switched('redis.call("a") redis.call("b")', 'pcall', 16)).toBe('redis.call("a") redis.pcall("b")');
    expect(switched('local c = redis.call c("a") c("b")', 'pcall', 21)).toBe(
      'local c = redis.call redis.pcall("a") c("b")',
    );
  });

  it('leaves a text that only looks like a call', () => {
    expect(switched('return "redis.call" -- redis.call', 'pcall')).toBe('return "redis.call" -- redis.call');
  });
});
