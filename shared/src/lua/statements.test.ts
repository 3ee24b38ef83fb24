import { expect, test } from 'vitest';
import { statementOf } from './frames.js';
import type { Frame } from './inside.js';
import { Prng } from './prng.js';
import { createLuaState } from './state.js';
import { setStepHook, StepReason } from './steps.js';
import { load, LuaStatus, MULTIPLE_RESULTS, pcall, toBytes } from './vm.js';

const REASONS = Object.fromEntries(Object.entries(StepReason).map(([name, reason]) => [reason, name]));

function place(frame: Frame): string {
  const { line, column } = statementOf(frame);
  return `${line}:${column}`;
}

/** Every step of a program: where, how deep under the script, why. */
function steps(source: string): string[] {
  const L = createLuaState({ random: new Prng() });
  const seen: string[] = [];
  expect(load(L, source, '@user_script')).toBe(LuaStatus.ok);
  setStepHook(L, (_, frame, reason) => seen.push(`${place(frame)} ${'>'.repeat(frame.depth)} ${REASONS[reason]}`));
  expect(pcall(L, 0, MULTIPLE_RESULTS), toBytes(L, -1)).toBe(LuaStatus.ok);
  return seen;
}

test('several statements on a line are several steps', () => {
  expect(steps('local a = 1 local b = a + 1; a = b return a')).toEqual([
    '1:1 > statement',
    '1:13 > statement',
    '1:30 > statement',
    '1:36 > statement',
  ]);
});

test('a loop steps on its head in each round, and again when it has no other statement', () => {
  expect(steps('for i = 1, 2 do\n  local x = i\nend')).toEqual([
    '1:1 > statement',
    '2:3 > statement',
    '1:1 > statement',
    '2:3 > statement',
    '1:1 > statement',
    '3:1 > statement',
  ]);
  expect(steps('local n = 2 while n > 0 do n = n - 1 end').slice(1, 5)).toEqual([
    '1:13 > statement',
    '1:28 > statement',
    '1:13 > statement',
    '1:28 > statement',
  ]);
  expect(steps('for i = 1, 2 do end').filter((step) => step.endsWith('again'))).toHaveLength(2);
});

test('what follows an if comes right after the branch taken', () => {
  expect(steps('local x = 1\nif x then x = 2 else x = 3 end\nreturn x')).toEqual([
    '1:1 > statement',
    '2:1 > statement',
    '2:11 > statement',
    '3:1 > statement',
  ]);
});

test('elseif and until are statements of their own', () => {
  expect(steps('local x = 2\nif x == 1 then\n  x = 0\nelseif x == 2 then\n  x = 9\nend')).toEqual([
    '1:1 > statement',
    '2:1 > statement',
    '4:1 > statement',
    '5:3 > statement',
    '6:1 > statement',
  ]);
  expect(steps('repeat local y = 1\nuntil y')).toEqual(['1:8 > statement', '2:1 > statement', '2:7 > statement']);
});

test('a call steps into the function, and back into the middle of its statement', () => {
  expect(steps('local function f(x)\n  return x\nend\nlocal y = f(1) + 1\nreturn y')).toEqual([
    '1:1 > statement',
    '4:1 > statement',
    '2:3 >> statement',
    '4:1 > returned',
    '5:1 > statement',
  ]);
});

test('statements of callbacks and coroutines are seen', () => {
  expect(steps("local s = ('ab'):gsub('.', function(c)\n  return c\nend)\nreturn s")).toEqual([
    '1:1 > statement',
    '2:3 >>> statement',
    '2:3 >>> statement',
    '4:1 > statement',
  ]);
  expect(steps('local f = coroutine.wrap(function()\n  coroutine.yield()\nend)\nf() f()')).toEqual([
    '1:1 > statement',
    '4:1 > statement',
    '2:3 > statement',
    '4:5 > statement',
    '3:1 > statement',
    '4:7 > statement',
  ]);
});
