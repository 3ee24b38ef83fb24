import type { Recording } from '@luascope/shared/debug';
import { expect, it } from 'vitest';
import '../testing/words.js';
import { debugEn } from '../i18n/debug.en.js';
import { messagesOf } from '../i18n/messages.js';
import type { Breakpoint, DebugSession, SteppedRecording } from '../state/session.js';
import { callOf, stepsOf } from '../testing/recordings.js';
import { breakpointMarks, sessionMarks } from './sessionMarks.js';

const SCRIPT = [
  "local n = 0 -- '用'",
  "for i = 1, 2 do n = n + i redis.call('SET', '用', n) end",
  'if n > 9 then',
  "  redis.call('DEL', 'k')",
  'end',
  "local s = '用' if n > 8 then n = 0 end return n",
].join('\n');

const recording = {
  steps: stepsOf('1 2 2:17 2:27 2 2:17 2:27 2 3 6 6:17 6:41'),
  calls: [callOf(3, 'SET k 1'), callOf(6, 'SET k 3')].map((call) => ({ ...call, line: 2 })),
  detail: { calls: 'known' } as Recording['detail'],
} as unknown as SteppedRecording;

const marks = (step: number) =>
  sessionMarks({ recording, step, text: SCRIPT, frame: 0 } as unknown as DebugSession, messagesOf('en'), debugEn);

it('tells how often each line ran and what its calls took', () => {
  const { hits, times } = marks(0);
  expect([...hits!].map(([line, { count, tip }]) => `${line} ${count} ${tip}`)).toEqual([
    '1 1 ran once',
    '2 3 ran 3 times · 10 µs in 2 Redis calls, without Lua’s own time',
    '3 1 ran once',
    '6 1 ran once',
  ]);
  expect(times).toEqual([{ line: 2, text: '10 µs' }]);
});

it('dims what did not run, in columns of the editor', () => {
  expect(marks(0)).toMatchObject({ idle: [4], idleStretches: [{ line: 6, from: 29, to: 34 }] });
});

it('marks the statement on a line of several, in columns of the editor', () => {
  expect(marks(0)).not.toHaveProperty('statement');
  expect(marks(3)).toMatchObject({ current: 2, statement: { line: 2, from: 27, to: 52 } });
  expect(marks(10)).toMatchObject({ current: 6, statement: { line: 6, from: 15, to: 28 } });
});

const point = (line: number, column?: number, rest: Partial<Breakpoint> = {}): Breakpoint => ({
  line,
  ...(column !== undefined && { column }),
  condition: '',
  fromHit: 1,
  log: '',
  ...rest,
});
const drawn = (...points: Breakpoint[]) =>
  breakpointMarks(points, SCRIPT).map(
    ({ line, column, kind }) => `${line}${column === undefined ? '' : `:${column}`} ${kind}`,
  );

it('draws breakpoints by what they do, and where more are possible', () => {
  expect(drawn(point(1), point(3, undefined, { fromHit: 2 }), point(4, undefined, { log: 'n' }))).toEqual([
    '1 stop',
    '3 if',
    '4 log',
  ]);
  expect(drawn(point(6, 17, { condition: 'n' }))).toEqual([
    '6:15 if',
    '6:1 possible',
    '6:29 possible',
    '6:39 possible',
  ]);
  expect(drawn(point(5), point(6, 3))).toContain('5 nowhere');
  expect(drawn(point(5), point(6, 3))).toContain('6:3 nowhere');
});

it('does not judge a script that does not compile', () => {
  expect(breakpointMarks([point(1), point(2, 1)], 'return return\nx')).toEqual([
    { line: 1, kind: 'stop' },
    { line: 2, column: 1, kind: 'stop' },
  ]);
});
