import type { Recording, RecordingId } from '@luascope/shared/debug';
import type { AppState, Failure } from './model.js';
import type { ScriptId } from './script.js';
import type { DebugSession, DebugState, Stack, StopReason } from './session.js';
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

const change = (patch: (debug: DebugState) => Partial<DebugState>): void =>
  app.setState(({ debug }) => ({ debug: { ...debug, ...patch(debug) } }));

export function startSession(session: DebugSession): void {
  app.setState(({ debug: { refused: _refused, ...debug } }) => ({ debug: { ...debug, session } }));
}

export const refuseSession = (script: ScriptId, failure: Failure): void =>
  change(() => ({ refused: { script, failure } }));

export const changeDebug = (patch: Pick<Partial<DebugState>, 'watches' | 'stopOn' | 'stepBy' | 'timelineOf'>): void =>
  change(() => patch);

/** Forgets the open recording, and why one could not be opened. */
export function endSession(): void {
  app.setState(({ debug: { session: _session, refused: _refused, ...debug } }) => ({ debug }));
}

function changeSession(patch: Partial<DebugSession>): void {
  change(({ session }) => (session === undefined ? {} : { session: { ...session, ...patch } }));
}

/** @param reason why just there */
export function goToStep(step: number, reason?: StopReason): void {
  const { session } = app.getState().debug;
  if (session === undefined) return;
  const { stopped: _stopped, ...rest } = session;
  const last = session.recording.steps.line.length - 1;
  const at = Math.max(0, Math.min(last, step));
  change(() => ({ session: { ...rest, step: at, frame: 0, ...(reason && { stopped: reason }) } }));
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
