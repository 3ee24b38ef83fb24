import type { Recording, RecordingId } from '@luascope/shared/debug';
import type { AppState, Failure } from './model.js';
import type { ScriptId } from './script.js';
import type { Breakpoint, DebugSession, DebugState, Stack } from './session.js';
import { app, useApp } from './store.js';

/** The recording that is open for the selected script. */
export function openSession(state: AppState): DebugSession | undefined {
  const { session } = state.debug;
  const run = state.runs[state.selected];
  return session?.script === state.selected && run?.status !== 'running' && run?.recording?.id === session.run
    ? session
    : undefined;
}

export const useSession = (): DebugSession | undefined => useApp(openSession);

/** What panels show of the selected script: the recording that is open, else its last run. */
export const shownRecording = (state: AppState): Recording | undefined =>
  openSession(state)?.recording ?? state.runs[state.selected]?.recording;

export const useShownRecording = (): Recording | undefined => useApp(shownRecording);

const NONE: readonly Breakpoint[] = [];
export const breakpointsOf = (state: AppState): readonly Breakpoint[] =>
  state.debug.breakpoints[state.selected] ?? NONE;

const change = (patch: (debug: DebugState) => Partial<DebugState>): void =>
  app.setState(({ debug }) => ({ debug: { ...debug, ...patch(debug) } }));

export function startSession(session: DebugSession): void {
  app.setState(({ debug: { refused: _refused, ...debug } }) => ({ debug: { ...debug, session } }));
}

export const refuseSession = (script: ScriptId, failure: Failure): void =>
  change(() => ({ refused: { script, failure } }));

export const changeDebug = (patch: Pick<Partial<DebugState>, 'watches' | 'stopOn' | 'stepBy'>): void =>
  change(() => patch);

/** Forgets the open recording, and why one could not be opened. */
export function endSession(): void {
  app.setState(({ debug: { session: _session, refused: _refused, ...debug } }) => ({ debug }));
}

function changeSession(patch: Partial<DebugSession>): void {
  change(({ session }) => (session === undefined ? {} : { session: { ...session, ...patch } }));
}

export function goToStep(step: number): void {
  const { session } = app.getState().debug;
  if (session === undefined) return;
  const last = session.recording.steps.line.length - 1;
  changeSession({ step: Math.max(0, Math.min(last, step)), frame: 0 });
}

export const chooseFrame = (frame: number): void => changeSession({ frame });

/** A reply that comes late, for another recording, is dropped. */
export function setStack(recording: RecordingId, stack: Stack | undefined, failure?: Failure): void {
  const { session } = app.getState().debug;
  if (session?.recording.id !== recording || (stack !== undefined && stack.step !== session.step)) return;
  const { failure: _failure, ...rest } = session;
  app.setState(({ debug }) => ({
    debug: { ...debug, session: { ...rest, ...(stack && { stack }), ...(failure && { failure }) } },
  }));
}

const BLANK: Omit<Breakpoint, 'line'> = { condition: '', fromHit: 1, log: '' };

export function toggleBreakpoint(line: number): void {
  const before = breakpointsOf(app.getState());
  setBreakpoints(
    before.some((point) => point.line === line)
      ? before.filter((point) => point.line !== line)
      : [...before, { ...BLANK, line }].sort((a, b) => a.line - b.line),
  );
}

export const editBreakpoint = (line: number, patch: Partial<Omit<Breakpoint, 'line'>>): void =>
  setBreakpoints(breakpointsOf(app.getState()).map((point) => (point.line === line ? { ...point, ...patch } : point)));

function setBreakpoints(points: readonly Breakpoint[]): void {
  const { selected } = app.getState();
  change(({ breakpoints }) => ({ breakpoints: { ...breakpoints, [selected]: points } }));
}
