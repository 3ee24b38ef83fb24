import type { Frame, KeyChange, Recording, RecordingId, Steps } from '@luascope/shared/debug';
import type { Failure, Target } from './model.js';
import type { ScriptId } from './script.js';

export type SteppedRecording = Recording & { readonly steps: Steps };

/** The values at one step, as the engine told them. */
export interface Stack {
  readonly step: number;
  /** Innermost first. */
  readonly frames: readonly Frame[];
  readonly changes?: readonly KeyChange[];
}

/** A recording that is open, and where in it the user is. */
export interface DebugSession {
  readonly script: ScriptId;
  readonly target: Target;
  /** What was recorded, so that an edit is seen. */
  readonly text: string;
  /** The run of which this is the recording: it closes when another takes its place. */
  readonly run: RecordingId;
  readonly recording: SteppedRecording;
  readonly step: number;
  /** The last stack that arrived; it is of `step` only when its own says so. */
  readonly stack?: Stack;
  /** Which frame is looked at, 0 the innermost. */
  readonly frame: number;
  readonly failure?: Failure;
}

export interface Breakpoint {
  readonly line: number;
  /** Lua; stops only where it is true. */
  readonly condition: string;
  /** Stops from this visit on. */
  readonly fromHit: number;
  /** Lua; with one, nothing stops here: its value at every visit is listed. */
  readonly log: string;
}

export interface DebugState {
  readonly session?: DebugSession;
  /** Why the last recording could not be made or opened, of which script. */
  readonly refused?: { readonly script: ScriptId; readonly failure: Failure };
  readonly breakpoints: Readonly<Record<ScriptId, readonly Breakpoint[]>>;
  readonly watches: readonly string[];
  readonly stopOn: { readonly errors: boolean; readonly writes: boolean };
  readonly stepBy: 'statements' | 'lines';
}

export const NO_DEBUG: DebugState = {
  breakpoints: {},
  watches: [],
  stopOn: { errors: false, writes: false },
  stepBy: 'statements',
};
