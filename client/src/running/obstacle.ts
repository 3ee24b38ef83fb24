import type { AppState } from '../state/model.js';
import { runningOn } from '../state/runs.js';

/** Why Run cannot start on the selected target now. */
export type RunObstacle = 'starting' | 'off' | 'lost' | 'busy' | 'running';

/** The sandbox comes after the editor; a Run that was asked for meanwhile waits for it. */
export const sandboxStarts = (state: AppState): boolean =>
  state.settings.target === 'sandbox' && runObstacle(state) === 'starting';

/** Undefined when Run can start. */
export function runObstacle(state: AppState): RunObstacle | undefined {
  const { target } = state.settings;
  const health = state.health[target];
  if (health?.health === 'busy') return 'busy';
  if (runningOn(state, target) !== undefined) return 'running';
  if (health === undefined) return target === 'live' ? 'off' : 'starting';
  return health.health === 'ready' ? undefined : health.health;
}
