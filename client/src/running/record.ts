import { AppError, type Capabilities, type Engine, type Recording, type RunRequest } from '@luascope/shared/debug';
import { debugMessagesOf } from '../i18n/debug.js';
import { messagesOf } from '../i18n/messages.js';
import { recordingMessagesOf } from '../i18n/recording.js';
import { endSession, forgetRefusal, openSession, refuseSession, startSession } from '../state/debug.js';
import type { AppState, Failure, Run, Target } from '../state/model.js';
import { parseGiven, requestOf } from '../state/request.js';
import { setRun } from '../state/runs.js';
import { announce, speak } from '../state/screen.js';
import { openScript } from '../state/scripts.js';
import { sameInputs, type RunInputs, type ScriptId } from '../state/script.js';
import type { SteppedRecording } from '../state/session.js';
import { showPanel } from '../state/settings.js';
import { app } from '../state/store.js';
import { describeFailure, describeReply } from './describe.js';
import { runObstacle } from './obstacle.js';
import { failureOf, targetSettled } from './run.js';

const capabilitiesOf = (state: AppState, target: Target): Capabilities | undefined =>
  state.health[target]?.capabilities ?? state.engines[target]?.capabilities;

export const canRecord = (state: AppState, target: Target = state.settings.target): boolean =>
  capabilitiesOf(state, target)?.record === true;

export const canDryRun = (state: AppState): boolean => capabilitiesOf(state, state.settings.target)?.dryRun === true;

/** Why the selected target, which could record, does not. */
export const noRecord = (state: AppState): Capabilities['noRecord'] =>
  capabilitiesOf(state, state.settings.target)?.noRecord;

/** The selected script has a finished run that has steps, or gets them by being executed again. */
export function canOpen(state: AppState): boolean {
  const run = state.runs[state.selected];
  if (run?.status !== 'done' || run.recording === undefined) return false;
  const { steps, origin, outcome } = run.recording;
  if (steps !== undefined) return steps.line.length > 0;
  return origin !== undefined && outcome.kind !== 'lost' && state.engines.sandbox !== undefined;
}

/** Runs the selected script with steps and without effects, and opens what came of it. */
export async function recordScript(): Promise<void> {
  await targetSettled();
  const { selected: id, settings, scripts } = app.getState();
  const recording = canRecord(app.getState()) ? await tryScript(id) : undefined;
  if (recording !== undefined) open(id, settings.target, scripts[id]!.text, recording, recording);
}

/** Runs a script without effects, and shows what it would have done as a run is shown. */
export async function dryRunScript(id: ScriptId = app.getState().selected): Promise<void> {
  await targetSettled();
  const { language } = app.getState().settings;
  const recording = canDryRun(app.getState()) ? await tryScript(id) : undefined;
  if (recording === undefined) return;
  app.setState(({ settings }) => ({ settings: { ...settings, phoneTab: 'reply' } }));
  const r = recordingMessagesOf(language);
  speak(
    recording.outcome.kind === 'crash' ? r.dryRunCrash : r.dryRunDone(describeReply(recording, messagesOf(language))),
  );
}

/** Makes a recording of a script on the selected target; it is the script's last run then. Undefined, and told why, when there came none. */
async function tryScript(id: ScriptId): Promise<Recording | undefined> {
  const state = app.getState();
  const { settings, engines, health } = state;
  const script = state.scripts[id];
  const engine = engines[settings.target];
  if (script === undefined || engine === undefined || runObstacle(state) !== undefined) return undefined;
  const before = state.runs[id];
  const run = { target: settings.target, startedAt: Date.now(), inputs: script } as const;
  app.setState({ started: true });
  const freshData = health[settings.target]?.capabilities.freshData ?? engine.capabilities.freshData;
  const badLine = freshData ? parseGiven(script.given).badLines[0] : undefined;
  if (badLine !== undefined) {
    refuse(id, { kind: 'app', code: 'bad-given', data: { line: badLine } });
    return undefined;
  }
  const request = requestOf(script, {
    freshData,
    db: health[settings.target]?.server?.db ?? 0,
    maxSteps: settings.maxSteps,
  });
  setRun(id, { ...run, status: 'running', ...(before?.recording !== undefined && { recording: before.recording }) });
  const recording = await made(engine, request, id, before);
  if (recording === undefined) return undefined;
  forgetRefusal();
  setRun(id, { ...run, status: 'done', recording });
  if (before?.recording !== undefined) engine.release(before.recording.id).catch(() => undefined);
  return recording;
}

