import {
  AppError,
  RedisError,
  ScriptError,
  type Capabilities,
  type Engine,
  type Recording,
} from '@luascope/shared/debug';
import { messagesOf } from '../i18n/messages.js';
import { forgetRefusal } from '../state/debug.js';
import type { AppState, Failure, Run, Target } from '../state/model.js';
import { parseGiven, requestOf } from '../state/request.js';
import { setRun } from '../state/runs.js';
import { isLibraryMode, type Mode, type ScriptId } from '../state/script.js';
import { openDialog, speak } from '../state/screen.js';
import { noteExists, noteScript } from '../state/serverScripts.js';
import { app } from '../state/store.js';
import { describeFailure, describeReply } from './describe.js';
import { runObstacle, sandboxStarts } from './obstacle.js';
import { resetDone } from './resetting.js';

export function failureOf(error: unknown): Failure {
  if (error instanceof AppError) return { kind: 'app', code: error.code, data: error.data };
  if (error instanceof RedisError || error instanceof ScriptError) return { kind: 'redis', text: error.text };
  return { kind: 'app', code: 'internal', data: { message: error instanceof Error ? error.message : String(error) } };
}

const capabilitiesOf = (state: AppState, target: Target, engine: Engine): Capabilities =>
  state.health[target]?.capabilities ?? engine.capabilities;

/**
 * Runs a script on the selected target and stores what came of it. Does nothing while that target cannot run. Where somebody else's data may
 * be changed the engine wants to be asked first: then the question opens, and its answer runs this again with `confirmed`. `mode` sends it otherwise this once: by EVAL, which is the way out of NOSCRIPT.
 */
export async function runScript(
  id: ScriptId = app.getState().selected,
  options: { readonly confirmed?: boolean; readonly mode?: Mode } = {},
): Promise<void> {
  await targetSettled();
  const state = app.getState();
  const { target } = state.settings;
  const script = state.scripts[id];
  const engine = state.engines[target];
  if (script === undefined || engine === undefined || runObstacle(state) !== undefined) return;
  const capabilities = capabilitiesOf(state, target, engine);
  const mode = options.mode ?? script.mode;
  const db = state.health[target]?.server?.db ?? 0;
  const request = requestOf(
    { ...script, mode },
    {
      freshData: capabilities.freshData,
      db,
      maxSteps: state.settings.maxSteps,
      confirmed: options.confirmed === true,
    },
  );
  const run = { target, startedAt: Date.now(), inputs: script } as const;
  const before = state.runs[id];
  const m = messagesOf(state.settings.language);
  app.setState((now) => ({ started: true, settings: { ...now.settings, phoneTab: 'reply' } }));
  forgetRefusal();
  const badLine = capabilities.freshData ? parseGiven(script.given).badLines[0] : undefined;
  if (badLine !== undefined) {
    const failure: Failure = { kind: 'app', code: 'bad-given', data: { line: badLine } };
    setRun(id, { ...run, status: 'failed', failure });
    return speak(describeFailure(failure, m));
  }
  setRun(id, { ...run, status: 'running', ...(before?.recording !== undefined && { recording: before.recording }) });
  try {
    const recording = await engine.run(request);
    // Thousands of calls have just been read off a message: showing them is a task of its own, so that typing and scrolling come between.
    await new Promise((resolve) => setTimeout(resolve));
    setRun(id, { ...run, status: 'done', recording });
    // Best effort: what the engine does not free now it frees with the visit.
    if (before?.recording !== undefined) engine.release(before.recording.id).catch(() => undefined);
    noteRun(target, recording);
    speak(m.announce.finished(describeReply(recording, m)));
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'app' && failure.code === 'needs-confirmation') {
      putBack(id, before);
      return openDialog({ kind: 'confirm-live', script: id, mode, hazards: failure.data });
    }
    setRun(id, { ...run, status: 'failed', failure });
    speak(describeFailure(failure, m));
  }
}

/** Resolves when nothing is under way that what runs next would overtake: the sandbox's start, a reset of the data. */
export async function targetSettled(): Promise<void> {
  await sandboxStarted();
  await resetDone();
}

/** Resolves at once unless the selected sandbox is still starting. */
function sandboxStarted(): Promise<void> {
  return new Promise((resolve) => {
    if (!sandboxStarts(app.getState())) return resolve();
    const stop = app.subscribe((state) => {
      if (sandboxStarts(state)) return;
      stop();
      resolve();
    });
  });
}

/** Nothing was run after all: the result before it stands again. */
function putBack(id: ScriptId, before: Run | undefined): void {
  app.setState((state) => {
    const { [id]: _run, ...others } = state.runs;
    return { runs: before === undefined ? others : { ...others, [id]: before } };
  });
}

/** An EVAL that compiled is cached from then on; an EVALSHA that found nothing says that it is not. */
function noteRun(target: Target, recording: Recording): void {
  // A library is no script: the script cache does not have it.
  if (isLibraryMode(recording.request.mode)) return;
  const { sha1 } = recording.script;
  const bySha = recording.request.mode.startsWith('EVALSHA');
  const missing = recording.reply?.type === 'error' && recording.reply.text.startsWith('NOSCRIPT');
  const compiled = !(recording.outcome.kind === 'error' && recording.outcome.compile);
  if (missing) noteExists(target, { [sha1]: false });
  else if (compiled && recording.reply !== undefined) {
    noteExists(target, { [sha1]: true });
    const via = bySha ? 'SCRIPT LOAD' : 'EVAL';
    noteScript(target, { sha1, source: recording.request.script, via, loadedAt: recording.startedAt }, true);
  }
}
