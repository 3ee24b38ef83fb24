import type { KeyChange, KeyState, Recording } from '@luascope/shared/debug';
import { expect, it } from 'vitest';
import { callOf } from '../../testing/recordings.js';
import {
  beyondPreview,
  changesAtStep,
  countKinds,
  diffRows,
  elementDiff,
  justWritten,
  keysAfter,
  keysAtStart,
} from './select.js';

const state = (type: KeyState['type'], preview: string[], more: Partial<KeyState> = {}): KeyState => ({
  type,
  encoding: 'listpack',
  length:
    type === 'hash' || type === 'zset'
      ? preview.length / 2
      : type === 'string'
        ? (preview[0]?.length ?? 0)
        : preview.length,
  preview,
  ...more,
});
const marks = (before: KeyState | undefined, after: KeyState | undefined) =>
  elementDiff({ ...(before && { before }), ...(after && { after }) }).map(
    ({ mark, name, value }) => `${mark} ${name ?? '-'} ${value}`,
  );

it('orders added, changed and deleted keys, and tells them apart in one line', () => {
  const changes = [
    { db: 0, key: 'lock', before: state('string', ['7f3a'], { expiresAt: 31_000 }) },
    { db: 0, key: 'pts', before: state('hash', ['points', '40']), after: state('hash', ['points', '70']) },
    { db: 0, key: 'ledger', after: state('list', ['a', 'b']) },
  ];
  const rows = diffRows(changes, 1000);
  expect(rows.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['added ledger', 'changed pts', 'deleted lock']);
  expect(rows[0]).toMatchObject({ before: { kind: 'none' }, after: { kind: 'count', count: 2 } });
  expect(rows[1]).toMatchObject({ before: { text: 'points 40' }, after: { text: '70' } });
  expect(rows[2]).toMatchObject({ before: { text: '"7f3a"' }, ttl: 30_000 });
  expect(countKinds(changes)).toEqual({ added: 1, changed: 1, deleted: 1 });
});

it('shows a change of the time to live as one', () => {
  const before = state('string', ['x']);
  const [row] = diffRows([{ db: 0, key: 'k', before, after: { ...before, expiresAt: 5000 } }], 1000);
  expect(row).toMatchObject({ before: { kind: 'ttl', left: undefined }, after: { kind: 'ttl', left: 4000 } });
});

it('sees a push at the left of a list as one added item', () => {
  expect(marks(state('list', ['b', 'c']), state('list', ['a', 'b', 'c']))).toEqual([
    'added 0 a',
    'same 1 b',
    'same 2 c',
  ]);
  expect(marks(state('list', ['a', 'b']), state('list', ['b', 'z']))).toEqual(['deleted 0 a', 'same 0 b', 'added 1 z']);
});

it('compares fields, members and strings by name', () => {
  expect(marks(state('hash', ['a', '1', 'b', '2']), state('hash', ['b', '3', 'c', '4']))).toEqual([
    'changed b 3',
    'added c 4',
    'deleted a 1',
  ]);
  expect(marks(state('set', ['a', 'b']), state('set', ['b', 'c']))).toEqual(['same - b', 'added - c', 'deleted - a']);
  expect(marks(state('string', ['5']), state('string', ['25']))).toEqual(['changed - 25']);
});

it('shows both values when the type changed', () => {
  expect(marks(state('string', ['5']), state('list', ['x']))).toEqual(['deleted - 5', 'added 0 x']);
});

it('counts what the preview does not have', () => {
  expect(beyondPreview({ after: state('list', ['a'], { length: 120 }) })).toBe(119);
  expect(beyondPreview({ after: state('string', ['a'], { length: 120 }) })).toBe(0);
});

it('shows the keys as they are at a step where that is known', () => {
  const recording = { changes: [] } as unknown as Recording;
  const changes: KeyChange[] = [{ db: 0, key: 'a' }];
  expect(changesAtStep(recording, changes)?.changes).toBe(changes);
  expect(changesAtStep(recording, undefined)).toBe(recording);
});

const made = (more: Partial<Recording>): Recording =>
  ({ startedAt: 1000, dryRun: true, request: { db: 0, data: 'keep' }, changes: [], ...more }) as unknown as Recording;
const names = (listing: ReturnType<typeof keysAtStart>) => listing?.keys.map(({ key, value }) => `${key}=${value}`);
const now = { keys: [{ key: 'now', type: 'string', ttl: undefined, value: '1' }], more: false };
const recorded = {
  keys: [
    { db: 0, key: 'a', state: state('string', ['1'], { expiresAt: 3000 }) },
    { db: 0, key: 'c', state: state('list', ['x', 'y']) },
  ],
  more: true,
};

it('keys at the start are those of the recording, else those there now, unless the data was made for it', () => {
  expect(names(keysAtStart(made({ keysAtStart: recorded }), now))).toEqual(['a=1', 'c=2']);
  expect(keysAtStart(made({ keysAtStart: recorded }), now)).toMatchObject({ keys: [{ ttl: 2000 }, {}], more: true });
  expect(names(keysAtStart(made({}), now))).toEqual(['now=1']);
  expect(keysAtStart(made({ request: { data: 'fresh' } as Recording['request'] }), now)).toBeUndefined();
});

it('keys afterwards are those at the start with the changes made, of the database of the run', () => {
  const changes = [
    { db: 0, key: 'b', after: state('string', ['new']) },
    { db: 0, key: 'c', before: state('list', ['x', 'y']) },
    { db: 0, key: 'a', before: state('string', ['1']), after: state('string', ['2']) },
    { db: 1, key: 'elsewhere', after: state('string', ['x']) },
  ];
  expect(names(keysAfter(made({ keysAtStart: recorded, changes }), undefined))).toEqual(['a=2', 'b=new']);
});

it('knows the keys that the step before wrote: not what it read, nor what failed', () => {
  const calls = [
    callOf(1, 'SET a 1'),
    callOf(2, 'MSET b 1 c 2'),
    callOf(2, 'GET a', 'read'),
    callOf(3, 'INCR d -> !ERR no'),
  ];
  expect([1, 2, 3, 4].map((step) => [...justWritten(calls, step)])).toEqual([[], ['a'], ['b', 'c'], []]);
});
