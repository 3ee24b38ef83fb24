import { RECORDING_VERSION } from '@luascope/shared/debug';
import { createStore, del, keys, get, set } from 'idb-keyval';
import type { Run } from './model.js';
import type { ScriptId } from './script.js';
import { app } from './store.js';

/** Larger results are not kept: they can be had again by running, and writing them would stall the page. */
const BYTES_KEPT = 4 * 1024 * 1024;

interface KeptRun {
  readonly version: typeof RECORDING_VERSION;
  readonly run: Run;
}

/** Keeps the last result of every script in IndexedDB, so that a reload shows what was there. Without IndexedDB nothing is kept. */
export async function keepRuns(): Promise<void> {
  const store = createStore('luascope-runs', 'runs');
  const names = await keys<ScriptId>(store).catch((): ScriptId[] => []);
  for (const id of names) {
    const kept = await get<KeptRun>(id, store).catch(() => undefined);
    if (!(id in app.getState().scripts)) void del(id, store).catch(() => undefined);
    else if (kept?.version === RECORDING_VERSION)
      app.setState(({ runs }) => (id in runs ? {} : { runs: { ...runs, [id]: kept.run } }));
  }
  app.subscribe((state, before) => {
    if (state.runs === before.runs) return;
    for (const [id, run] of Object.entries(state.runs)) {
      if (run === before.runs[id] || run.status === 'running') continue;
      const kept: KeptRun = { version: RECORDING_VERSION, run };
      const small = (run.recording?.wire?.total ?? 0) < BYTES_KEPT && (run.recording?.calls.length ?? 0) < 5000;
      void (small ? set(id, kept, store) : del(id, store)).catch(() => undefined);
    }
    for (const id of Object.keys(before.runs)) if (!(id in state.runs)) void del(id, store).catch(() => undefined);
  });
}
