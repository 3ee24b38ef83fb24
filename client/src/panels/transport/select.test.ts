import { Statements } from '@luascope/shared/analysis';
import { describe, expect, it } from 'vitest';
import type { Breakpoint, StopOn } from '../../state/session.js';
import { callOf, stepsOf } from '../../testing/recordings.js';
import {
  axisSteps,
  callMarks,
  callStep,
  cursorStep,
  firstErrorStep,
  functionBlocks,
  nextStop,
  stepAfter,
  stopsOf,
  writesBefore,
  writingStep,
  type Stop,
} from './select.js';

const steps = stepsOf('1 2 >5 >6 3 2 >5 >6 3 4');

it.each([
  ['over', 1, 4],
  ['into', 1, 2],
  ['out', 2, 4],
  ['back', 4, 3],
  ['start', 4, 0],
] as const)('%s leads from step %i to step %i', (move, from, to) => {
  expect(stepAfter(steps, from, move, 'statements')).toBe(to);
});

it.each([
  ['into', 0, 3],
  ['over', 3, 6],
  ['back', 6, 4],
  ['back', 4, 3],
] as const)('by lines, %s leads from step %i to step %i', (move, from, to) => {
  const severalALine = stepsOf('1 1:9 1:17 2 >5 >5:9 3');
  expect(stepAfter(severalALine, from, move, 'lines')).toBe(to);
});

it('goes nowhere from an end', () => {
  expect(stepAfter(steps, 0, 'back', 'statements')).toBeUndefined();
  expect(stepAfter(steps, 9, 'over', 'statements')).toBeUndefined();
});

describe('continue', () => {
  const quiet: StopOn = { errors: false, writes: false, commands: '', keys: '' };
  const point = (line: number, rest: Partial<Breakpoint> = {}): Breakpoint => ({
    line,
    condition: '',
    fromHit: 1,
    log: '',
    ...rest,
  });
  const stop = (line: number, rest: Partial<Breakpoint> = {}, held?: Stop['held']): Stop => ({
    point: point(line, rest),
    number: 1,
    ...(held && { held }),
  });
  const recording = { steps, calls: [], errors: [] };
  const next = (from: number, direction: 1 | -1, ...stops: Stop[]) =>
    nextStop(recording, from, direction, stops, quiet)?.step;

  it('stops at a breakpoint in both directions, and at the ends without one', () => {
    expect([next(0, 1, stop(5)), next(2, 1, stop(5)), next(6, -1, stop(5))]).toEqual([2, 6, 2]);
    expect([next(6, 1, stop(5)), next(9, 1, stop(5)), next(2, -1, stop(5))]).toEqual([9, undefined, 0]);
  });

  it('says which breakpoint it was', () => {
    expect(nextStop(recording, 0, 1, [stop(5)], quiet)?.reason).toEqual({ kind: 'breakpoint', line: 5, number: 1 });
    expect(nextStop(recording, 6, 1, [stop(5)], quiet)).toEqual({ step: 9 });
  });

  it('stops from the wanted hit on, and only where a condition holds', () => {
    expect(next(0, 1, stop(5, { fromHit: 2 }))).toBe(6);
    expect(next(9, -1, stop(5, { fromHit: 2 }))).toBe(6);
    expect(next(6, -1, stop(5, { fromHit: 2 }))).toBe(0);
    expect(next(0, 1, stop(5, {}, new Map([[6, undefined]])))).toBe(6);
    expect(next(0, 1, stop(5, { fromHit: 2 }, new Map([[6, undefined]])))).toBe(9);
  });

  it('stops where a condition fails, with what it says', () => {
    const error = { kind: 'app', code: 'not-recorded', data: { why: 'unseen', key: 'k' } } as const;
    expect(nextStop(recording, 0, 1, [stop(5, {}, new Map([[6, error]]))], quiet)).toEqual({
      step: 6,
      reason: { kind: 'condition-failed', line: 5, error },
    });
  });

  it('stops at one statement of several on a line, each time it runs', () => {
    const oneLine = { steps: stepsOf('1 1:20 1:30 1:20 1:30 1:20 1:40'), calls: [], errors: [] };
    const at = (column: number, from: number) => nextStop(oneLine, from, 1, [stop(1, { column })], quiet)?.step;
    expect([at(20, 0), at(20, 1), at(30, 0), at(40, 0)]).toEqual([1, 3, 2, 6]);
    expect(nextStop(oneLine, 0, 1, [stop(1, { column: 30 }), stop(1, { column: 20 })], quiet)?.step).toBe(1);
  });

  it('never stops at a log point; numbers count all breakpoints', () => {
    const stops = stopsOf([point(2, { log: 'x' }), point(5)], () => undefined);
    expect(stops.map(({ number, point: { line } }) => [number, line])).toEqual([[2, 5]]);
  });

  it.each<[Partial<StopOn>, number, object]>([
    [{ writes: true }, 3, { kind: 'write' }],
    [{ errors: true }, 7, { kind: 'error' }],
    [{ commands: 'del, get' }, 7, { kind: 'command', name: 'GET' }],
    [{ keys: 'other k:*' }, 3, { kind: 'key', name: 'k:1' }],
    [{ keys: 'k:2' }, 7, { kind: 'key', name: 'k:2' }],
    [{ keys: '*2', writes: true }, 3, { kind: 'write' }],
    [{ commands: 'GET', errors: true }, 7, { kind: 'error' }],
  ])('stops on %j', (stopOn, step, reason) => {
    const calls = [callOf(3, 'SET k:1 v'), callOf(7, 'GET k:2 -> !WRONGTYPE', 'read')];
    expect(nextStop({ steps, calls, errors: [] }, 0, 1, [], { ...quiet, ...stopOn })).toEqual({ step, reason });
  });
});

