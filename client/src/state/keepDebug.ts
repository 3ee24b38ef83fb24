import * as z from 'zod/mini';
import { setBreakpoints } from './breakpoints.js';
import { changeDebug } from './debug.js';
import { read, type Kind } from './kept.js';
import type { AppState } from './model.js';
import type { Breakpoint } from './session.js';
import { app } from './store.js';

const CHOICES_KEY = 'luascope:debug';
const POINTS_PREFIX = 'luascope:breakpoints:';

const choices = z.object({
  watches: z.array(z.string()),
  stopOn: z.object({ errors: z.boolean(), writes: z.boolean(), commands: z.string(), keys: z.string() }),
  stepBy: z.enum(['statements', 'lines']),
  timelineOf: z.enum(['calls', 'steps']),
});
const CHOICES: Kind<z.infer<typeof choices>> = { version: 1, upgrades: {}, schema: choices };

const points = z.object({
  points: z.array(
    z.object({
      line: z.number(),
      column: z.exactOptional(z.number()),
      condition: z.string(),
      fromHit: z.number(),
      log: z.string(),
    }),
  ),
});
const POINTS: Kind<z.infer<typeof points>> = { version: 1, upgrades: {}, schema: points };

const choicesOf = ({ watches, stopOn, stepBy, timelineOf }: AppState['debug']) => ({
  watches,
  stopOn,
  stepBy,
  timelineOf,
});
const writeChoices = (debug: AppState['debug']): string => JSON.stringify({ v: CHOICES.version, ...choicesOf(debug) });
const writePoints = (kept: readonly Breakpoint[]): string => JSON.stringify({ v: POINTS.version, points: kept });

/**
 * Keeps the breakpoints of each script under a key of its own, and watches and choices of the debugger; takes over what other windows keep.
 * Call it after the scripts are there.
 *
 * @returns ends the keeping
 */
export function keepDebug(storage: Storage, windows: EventTarget): () => void {
  const adoptPoints = (id: string, text: string | null): void => {
    const kept = read(POINTS, text)?.points;
    if (id in app.getState().scripts && (kept !== undefined || text === null)) setBreakpoints(id, kept ?? []);
  };
  const adoptChoices = (text: string | null): void => {
    const kept = read(CHOICES, text);
    if (kept !== undefined) changeDebug(kept);
  };

  adoptChoices(storage.getItem(CHOICES_KEY));
  for (const id of Object.keys(app.getState().scripts)) {
    const text = storage.getItem(POINTS_PREFIX + id);
    if (text !== null) adoptPoints(id, text);
  }

  function save({ debug, scripts }: AppState, before: AppState): void {
    try {
      if (writeChoices(debug) !== writeChoices(before.debug)) storage.setItem(CHOICES_KEY, writeChoices(debug));
      for (const [id, kept] of Object.entries(debug.breakpoints)) {
        // A script that comes back after it was closed still has its breakpoints.
        if (!(id in scripts) || (kept === before.debug.breakpoints[id] && id in before.scripts)) continue;
        if (kept.length > 0) storage.setItem(POINTS_PREFIX + id, writePoints(kept));
        else storage.removeItem(POINTS_PREFIX + id);
      }
      if (scripts !== before.scripts)
        for (const id of Object.keys(before.scripts)) if (!(id in scripts)) storage.removeItem(POINTS_PREFIX + id);
    } catch {
      app.setState({ keepFailed: true });
    }
  }

  // What came from another window is what is kept already.
  let adopting = false;
  const onOtherWindow = (event: Event): void => {
    const { key, newValue, storageArea } = event as StorageEvent;
    if (storageArea !== storage || key === null) return;
    adopting = true;
    if (key === CHOICES_KEY) adoptChoices(newValue);
    else if (key.startsWith(POINTS_PREFIX)) adoptPoints(key.slice(POINTS_PREFIX.length), newValue);
    adopting = false;
  };
  const stop = app.subscribe((state, before) => {
    if (!adopting && (state.debug !== before.debug || state.scripts !== before.scripts)) save(state, before);
  });
  windows.addEventListener('storage', onOtherWindow);
  return () => {
    stop();
    windows.removeEventListener('storage', onOtherWindow);
  };
}
