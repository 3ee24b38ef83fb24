import type { AppState, Run } from './model.js';
import { sameInputs, type ScriptId } from './script.js';
import { app, useApp } from './store.js';

export const useSelectedRun = (): Run | undefined => useApp((state) => state.runs[state.selected]);

/** The script was edited since its last run, or the target is another one: what is shown is not what Run would show. */
export function isStale(state: AppState, id: ScriptId = state.selected): boolean {
  const run = state.runs[id];
  const script = state.scripts[id];
  if (run === undefined || script === undefined || run.status === 'running') return false;
  return run.target !== state.settings.target || !sameInputs(run.inputs, script);
}

/** Where the last run stopped, for the mark in the editor: only while the script is as it was run. */
export interface ErrorMark {
  readonly line: number;
  /** The error's text, byte-exact; empty when it brought the server down, so that nobody received it. */
  readonly message: string;
  readonly compile: boolean;
}

/** Undefined when the run did not fail, the error names no line, or the script was edited since. */
export function errorMark(state: AppState, id: ScriptId = state.selected): ErrorMark | undefined {
  const run = state.runs[id];
  const recording = run?.recording;
  const outcome = recording?.outcome;
  if (outcome?.kind !== 'error' && outcome?.kind !== 'crash') return undefined;
  if (outcome.line === undefined || state.scripts[id]?.text !== run?.inputs.text) return undefined;
  const message = recording?.reply?.type === 'error' ? recording.reply.text : '';
  return { line: outcome.line, message, compile: outcome.kind === 'error' && outcome.compile };
}

export function setRun(id: ScriptId, run: Run): void {
  app.setState((state) => (id in state.scripts ? { runs: { ...state.runs, [id]: run } } : state));
}

/** The script that runs on a target now, if one does: an engine runs one at a time. */
export const runningOn = (state: AppState, target: Run['target']): ScriptId | undefined =>
  Object.keys(state.runs).find((id) => state.runs[id]!.status === 'running' && state.runs[id]!.target === target);

/** When the script began that runs on the selected target, ms of the epoch. */
export const useRunningSince = (): number | undefined =>
  useApp((state) => {
    const id = runningOn(state, state.settings.target);
    return id === undefined ? undefined : state.runs[id]!.startedAt;
  });
