import { describe, expect, test } from 'vitest';
import { Prng } from './prng.js';
import { createLuaState } from './state.js';
import { load, LuaStatus, MULTIPLE_RESULTS, pcall, setInterrupt, setTop, toBytes, type LuaState } from './vm.js';

const MEGABYTE = 1024 ** 2;

function run(L: LuaState, source: string): string | undefined {
  setTop(L, 0);
  expect(load(L, source, '@user_script'), toBytes(L, -1)).toBe(LuaStatus.ok);
  pcall(L, 0, MULTIPLE_RESULTS);
  return toBytes(L, -1);
}

const state = (memoryLimit?: number): LuaState =>
  createLuaState({ random: new Prng(), ...(memoryLimit === undefined ? {} : { memoryLimit }) });

describe('the host gets its turn, and can end the script through every pcall', () => {
  class Killed extends Error {}

  test.each([
    ['an endless loop', 'while true do end'],
    ['a loop that catches errors', 'while true do pcall(function() while true do end end) end'],
    ['endless tail calls', 'local function f() return f() end f()'],
    ['a coroutine', 'coroutine.wrap(function() while true do end end)()'],
    ['endless iteration', 'for k in function() return 1 end do end'],
    ['a pattern that backtracks for ever', `return ("a"):rep(40):find(("a?"):rep(40) .. ("a"):rep(41))`],
    ['an insertion that moves billions', 'table.insert({}, -2^31, 1)'],
    [
      'a sort by a function',
      'local t = {} for i = 1, 20000 do t[i] = i % 91 end table.sort(t, function(a, b) return a < b end)',
    ],
    ['a chunk whose pieces never end', 'load(function() return " " end)'],
    ['a token whose pieces never end', 'load(function() return "1" end)'],
  ])('%s', (_, source) => {
    const L = state();
    let turns = 0;
    const turn = (): void => {
      if (++turns === 3) throw new Killed();
    };
    setInterrupt(L, turn, 20_000);
    expect(() => run(L, source)).toThrow(Killed);
    setInterrupt(L, undefined, 0);
    expect(run(L, 'return "still works"')).toBe('still works');
  });
});

describe('memory', () => {
  test.each([
    ['a string of a gigabyte', 'return ("x"):rep(2^30)'],
    ['a string that doubles', 'local s = "x" while true do s = s .. s end'],
    ['a list without end', 'local t, i = {}, 0 while true do i = i + 1 t[i] = i end'],
    ['tables within tables', 'local t = {} while true do t = {t} end'],
    [
      'strings without end',
      'local t = {} for i = 1, 1e9 do t["k" .. i % 100] = ("x"):rep(1000) .. i t[i] = t["k" .. i % 100] end',
    ],
    ['closures without end', 'local f = function() end while true do local g = f f = function() return g end end'],
    ['a gsub that grows', 'local s, r = ("x"):rep(1e4), ("x"):rep(100) while true do s = s:gsub("x", r) end'],
  ])('%s ends with "not enough memory"', (_, source) => {
    const L = state(16 * MEGABYTE);
    expect(run(L, source)).toBe('not enough memory');
    expect(run(L, 'return "still works"')).toBe('still works');
  });

  test('garbage does not count', () => {
    const source = 'local n = 0 for i = 1, 100000 do local t = {i, tostring(i), {}} n = n + #t end return n';
    expect(run(state(16 * MEGABYTE), source)).toBe('300000');
  });

  test('a script can catch the end of memory', () => {
    expect(run(state(), 'return select(2, pcall(string.rep, "x", 2^30))')).toBe('not enough memory');
  });

  test('a collection clears weak tables', () => {
    const source = `
      local weak, kept = setmetatable({}, {__mode = 'kv'}), {}
      weak[1], weak[2], weak[kept], weak[{}], weak.s = {}, kept, 1, 1, 'string'
      collectgarbage()
      local n = 0
      for _ in pairs(weak) do n = n + 1 end
      return n .. tostring(weak[1]) .. tostring(weak[2] == kept) .. weak.s`;
    expect(run(state(), source)).toBe('3niltruestring');
  });
});

describe('depth', () => {
  test.each([
    ['recursion', 'local function f() return 1 + f() end f()', 'user_script:1: stack overflow'],
    [
      'recursion of a metamethod',
      'local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return t[k] end return t.x',
      'user_script:1: C stack overflow',
    ],
    ['pcall in pcall', 'local function f() return select(2, pcall(f)) end return f()', 'C stack overflow'],
    ['an error in every handler', 'return select(2, xpcall(error, function() error() end))', 'error in error handling'],
  ])('%s', (_, source, expected) => {
    expect(run(state(), source)?.slice(-expected.length)).toBe(expected);
  });

  test('coroutines within coroutines', () => {
    const source = `
      local function nest(n)
        local ok, message = coroutine.resume(coroutine.create(function() return nest(n + 1) end))
        return message
      end
      return nest(1)`;
    expect(run(state(), source)).toBe('C stack overflow');
  });

  test('a pattern as deep as it is long', () => {
    const source = 'return select(2, pcall(string.find, ("a"):rep(3e5), ("a?"):rep(3e5)))';
    expect(run(state(), source)).toMatch(/stack overflow$|^1$/);
  });
});