/**
 * Opens the finished run of the selected script. Where its engine has forgotten it, or never had it (a file, a run from before a reload), the
 * sandbox takes it up. A script that was edited since stays as it is: what ran opens in a tab of its own.
 */
export async function openAsRecording(): Promise<void> {
  const { selected, runs, scripts, settings } = app.getState();
  const run = runs[selected];
  const script = scripts[selected];
  if (run?.recording === undefined || run.status === 'running' || script === undefined) return;
  let id = selected;
  if (!sameInputs(run.inputs, script)) {
    id = openScript({ name: script.name, ...inputsIn(run.inputs) });
    announce(recordingMessagesOf(settings.language).earlier(app.getState().scripts[id]!.name));
  }
  setRun(id, { ...run, status: 'running', startedAt: Date.now() });
  let found: Askable | undefined;
  try {
    found = await askable(run.target, run.recording);
  } catch (error) {
    refuse(id, failureOf(error));
  }
  setRun(id, run);
  if (found !== undefined) open(id, found.target, run.inputs.text, run.recording, found.recording);
}

/** Of what a run was made from, which may be a whole script with its id, the inputs alone. */
function inputsIn({ text, keys, args, given, data, mode, functionName, resp }: RunInputs): RunInputs {
  return { text, keys, args, given, data, mode, ...(functionName !== undefined && { functionName }), resp };
}

/** A recording with steps, and the target whose engine can be asked about it. */
interface Askable {
  readonly target: Target;
  readonly recording: Recording;
}

async function askable(target: Target, finished: Recording): Promise<Askable> {
  const { engines } = app.getState();
  const engine = engines[target];
  const { request, steps, id } = finished;
  try {
    if (engine !== undefined && steps !== undefined) {
      await engine.inspect(id, 0);
      return { target, recording: finished };
    }
    if (engine !== undefined) return { target, recording: await engine.record({ ...request, rerun: id }) };
  } catch (error) {
    if (!(error instanceof AppError) || !FORGOTTEN.has(error.code)) throw error;
  }
  try {
    if (engines.sandbox === undefined) throw new AppError('unknown-recording', { recording: id });
    return { target: 'sandbox', recording: await engines.sandbox.record({ ...request, again: finished }) };
  } catch (error) {
    // Its steps can be walked all the same; asked for values, the sandbox will say that it does not know it.
    if (steps === undefined) throw error;
    return { target: 'sandbox', recording: finished };
  }
}

const FORGOTTEN: ReadonlySet<string> = new Set(['unknown-recording', 'engine-lost', 'engine-off', 'not-supported']);

/** What the engine recorded; without it, what was there before stands again and the reason is told. */
async function made(
  engine: Engine,
  request: RunRequest,
  id: ScriptId,
  before: Run | undefined,
): Promise<Recording | undefined> {
  try {
    return await engine.record(request);
  } catch (error) {
    app.setState(({ runs: { [id]: _run, ...others } }) => ({
      runs: before === undefined ? others : { ...others, [id]: before },
    }));
    refuse(id, failureOf(error));
    return undefined;
  }
}

function refuse(id: ScriptId, failure: Failure): void {
  refuseSession(id, failure);
  // A phone tells why there, as of a run.
  app.setState(({ settings }) => ({ settings: { ...settings, phoneTab: 'reply' } }));
  speak(describeFailure(failure, messagesOf(app.getState().settings.language)));
}

const hasSteps = (recording: Recording): recording is SteppedRecording =>
  recording.steps !== undefined && recording.steps.line.length > 0;

function open(id: ScriptId, target: Target, text: string, run: Recording, recording: Recording): void {
  if (!hasSteps(recording)) return refuse(id, { kind: 'app', code: 'no-steps', data: {} });
  forgetSession();
  startSession({ script: id, target, text, run: run.id, recording, step: 0, frame: 0 });
  showPanel('variables');
  app.setState(({ settings }) => ({ settings: { ...settings, phoneTab: 'code' } }));
  const m = debugMessagesOf(app.getState().settings.language);
  speak(m.opened(recording.steps.line.length));
}

/** Closes the open recording; panels show the run again. */
export function closeRecording(): void {
  if (openSession(app.getState()) === undefined) return;
  forgetSession();
  app.setState(({ settings }) => ({
    settings: { ...settings, panels: { ...settings.panels, result: 'reply', upper: 'reply' } },
  }));
}

/** What the engine keeps for a recording that no run shows is freed. */
function forgetSession(): void {
  const { debug, engines } = app.getState();
  const { session } = debug;
  if (session !== undefined && session.recording.id !== session.run)
    engines[session.target]?.release(session.recording.id).catch(() => undefined);
  endSession();
}
