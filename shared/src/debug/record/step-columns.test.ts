import { expect, test } from 'vitest';
import { request } from '../../../test/engine-suite.js';
import { Sandbox } from '../sandbox/sandbox.js';

/** Functions that call each other, one of them in the place of its caller, and a coroutine; in each of its rounds some 20 steps. */
const SCRIPT = `local function inner(n) if n == 0 then return 0 end return inner(n - 1) end
local function outer(n) local r = inner(n) return r end
local thread = coroutine.wrap(function() while true do outer(1) coroutine.yield() end end)
for i = 1, 6000 do outer(i % 4) thread() end
return 'done'`;

const engine = () => {
  let clock = 1_700_000_000_000_000;
  return new Sandbox({ clock: () => (clock += 7), stopwatch: () => 0, seed: 9, newId: () => 'r' });
};

/** Where two columns are not the same. */
const firstDifference = (a: Uint32Array | Uint16Array, b: Uint32Array | Uint16Array): number | undefined =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find((i) => a[i] !== b[i]);

test('however many steps there is room for, they are those of the run', async () => {
  const sandbox = engine();
  const { steps: all, totals } = await sandbox.record(request(SCRIPT, { maxSteps: 1_000_000 }));
  expect(totals.steps).toBeGreaterThan(100_000);
  expect(all!.functions).toEqual(['main', 'outer', 'inner', 'function:3']);
  expect(new Set(all!.depth)).toEqual(new Set([0, 1, 2, 3]));
  for (const maxSteps of [1, 65_536, 65_537, totals.steps!]) {
    const recording = await sandbox.record(request(SCRIPT, { maxSteps }));
    const { steps } = recording;
    const kept = Math.min(totals.steps!, maxSteps);
    expect(recording.totals.steps).toBe(totals.steps);
    for (const column of ['line', 'column', 'depth', 'functionId'] as const)
      expect(firstDifference(steps![column], all![column].subarray(0, kept))).toBeUndefined();
    // The run is made again, by another way of counting, and each step of it compared.
    const { first, frames } = await sandbox.inspect(recording.id, kept - 1);
    expect(frames[kept - 1 - first]).toHaveLength(steps!.depth[kept - 1]! + 1);
  }
});

test('a recording has nothing of the one before it', async () => {
  const sandbox = engine();
  await sandbox.record(request(SCRIPT));
  const { steps } = await sandbox.record(request('local a = 1\nreturn a'));
  expect(steps).toEqual({
    line: Uint32Array.of(1, 2),
    column: Uint16Array.of(1, 1),
    depth: Uint16Array.of(0, 0),
    functionId: Uint16Array.of(0, 0),
    functions: ['main'],
  });
});
