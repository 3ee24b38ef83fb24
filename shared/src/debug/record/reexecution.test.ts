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

it(`shows at every step the frames that were there when the script ran: random programs from seed ${SEED}`, async () => {
  const property = fc.asyncProperty(randomProgram, async (script) => {
    const eager = eagerFrames(script);
    const engine = new Sandbox({ clock, stopwatch, seed: 1, newId: () => 'r' });
    const recording = await engine.record(request(script));
    expect(recording.totals.steps).toBe(eager.length);
    expect(recording.wire).toEqual((await engine.run(request(script))).wire);
    for (let step = 0; step < eager.length;) {
      const { first, frames } = await engine.inspect(recording.id, step);
      expect(frames).toEqual(eager.slice(first, first + frames.length));
      step = first + frames.length;
    }
  });
  await fc.assert(property, { numRuns: PROGRAMS, seed: SEED });
}, 1_800_000);
