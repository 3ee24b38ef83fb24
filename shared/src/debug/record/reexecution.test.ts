import fc from 'fast-check';
import { expect, it } from 'vitest';
import { request } from '../../../test/engine-suite.js';
import { randomProgram } from '../../../test/random-program.js';
import { setStepLog } from '../../lua/steps.js';
import { newThread, pop } from '../../lua/vm.js';
import type { Frame } from '../engine.js';
import { createEmulator } from '../sandbox/emulator.js';
import { performRun } from '../sandbox/perform-run.js';
import { Sandbox } from '../sandbox/sandbox.js';
import { FrameCapture } from './frame-capture.js';
import { StepWalk } from './step-walk.js';

/** `npm run fuzz:record` sets them for a long look. */
const PROGRAMS = Number(process.env['FUZZ_FRAMES'] ?? 50);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1e9);

const stopwatch = (): number => 0;
const clock = (): number => 1_700_000_000_000_000;

/** The frames at every step, read while the script runs for the first and only time. */
function eagerFrames(script: string): readonly (readonly Frame[])[] {
  const emulator = createEmulator({ clock, stopwatch, seed: 1 });
  const { L } = emulator.scripts;
  const capture = new FrameCapture(newThread(L));
  pop(L);
  const frames: (readonly Frame[])[] = [];
  const log = new StepWalk().log(({ threads }) => frames.push(capture.capture(threads)));
  performRun(emulator, request(script), { stopwatch, onReady: () => setStepLog(L, log) });
  return frames;
}

/**
 * Frames in which objects that were there before the run, functions of ours among them, are numbered as they come up: each server numbers its
 * own.
 */
function numberingHostObjects(): <T>(part: T) => T {
  const numbers = new Map<unknown, number>();
  const renumbered = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(renumbered);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([name, value]: [string, unknown]) => {
        if (name !== 'id' || typeof value !== 'number' || value >= 0) return [name, renumbered(value)];
        if (!numbers.has(value)) numbers.set(value, -1 - numbers.size);
        return [name, numbers.get(value)];
      }),
    );
  };
  return renumbered as <T>(part: T) => T;
}

it(`shows at every step the frames that were there when the script ran: random programs from seed ${SEED}`, async () => {
  const property = fc.asyncProperty(randomProgram, async (script) => {
    const eager = numberingHostObjects()(eagerFrames(script));
    const renumbered = numberingHostObjects();
    const engine = new Sandbox({ clock, stopwatch, seed: 1, newId: () => 'r' });
    const recording = await engine.record(request(script));
    expect(recording.totals.steps).toBe(eager.length);
    expect(recording.wire).toEqual((await engine.run(request(script))).wire);
    for (let step = 0; step < eager.length;) {
      const { first, frames } = await engine.inspect(recording.id, step);
      expect(renumbered(frames)).toEqual(eager.slice(first, first + frames.length));
      step = first + frames.length;
    }
  });
  await fc.assert(property, { numRuns: PROGRAMS, seed: SEED });
}, 1_800_000);
