import { expect, test } from 'vitest';
import { statementOf } from './frames.js';
import type { Frame } from './inside.js';
import { Prng } from './prng.js';
import { createLuaState } from './state.js';
import { setStepLog, StepLog } from './steps.js';
import { load, LuaStatus, MULTIPLE_RESULTS, pcall, toBytes } from './vm.js';

function place(frame: Frame): string {
  const { line, column } = statementOf(frame);
  return `${line}:${column}`;
}

/** Every step of a program: where, and how deep under the script. */
function steps(source: string): string[] {
  const L = createLuaState({ random: new Prng() });
  const seen: string[] = [];
  expect(load(L, source, '@user_script')).toBe(LuaStatus.ok);
  setStepLog(L, new StepLog((_, frame) => seen.push(`${place(frame)} ${'>'.repeat(frame.depth)}`)));
  expect(pcall(L, 0, MULTIPLE_RESULTS), toBytes(L, -1)).toBe(LuaStatus.ok);
  return seen;
}

test('several statements on a line are several steps', () => {
  expect(steps('local a = 1 local b = a + 1; a = b return a')).toEqual(['1:1 >', '1:13 >', '1:30 >', '1:36 >']);
});

test('a loop steps on its head in each round, and again when it has no other', () => {
  expect(steps('for i = 1, 2 do\n  local x = i\nend')).toEqual(['1:1 >', '2:3 >', '1:1 >', '2:3 >', '1:1 >', '3:1 >']);
  expect(steps('local n = 2 while n > 0 do n = n - 1 end').slice(1, 5)).toEqual([
    '1:13 >',
    '1:28 >',
    '1:13 >',
    '1:28 >',
  ]);
  expect(steps('for i = 1, 2 do end')).toEqual(['1:1 >', '1:1 >', '1:1 >', '1:17 >']);
});

test('what follows an if comes right after the branch taken', () => {
  expect(steps('local x = 1\nif x then x = 2 else x = 3 end\nreturn x')).toEqual(['1:1 >', '2:1 >', '2:11 >', '3:1 >']);
});

test('elseif and until are statements of their own', () => {
  expect(steps('local x = 2\nif x == 1 then\n  x = 0\nelseif x == 2 then\n  x = 9\nend')).toEqual([
    '1:1 >',
    '2:1 >',
    '4:1 >',
    '5:3 >',
    '6:1 >',
  ]);
  expect(steps('repeat local y = 1\nuntil y')).toEqual(['1:8 >', '2:1 >', '2:7 >']);
});

test('break and a local without a value are statements, whatever comes before them', () => {
  expect(steps('local x = 1 while x do if x == 2 or x then break end end')).toEqual([
    '1:1 >',
    '1:13 >',
    '1:24 >',
    '1:44 >',
    '1:54 >',
  ]);
  expect(steps('local a local b\nlocal c, d = 1 local e')).toEqual(['1:1 >', '1:9 >', '2:1 >', '2:16 >', '2:22 >']);
});

test('an if that holds for certain is no statement, unless all it does is to leave out what else there is', () => {
  expect(steps('local x = 1 if true then x = 2 end return x')).toEqual(['1:1 >', '1:26 >', '1:36 >']);
  expect(steps('local x = 1 if true then else x = 2 end return x')).toEqual(['1:1 >', '1:13 >', '1:41 >']);
  expect(steps('for i = 1, 2 do if 1 then do end else i = 2 end end')).toEqual([
    '1:1 >',
    '1:17 >',
    '1:1 >',
    '1:17 >',
    '1:1 >',
    '1:49 >',
  ]);
  expect(steps('local x if x then x = 1 elseif 1 then else x = 2 end')).toEqual(['1:1 >', '1:9 >', '1:25 >', '1:50 >']);
});

test('a call steps into the function, and back into the middle of its', () => {
  expect(steps('local function f(x)\n  return x\nend\nlocal y = f(1) + 1\nreturn y')).toEqual([
    '1:1 >',
    '4:1 >',
    '2:3 >>',
    '5:1 >',
  ]);
});

test('statements of callbacks and coroutines are seen', () => {
  expect(steps("local s = ('ab'):gsub('.', function(c)\n  return c\nend)\nreturn s")).toEqual([
    '1:1 >',
    '2:3 >>>',
    '2:3 >>>',
    '4:1 >',
  ]);
  expect(steps('local f = coroutine.wrap(function()\n  coroutine.yield()\nend)\nf() f()')).toEqual([
    '1:1 >',
    '4:1 >',
    '2:3 >',
    '4:5 >',
    '3:1 >',
    '4:7 >',
  ]);
});
