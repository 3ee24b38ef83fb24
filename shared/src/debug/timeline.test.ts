import { describe, expect, it } from 'vitest';
import type { Steps } from './recording.js';
import {
  lineVisits,
  lineVisitSteps,
  startsLineVisit,
  statementHits,
  stepInto,
  stepOut,
  stepOver,
  stepTo,
} from './timeline.js';

/** Steps as `line:column depth function`, the way a person would write them down. */
function steps(...rows: readonly string[]): Steps {
  const parsed = rows.map((row) => /^(\d+):(\d+) (\d+) (\w+)$/.exec(row)!);
  const functions = [...new Set(parsed.map((row) => row[4]!))];
  return {
    line: Uint32Array.from(parsed, (row) => Number(row[1])),
    column: Uint16Array.from(parsed, (row) => Number(row[2])),
    depth: Uint16Array.from(parsed, (row) => Number(row[3])),
    functionId: Uint16Array.from(parsed, (row) => functions.indexOf(row[4]!)),
    functions,
  };
}

/**
 * 1 local function f(n) if n == 0 then return 0 end return f(n - 1) + 1 end
 * 2 f(1) local a = 1
 * 3 for i = 1, 2 do a = a + i end
 */
const WALK = steps(
  '1:1 0 main', // 0
  '2:1 0 main', // 1
  '1:21 1 f', // 2
  '1:49 1 f', // 3
  '1:21 2 f', // 4
  '1:36 2 f', // 5
  '2:6 0 main', // 6
  '3:1 0 main', // 7
  '3:17 0 main', // 8
  '3:1 0 main', // 9
  '3:17 0 main', // 10
  '3:1 0 main', // 11
);

describe('going through a recording', () => {
  it('into: to the step beside, up to either end', () => {
    expect([stepInto(WALK, 1, 1), stepInto(WALK, 6, -1)]).toEqual([2, 5]);
    expect([stepInto(WALK, 11, 1), stepInto(WALK, 0, -1)]).toEqual([undefined, undefined]);
  });

  it('over: past what the statement calls, in both directions', () => {
    expect([stepOver(WALK, 1, 1), stepOver(WALK, 6, -1)]).toEqual([6, 1]);
    expect([stepOver(WALK, 3, 1), stepOver(WALK, 3, -1)]).toEqual([6, 2]);
    expect(stepOver(WALK, 2, -1)).toBe(1);
  });

  it('out: to where the function was called from', () => {
    expect([stepOut(WALK, 4, 1), stepOut(WALK, 4, -1)]).toEqual([6, 3]);
    expect([stepOut(WALK, 7, 1), stepOut(WALK, 7, -1)]).toEqual([undefined, undefined]);
  });

  it('to a line or a statement', () => {
    expect([stepTo(WALK, 0, 1, { line: 3 }), stepTo(WALK, 11, -1, { line: 2 })]).toEqual([7, 6]);
    expect(stepTo(WALK, 0, 1, { line: 3, column: 17 })).toBe(8);
    expect(stepTo(WALK, 0, 1, { line: 9 })).toBeUndefined();
  });
});

describe('the line view', () => {
  it('stops once for each visit', () => {
    const starts = Array.from(WALK.line, (_, step) => step).filter((step) => startsLineVisit(WALK, step));
    expect(starts).toEqual([0, 1, 2, 4, 7, 9, 11]);
    expect([...lineVisitSteps(WALK)]).toEqual(starts);
  });

  it('counts the same visits', () => {
    expect([...lineVisits(WALK)]).toEqual([
      [1, 3],
      [2, 1],
      [3, 3],
    ]);
  });

  it('counts each statement', () => {
    expect(statementHits(WALK).get('3:17')).toBe(2);
    expect(statementHits(WALK).get('1:21')).toBe(2);
    expect(statementHits(WALK).has('9:1')).toBe(false);
  });
});
