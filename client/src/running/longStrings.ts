import type { Bytes } from '@luascope/shared/bytes';
import type { Call } from '@luascope/shared/debug';
import { shownRecording } from '../state/debug.js';
import { app } from '../state/store.js';

/**
 * The long strings of a call, in the order of `call.long`, brought back by the engine that made the recording. Fewer, or none, where it knows
 * the recording no more.
 */
export async function wholeStrings({ ordinal, long = [] }: Call): Promise<readonly (Bytes | undefined)[]> {
  const state = app.getState();
  const recording = shownRecording(state);
  const target = state.debug.session?.target ?? state.runs[state.selected]?.target;
  const engine = target && state.engines[target];
  const found: (Bytes | undefined)[] = [];
  if (engine === undefined || recording === undefined) return found;
  const strings = long.map(({ part, path }, i) => ({ id: String(i), call: ordinal, part, path }));
  try {
    for await (const { probe, value } of engine.scan(recording.id, { probes: [], strings }))
      if (value?.type === 'string') found[Number(probe)] = value.value;
  } catch {
    // Let go, or its worker has ended: then the heads are all there is.
  }
  return found;
}
