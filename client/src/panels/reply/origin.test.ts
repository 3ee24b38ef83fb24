import { ReturnedValue } from '@luascope/shared/analysis';
import type { Steps } from '@luascope/shared/debug';
import { expect, it } from 'vitest';
import { writerBefore } from './origin.js';

const SCRIPT = `local out = {}
local function twice(n)
  return n * 2
end
local function add(n)
  out[#out + 1] = n
end
out[1] = twice(1)
add(5)
return out`;

/** Each word is a step: `line:column depth`. */
function stepsOf(text: string): Steps {
  const steps = text.split(', ').map((step) => step.split(/[: ]/).map(Number));
  return {
    line: Uint32Array.from(steps, ([line]) => line!),
    column: Uint16Array.from(steps, ([, column]) => column!),
    depth: Uint16Array.from(steps, ([, , depth]) => depth!),
    functionId: new Uint16Array(steps.length),
    functions: ['main'],
  };
}

const steps = stepsOf('1:1 0, 2:1 0, 5:1 0, 8:1 0, 3:3 1, 9:1 0, 6:3 1, 10:1 0');
const returned = new ReturnedValue(SCRIPT);
const writer = (shows: number) => writerBefore(steps, shows, (line, column) => returned.isReturn(line, column));

it('what a function returned is written where it was called', () => {
  expect(writer(5)).toBe(3);
});

it('what a function writes itself is written there', () => {
  expect(writer(7)).toBe(6);
});

it('nothing is before the first step', () => {
  expect(writer(0)).toBeUndefined();
});
