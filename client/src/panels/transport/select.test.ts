import type { Call, Steps } from '@luascope/shared/debug';
import { expect, it } from 'vitest';
import { axisSteps, callMarks, callStep, functionBlocks, nextStop, stepAfter, writesBefore } from './select.js';

/** One word a step: the line, after a `>` for each function in execution below it. */
function stepsOf(text: string): Steps {
  const words = text.split(' ');
  const depths = words.map((word) => word.lastIndexOf('>') + 1);
  return {
    line: Uint32Array.from(words.map((word) => Number(word.replaceAll('>', '')))),
    column: Uint16Array.from(words.map(() => 1)),
    depth: Uint16Array.from(depths),
    functionId: Uint16Array.from(depths.map((depth) => Math.min(1, depth))),
    functions: ['main', 'credit'],
  };
}

const call = (step: number, effect: Call['effect'], failed = false): Call => ({
  ordinal: step,
  line: 1,
  functionName: 'main',
  via: 'call',
  command: ['X'],
  reply: failed ? { type: 'error', text: 'ERR' } : { type: 'integer', value: 1n },
  at: 0,
  took: 0,
  effect,
  step,
});

const steps = stepsOf('1 2 >5 >6 3 2 >5 >6 3 4');
const quiet = { errors: false, writes: false };

it.each([
  ['over', 1, 4],
  ['into', 1, 2],
  ['out', 2, 4],
  ['back', 4, 3],
  ['start', 4, 0],
] as const)('%s leads from step %i to step %i', (move, from, to) => {
  expect(stepAfter(steps, from, move, 'statements')).toBe(to);
});

it('goes nowhere from an end', () => {
  expect(stepAfter(steps, 0, 'back', 'statements')).toBeUndefined();
  expect(stepAfter(steps, 9, 'over', 'statements')).toBeUndefined();
});

it('stops at a breakpoint in both directions, and at the ends without one', () => {
  const recording = { steps, calls: [], errors: [] };
  const stops = [{ line: 5, fromHit: 1 }];
  expect(nextStop(recording, 0, 1, stops, quiet)).toBe(2);
  expect(nextStop(recording, 2, 1, stops, quiet)).toBe(6);
  expect(nextStop(recording, 6, -1, stops, quiet)).toBe(2);
  expect(nextStop(recording, 6, 1, stops, quiet)).toBe(9);
  expect(nextStop(recording, 9, 1, stops, quiet)).toBeUndefined();
});

it('stops from the wanted visit on, and only where a condition holds', () => {
  const recording = { steps, calls: [], errors: [] };
  expect(nextStop(recording, 0, 1, [{ line: 5, fromHit: 2 }], quiet)).toBe(6);
  expect(nextStop(recording, 0, 1, [{ line: 5, fromHit: 1, only: new Set([6]) }], quiet)).toBe(6);
});

it('stops at writes and at errors when asked', () => {
  const recording = { steps, calls: [call(3, 'write'), call(7, 'read', true)], errors: [] };
  expect(nextStop(recording, 0, 1, [], { errors: false, writes: true })).toBe(3);
  expect(nextStop(recording, 0, 1, [], { errors: true, writes: false })).toBe(7);
});

it('goes from call to call, and counts the writes before a step', () => {
  const calls = [call(3, 'write'), call(7, 'write')];
  expect(callStep(calls, 3, 1)).toBe(7);
  expect(callStep(calls, 3, -1)).toBeUndefined();
  expect(writesBefore(calls, 7)).toBe(1);
});

it('draws calls of functions as blocks and the gravest call of a column', () => {
  expect(functionBlocks(steps)).toEqual([
    { first: 2, last: 3, name: 'credit' },
    { first: 6, last: 7, name: 'credit' },
  ]);
  expect(callMarks([call(3, 'read'), call(3, 'write')], 10)).toEqual([{ step: 3, tone: 'write', calls: 2 }]);
});

it.each([
  [1, [0]],
  [21, [0, 4, 9, 14, 20]],
  [100_000, [0, 19_999, 39_999, 59_999, 79_999, 99_999]],
])('of %i steps it numbers the round ones', (count, shown) => {
  expect(axisSteps(count)).toEqual(shown);
});
