import type { AppState, Run } from '../state/model.js';
import { isStale } from '../state/runs.js';

/** What the result strip says of the selected script, besides its numbers. */
export type Summary = 'none' | 'running' | 'stale' | 'finished' | 'error' | 'killed' | 'lost' | 'crash' | 'failed';

export function summaryOf(state: AppState): Summary {
  const run: Run | undefined = state.runs[state.selected];
  if (run === undefined) return 'none';
  if (run.status === 'running') return 'running';
  if (isStale(state)) return 'stale';
  if (run.status === 'failed' || run.recording === undefined) return 'failed';
  return run.recording.outcome.kind;
}
