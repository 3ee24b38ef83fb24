import type { FrameWindow, RecordingId } from '@luascope/shared/debug';
import type { Stack } from './session.js';

const WINDOWS_KEPT = 24;

/** Windows of frames by recording, the one used last at the end. */
let kept: readonly { readonly recording: RecordingId; readonly window: FrameWindow }[] = [];

export const holds = ({ first, frames }: FrameWindow, step: number): boolean =>
  step >= first && step < first + frames.length;

/** The window around a step that the engine has told, if it was and is still kept. */
export function knownWindow(recording: RecordingId, step: number): FrameWindow | undefined {
  const entry = kept.find((one) => one.recording === recording && holds(one.window, step));
  if (entry !== undefined && entry !== kept.at(-1)) kept = [...kept.filter((one) => one !== entry), entry];
  return entry?.window;
}

export function keepWindow(recording: RecordingId, window: FrameWindow): void {
  kept = [...kept, { recording, window }].slice(-WINDOWS_KEPT);
}

/** What a window tells of one of its steps. */
export function stackIn({ first, frames, changes }: FrameWindow, step: number): Stack {
  const at = step - first;
  const [keys, before] = [changes?.[at], frames[at - 1]];
  return { step, frames: frames[at] ?? [], ...(before && { before }), ...(keys && { changes: keys }) };
}
