import type { Frame, KeyChange, Recording, RecordingId, Steps } from '@luascope/shared/debug';
import type { Failure, Target } from './model.js';
import type { ScriptId } from './script.js';

export type SteppedRecording = Recording & { readonly steps: Steps };

/** The values at one step, as the engine told them. */
export interface Stack {
  readonly step: number;
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** Those of the step before, where they are known: what changed is told against them. */
  readonly before?: readonly Frame[];
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
  /** Absent when nothing in particular made it stop here. */
  readonly stopped?: StopReason;
  readonly failure?: Failure;
}

/** A line, or with a column (from 1, in bytes) the statement that starts there. */
export interface BreakpointPlace {
  readonly line: number;
  readonly column?: number;
}

export interface Breakpoint extends BreakpointPlace {
  /** Lua; stops only where it is true, or fails. */
  readonly condition: string;
  /** Stops from this visit on. */
  readonly fromHit: number;
  /** Lua; with one, nothing stops here: its value at every visit is listed. */
  readonly log: string;
}

/** What continue stops at besides breakpoints. */
export interface StopOn {
  readonly errors: boolean;
  readonly writes: boolean;
  /** Names of commands, with blanks between. */
  readonly commands: string;
  /** Keys that a command uses, with blanks between; `*` stands for anything. */
  readonly keys: string;
}

/** Why a recording stands at its step. */
export type StopReason =
  | { readonly kind: 'breakpoint'; readonly line: number; readonly number: number }
  /** The condition of a breakpoint failed there, with this text. */
  | { readonly kind: 'condition-failed'; readonly line: number; readonly error: Failure }
  | { readonly kind: 'error' | 'write' | 'cursor' }
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'key' | 'written'; readonly name: string };

export interface DebugState {
  readonly session?: DebugSession;
  /** Why the last recording could not be made or opened, of which script. */
  readonly refused?: { readonly script: ScriptId; readonly failure: Failure };
  readonly breakpoints: Readonly<Record<ScriptId, readonly Breakpoint[]>>;
  /** Lua expressions, or commands that read. */
  readonly watches: readonly string[];
  readonly stopOn: StopOn;
  readonly stepBy: 'statements' | 'lines';
  /** What the timeline lists while a recording is open. */
  readonly timelineOf: 'calls' | 'steps';
}

export const NO_DEBUG: DebugState = {
  breakpoints: {},
  watches: [],
  stopOn: { errors: false, writes: false, commands: '', keys: '' },
  stepBy: 'statements',
  timelineOf: 'steps',
};
