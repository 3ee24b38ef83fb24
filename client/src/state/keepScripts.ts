import { readScript, writeScript } from './kept.js';
import type { AppState } from './model.js';
import { blankScript, type Script, type ScriptId } from './script.js';
import { copyOf, scriptList } from './scripts.js';
import { app } from './store.js';

const PREFIX = 'luascope:script:';

interface Known {
  readonly rev: number;
  readonly by: string;
  readonly script: Script;
}

/**
 * Keeps every script under a key of its own, written at once on each change, so that nothing typed is lost by a reload at any moment.
 *
 * Windows: each record counts its writes (`rev`) and names its writer. A window that sees a higher count takes the other's text over; where
 * two windows wrote the same count, the one whose name sorts last moves its own text to a copy beside the other's. So neither text is lost.
 *
 * @param storage where it is kept; `storage` events of other windows arrive on `windows`
 * @param me names this window among all
 * @returns ends the keeping
 */
export function keepScripts(storage: Storage, windows: EventTarget, me: string): () => void {
  const known = new Map<ScriptId, Known>();
  for (const id of keptIds(storage)) {
    const kept = readScript(storage.getItem(PREFIX + id));
    if (kept !== undefined) known.set(id, { rev: kept.rev, by: kept.by, script: { ...kept.script, id } });
  }
  if (known.size > 0) {
    const scripts = Object.fromEntries([...known].map(([id, { script }]) => [id, script]));
    app.setState((state) => ({ scripts, selected: validSelection(scripts, state.selected) }));
  } else app.setState((state) => ({ selected: validSelection(state.scripts, state.selected) }));

  function write(script: Script, rev: number): void {
    known.set(script.id, { rev, by: me, script });
    try {
      storage.setItem(PREFIX + script.id, writeScript(script, rev, me));
      if (app.getState().keepFailed) app.setState({ keepFailed: false });
    } catch {
      app.setState({ keepFailed: true });
    }
  }

  /** Shows the other window's text; ours, when it was never seen there, moves to a copy. */
  function adopt(id: ScriptId, theirs: Known, ours?: Script): void {
    known.set(id, theirs);
    app.setState((state) => {
      const scripts = { ...state.scripts, [id]: theirs.script };
      if (ours === undefined) return { scripts };
      const copy = copyOf(ours, scripts);
      return {
        scripts: { ...scripts, [copy.id]: copy },
        selected: state.selected === id ? copy.id : state.selected,
      };
    });
  }

  function onLocalChange(state: AppState, before: AppState): void {
    if (state.scripts === before.scripts) return;
    for (const script of Object.values(state.scripts)) {
      const last = known.get(script.id);
      if (last?.script === script) continue;
      const stored = last === undefined ? undefined : readScript(storage.getItem(PREFIX + script.id));
      if (last !== undefined && stored !== undefined && stored.rev > last.rev)
        adopt(script.id, { rev: stored.rev, by: stored.by, script: { ...stored.script, id: script.id } }, script);
      else write(script, (last?.rev ?? 0) + 1);
    }
    for (const id of known.keys()) {
      if (id in state.scripts) continue;
      known.delete(id);
      storage.removeItem(PREFIX + id);
    }
  }

  function onOtherWindow(event: Event): void {
    const { key, newValue, storageArea } = event as StorageEvent;
    if (storageArea !== storage || key === null || !key.startsWith(PREFIX)) return;
    const id = key.slice(PREFIX.length);
    if (newValue === null) {
      known.delete(id);
      app.setState((state) => without(state, id));
      return;
    }
    const kept = readScript(newValue);
    if (kept === undefined) return;
    const theirs: Known = { rev: kept.rev, by: kept.by, script: { ...kept.script, id } };
    const last = known.get(id);
    if (last === undefined || kept.rev > last.rev) adopt(id, theirs);
    else if (kept.rev === last.rev && last.by === me && kept.by !== me) {
      if (me < kept.by) write(last.script, last.rev + 1);
      else adopt(id, theirs, last.script);
    }
  }

  const stop = app.subscribe(onLocalChange);
  windows.addEventListener('storage', onOtherWindow);
  for (const script of Object.values(app.getState().scripts)) if (!known.has(script.id)) write(script, 1);
  return () => {
    stop();
    windows.removeEventListener('storage', onOtherWindow);
  };
}

function keptIds(storage: Storage): ScriptId[] {
  const ids: ScriptId[] = [];
  for (let i = 0; i < storage.length; i++) {
    const key = storage.key(i);
    if (key?.startsWith(PREFIX)) ids.push(key.slice(PREFIX.length));
  }
  return ids;
}

const validSelection = (scripts: AppState['scripts'], selected: ScriptId): ScriptId =>
  selected in scripts ? selected : scriptList(scripts)[0]!.id;

function without(state: AppState, id: ScriptId): Partial<AppState> {
  const { [id]: _gone, ...rest } = state.scripts;
  if (Object.keys(rest).length === 0) {
    const blank = blankScript([], 0);
    return { scripts: { [blank.id]: blank }, selected: blank.id };
  }
  return { scripts: rest, selected: validSelection(rest, state.selected) };
}
