import type { Recording, RecordingId } from '@luascope/shared/debug';
import { knownWindow, stackIn } from './frameWindows.js';
import type { AppState, Failure } from './model.js';
import type { ScriptId } from './script.js';
import type { DebugSession, DebugState, Stack, SteppedRecording, StopReason } from './session.js';
import { app, useApp } from './store.js';

/** The recording that is open for the selected script. */
export function openSession(state: AppState): DebugSession | undefined {
  const { session } = state.debug;
  const run = state.runs[state.selected];
  return session?.script === state.selected && run?.status !== 'running' && run?.recording?.id === session.run
    ? session
    : undefined;
}

/** The open recording with its step. What shows nothing of the step asks {@link useIsOpen} or {@link useOpenRecording}, and is not rendered by each. */
export const useSession = (): DebugSession | undefined => useApp(openSession);

export const useIsOpen = (): boolean => useApp((state) => openSession(state) !== undefined);

export const useOpenRecording = (): SteppedRecording | undefined => useApp((state) => openSession(state)?.recording);

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

/** What could not be done is no longer what was tried last. */
export const forgetRefusal = (): void => app.setState(({ debug: { refused: _refused, ...debug } }) => ({ debug }));

export const changeDebug = (patch: Pick<Partial<DebugState>, 'watches' | 'stopOn' | 'stepBy' | 'timelineOf'>): void =>
  change(() => patch);

/** Forgets the open recording, and why one could not be opened. */
export function endSession(): void {
  app.setState(({ debug: { session: _session, refused: _refused, ...debug } }) => ({ debug }));
}

function changeSession(patch: Partial<DebugSession>): void {
  change(({ session }) => (session === undefined ? {} : { session: { ...session, ...patch } }));
}

/**
 * Goes to a step, at once with its values where they are known: one change, drawn once.
 *
 * @param reason why just there
 */
export function goToStep(step: number, reason?: StopReason): void {
  const { session } = app.getState().debug;
  if (session === undefined) return;
  const { stopped: _stopped, failure, stack, ...rest } = session;
  const last = session.recording.steps.line.length - 1;
  const at = Math.max(0, Math.min(last, step));
  const window = knownWindow(session.recording.id, at);
  const values =
    window === undefined ? { ...(stack && { stack }), ...(failure && { failure }) } : { stack: stackIn(window, at) };
  change(() => ({ session: { ...rest, ...values, step: at, frame: 0, ...(reason && { stopped: reason }) } }));
}

export const chooseFrame = (frame: number): void => changeSession({ frame });

/** A reply that comes late, for another recording, is dropped. */
export function setStack(recording: RecordingId, stack: Stack | undefined, failure?: Failure): void {
  const { session } = app.getState().debug;
  if (session?.recording.id !== recording || (stack !== undefined && stack.step !== session.step)) return;
  // What came with the step is there already.
  const shown = session.failure === undefined ? session.stack : undefined;
  if (stack !== undefined && shown?.step === stack.step && shown.frames === stack.frames) return;
  const { failure: _failure, ...rest } = session;
  app.setState(({ debug }) => ({
    debug: { ...debug, session: { ...rest, ...(stack && { stack }), ...(failure && { failure }) } },
  }));
}