describe('run to the cursor', () => {
  const script = 'local a = 1\nfor i = 1, 2 do a = a + i f(a) end\nreturn a';
  const walked = stepsOf('1 2 2:17 2:27 2 2:17 2:27 2 3');
  const to = (from: number, direction: 1 | -1, line: number, column: number) =>
    cursorStep(walked, from, direction, new Statements(script), { line, column });

  it('goes to the statement of several, forwards and backwards', () => {
    expect([to(0, 1, 2, 18), to(2, 1, 2, 18), to(8, -1, 2, 28), to(0, 1, 2, 5)]).toEqual([2, 5, 6, 1]);
  });

  it('goes to a line; nowhere when it does not run', () => {
    expect([to(0, 1, 3, 4), to(8, 1, 2, 18), to(0, 1, 9, 1)]).toEqual([8, undefined, undefined]);
  });
});

describe('the last write of a variable', () => {
  //                    0 1 2 >3 >4 5
  const walked = stepsOf('1 2 3 >5 >6 4');
  const at = (script: string) => new Statements(script);

  it('is the statement before, or the one that called others on its way', () => {
    const statements = at('local n = 0\nlocal f\nn = f()\nreturn n\n\n');
    expect(writingStep(walked, [1], 0, 'n', statements)).toBe(0);
    expect(writingStep(walked, [1, 5], 0, 'n', statements)).toBe(2);
  });

  it('is the statement of another function that shares the variable', () => {
    const statements = at('local n = 0\nlocal f\nf()\nreturn n\n\n');
    expect(writingStep(walked, [1, 4], 0, 'n', statements)).toBe(3);
    expect(writingStep(walked, [1, 5], 0, 'n', statements)).toBe(4);
  });

  it('is nowhere when it never had another value', () => {
    expect(writingStep(walked, [], 0, 'n', at(''))).toBeUndefined();
  });
});

it('goes from call to call, and counts the writes before a step', () => {
  const calls = [callOf(3, 'SET k v'), callOf(7, 'DEL k')];
  expect(callStep(calls, 3, 1)).toBe(7);
  expect(callStep(calls, 3, -1)).toBeUndefined();
  expect(writesBefore(calls, 7)).toBe(1);
});

it('finds where the first error is about to happen', () => {
  const error = { kind: 'raised', line: 5, message: 'no', by: 'error' } as const;
  expect(firstErrorStep({ steps, errors: [{ ...error, step: 6 }] })).toBe(6);
  expect(firstErrorStep({ steps, errors: [error, { ...error, step: 99 }] })).toBeUndefined();
});

it('draws calls of functions as blocks, those inside them too, and the gravest call of a column', () => {
  const nested = stepsOf('1 >5 >>6 >5 2 >5 3');
  expect(functionBlocks(nested, 1)).toEqual([
    { first: 1, last: 3, name: 'credit' },
    { first: 5, last: 5, name: 'credit' },
  ]);
  expect(functionBlocks(nested, 2)).toEqual([{ first: 2, last: 2, name: 'credit' }]);
  expect(callMarks([callOf(3, 'GET k', 'read'), callOf(3, 'SET k v')], 10)).toEqual([
    { step: 3, tone: 'write', calls: 2 },
  ]);
});

it.each([
  [1, [0]],
  [21, [0, 4, 9, 14, 20]],
  [100_000, [0, 19_999, 39_999, 59_999, 79_999, 99_999]],
])('of %i steps it numbers the round ones', (count, shown) => {
  expect(axisSteps(count)).toEqual(shown);
});
