import type { RecordingId, Switchable } from '@luascope/shared/debug';
import type { AppState, Failure } from './model.js';
import type { SteppedRecording } from './session.js';
import { app, useApp } from './store.js';

/** Which calls of a script are turned, and into what; without `at` all that are not so already. */
export interface Turn {
  readonly to: Switchable['via'];
  readonly at?: number;
}

/** A run beside the same with its calls turned. */
export interface Comparison {
  /** The run that is compared. */
  readonly of: RecordingId;
  readonly turn: Turn;
  readonly status: 'working' | 'done' | 'failed';
  readonly asIs?: SteppedRecording;
  readonly turned?: SteppedRecording;
  /** Both start from the data as it is now: what the run started from is not known any more. */
  readonly now?: boolean;
  readonly failure?: Failure;
}

/** The comparison of the run that is shown, once it was asked for. */
function shownComparison({ comparison, runs, selected }: AppState): Comparison | undefined {
  return comparison !== undefined && comparison.of === runs[selected]?.recording?.id ? comparison : undefined;
}

export const useComparison = (): Comparison | undefined => useApp(shownComparison);

export const setComparison = (comparison: Comparison): void => app.setState({ comparison });
