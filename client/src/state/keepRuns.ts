import { packRecording, RECORDING_VERSION, unpackRecording, type PackedRecording } from '@luascope/shared/debug';
import { createStore, del, keys, get, set } from 'idb-keyval';
import type { Run } from './model.js';
import type { ScriptId } from './script.js';
import { app } from './store.js';

/** Larger results are not kept: they can be had again by running, and writing them would stall the page. */
const BYTES_KEPT = 4 * 1024 * 1024;
const KEYS_KEPT = 5000;
const STEPS_KEPT = 200_000;

/** How long replies are packed. */
const PACKING = 2;

interface KeptRun {
  readonly version: typeof RECORDING_VERSION;
  readonly packing: typeof PACKING;
  readonly run: Omit<Run, 'recording'> & { readonly recording?: PackedRecording };
}

/** Keeps the last result of every script in IndexedDB, so that a reload shows what was there. Without IndexedDB nothing is kept. */
export async function keepRuns(): Promise<void> {
  const store = createStore('luascope-runs', 'runs');
  const names = await keys<ScriptId>(store).catch((): ScriptId[] => []);
  for (const id of names) {
    const kept = await get<KeptRun>(id, store).catch(() => undefined);
    if (!(id in app.getState().scripts)) void del(id, store).catch(() => undefined);
    else if (kept?.version === RECORDING_VERSION && kept.packing === PACKING)
      app.setState(({ runs }) => (id in runs ? {} : { runs: { ...runs, [id]: runOf(kept) } }));
  }
  app.subscribe((state, before) => {
    if (state.runs === before.runs) return;
    for (const [id, run] of Object.entries(state.runs)) {
      if (run === before.runs[id] || run.status === 'running') continue;
      const small =
        (run.recording?.wire?.total ?? 0) < BYTES_KEPT &&
        (run.recording?.calls.length ?? 0) < 5000 &&
        (run.recording?.steps?.line.length ?? 0) < STEPS_KEPT;
      void (small ? set(id, keptOf(withoutBulk(run)), store) : del(id, store)).catch(() => undefined);
    }
    for (const id of Object.keys(before.runs)) if (!(id in state.runs)) void del(id, store).catch(() => undefined);
  });
}

/** What frames are made from is kept only where it is small; without it the run is still shown, and its steps can be walked. */
function withoutBulk(run: Run): Run {
  if (run.recording === undefined) return run;
  const { origin, trace, ...recording } = run.recording;
  const traced = trace?.said.reduce((sum, slice) => sum + slice.length, trace.reply.length) ?? 0;
  return {
    ...run,
    recording: {
      ...recording,
      ...(origin !== undefined && origin.image.size < KEYS_KEPT && { origin }),
      ...(trace !== undefined && traced < BYTES_KEPT && { trace }),
    },
  };
}

/** What is stored is plain data: a long reply is packed. */
const keptOf = ({ recording, ...run }: Run): KeptRun => ({
  version: RECORDING_VERSION,
  packing: PACKING,
  run: { ...run, ...(recording !== undefined && { recording: packRecording(recording) }) },
});

const runOf = ({ run: { recording, ...run } }: KeptRun): Run => ({
  ...run,
  ...(recording !== undefined && { recording: unpackRecording(recording) }),
});
