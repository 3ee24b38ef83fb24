import type { Engine, EngineEvent, EngineState } from '@luascope/shared/debug';
import { setConsoleSession } from './consoles.js';
import { NEW_SESSION, type Target } from './model.js';
import { setRun } from './runs.js';
import { forgetExists } from './serverScripts.js';
import { app } from './store.js';

/**
 * Puts an engine behind a target and follows its events; the returned function takes it away again.
 *
 * @param pushed what to do with values that arrive on a console unasked
 * @param seen what the screen shows for a state that the engine reports
 */
export function attachEngine(
  target: Target,
  engine: Engine,
  pushed: (target: Target, event: Extract<EngineEvent, { type: 'pushed' }>) => void,
  seen: (state: EngineState) => EngineState = (state) => state,
): () => void {
  app.setState((state) => ({ engines: { ...state.engines, [target]: engine } }));
  const stop = engine.subscribe((event) => {
    if (event.type === 'state') {
      app.setState((state) => ({ health: { ...state.health, [target]: seen(event.state) } }));
      // The console's connection went with the server or the worker; the next command opens another.
      if (event.state.health === 'lost' || event.state.health === 'starting') setConsoleSession(target, NEW_SESSION);
    } else if (event.type === 'changed') {
      if (event.what === 'scripts') forgetExists(target);
      app.setState((state) => ({ dataVersion: { ...state.dataVersion, [target]: state.dataVersion[target] + 1 } }));
    } else if (event.type === 'pushed') {
      pushed(target, event);
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
