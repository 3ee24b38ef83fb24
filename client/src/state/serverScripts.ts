import type { AppState, KnownScript, Target } from './model.js';
import { app } from './store.js';

export type CacheState = 'cached' | 'absent' | 'unknown';

/** What SCRIPT EXISTS last answered for a SHA1 on the selected target; `unknown` while it was not asked since something changed. */
export function cacheState(state: AppState, sha1: string, target: Target = state.settings.target): CacheState {
  const exists = state.serverScripts[target].exists[sha1];
  return exists === undefined ? 'unknown' : exists ? 'cached' : 'absent';
}

function change(target: Target, patch: Partial<AppState['serverScripts'][Target]>): void {
  app.setState(({ serverScripts }) => ({
    serverScripts: { ...serverScripts, [target]: { ...serverScripts[target], ...patch } },
  }));
}

export function noteExists(target: Target, answers: Readonly<Record<string, boolean>>): void {
  change(target, { exists: { ...app.getState().serverScripts[target].exists, ...answers } });
}

/** Forgets every answer: the cache was flushed, or the server restarted. */
export const forgetExists = (target: Target): void => change(target, { exists: {} });

/** Remembers a script that was loaded or run here; a second time only counts. */
export function noteScript(target: Target, script: Omit<KnownScript, 'runs'>, ran: boolean): void {
  const { known } = app.getState().serverScripts[target];
  const before = known.find((each) => each.sha1 === script.sha1);
  const next: KnownScript =
    before === undefined
      ? { ...script, runs: ran ? 1 : 0 }
      : { ...before, ...(ran && { runs: before.runs + 1, lastRunAt: script.loadedAt }) };
  change(target, {
    known: before === undefined ? [next, ...known] : known.map((each) => (each === before ? next : each)),
  });
}
