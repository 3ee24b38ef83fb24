import type { Engine, Frame, FrameWindow, RecordingId } from '@luascope/shared/debug';
import { setStack } from '../state/debug.js';
import { holds, keepWindow, knownWindow, stackIn } from '../state/frameWindows.js';
import type { Target } from '../state/model.js';
import type { SteppedRecording } from '../state/session.js';
import { app } from '../state/store.js';
import { failureOf } from './run.js';

/** How near to the edge of a window the next one is asked for; of a short one a quarter. */
const AHEAD = 8;

const asked = new Map<string, Promise<FrameWindow>>();

async function fetchWindow(engine: Engine, recording: RecordingId, step: number): Promise<FrameWindow> {
  const id = `${recording} ${step}`;
  const under = asked.get(id);
  if (under !== undefined) return under;
  const asking = engine.inspect(recording, step);
  asked.set(id, asking);
  try {
    const window = await asking;
    keepWindow(recording, window);
    return window;
  } finally {
    asked.delete(id);
  }
}

/** Questions of rows in view are asked one after the other: the answer to one mostly answers the next. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * The frames at a step, from what is known or from the engine; undefined where the engine cannot tell.
 *
 * @param isWanted asked again before the engine is
 */
export async function framesAt(
  target: Target,
  recording: RecordingId,
  step: number,
  isWanted: () => boolean,
): Promise<readonly Frame[] | undefined> {
  const answer = turn.then(async () => {
    const engine = app.getState().engines[target];
    if (knownWindow(recording, step) === undefined && engine !== undefined && isWanted())
      await fetchWindow(engine, recording, step).catch(() => undefined);
    return knownFrames(recording, step);
  });
  turn = answer;
  return answer;
}

/** Those that are known already. */
export function knownFrames(recording: RecordingId, step: number): readonly Frame[] | undefined {
  const window = knownWindow(recording, step);
  return window?.frames[step - window.first];
}

/** Shows the values at a step, unless that came with going there: from what is known, else when the engine has told them. Then looks ahead. */
export async function showStack(target: Target, recording: SteppedRecording, step: number): Promise<void> {
  const engine = app.getState().engines[target];
  if (engine === undefined) return;
  const { id, steps } = recording;
  try {
    const window = knownWindow(id, step) ?? (await fetchWindow(engine, id, step));
    setStack(id, stackIn(window, step));
    const last = steps.line.length - 1;
    const ahead = Math.max(1, Math.min(AHEAD, window.frames.length >> 2));
    for (const near of [Math.min(last, step + ahead), Math.max(0, step - ahead)])
      if (!holds(window, near) && knownWindow(id, near) === undefined) await fetchWindow(engine, id, near);
  } catch (error) {
    setStack(id, undefined, failureOf(error));
  }
}
