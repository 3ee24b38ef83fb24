import type { Engine } from '@luascope/shared/debug';
import type { Target } from './model.js';
import { setRun } from './runs.js';
import { app } from './store.js';

/** Puts an engine behind a target and follows its events; the returned function takes it away again. */
export function attachEngine(target: Target, engine: Engine): () => void {
  app.setState((state) => ({ engines: { ...state.engines, [target]: engine } }));
  const stop = engine.subscribe((event) => {
    if (event.type === 'state') {
      app.setState((state) => ({ health: { ...state.health, [target]: event.state } }));
    } else if (event.type === 'changed') {
      app.setState((state) => ({ dataVersion: { ...state.dataVersion, [target]: state.dataVersion[target] + 1 } }));
    } else {
      const { type: _type, ...progress } = event;
      const { runs } = app.getState();
      for (const [id, run] of Object.entries(runs))
        if (run.status === 'running' && run.target === target) setRun(id, { ...run, progress });
    }
  });
  return () => {
    stop();
    app.setState((state) => {
      const { [target]: _gone, ...engines } = state.engines;
      return { engines };
    });
  };
}
