import type { AppState } from './model.js';
import { blankScript, freeName, freshId, type InputRow, type Script, type ScriptId } from './script.js';
import { app, useApp } from './store.js';

/** The tabs in the order of the screen. */
export const scriptList = (scripts: AppState['scripts']): Script[] =>
  Object.values(scripts).sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));

export const selectedScript = (state: AppState): Script => state.scripts[state.selected]!;
export const useSelectedScript = (): Script => useApp(selectedScript);

type Editable = Partial<Omit<Script, 'id'>>;

export function editScript(id: ScriptId, patch: Editable): void {
  app.setState((state) => {
    const script = state.scripts[id];
    return script === undefined ? state : { scripts: { ...state.scripts, [id]: { ...script, ...patch } } };
  });
}

export function selectScript(id: ScriptId): void {
  app.setState((state) => (id in state.scripts ? { selected: id } : state));
}

/** Opens a new tab behind the others and selects it. A name that is taken gets a number. */
export function openScript(content: Partial<Omit<Script, 'id' | 'order'>> = {}): ScriptId {
  const { scripts } = app.getState();
  const list = scriptList(scripts);
  const taken = list.map((script) => script.name);
  const order = (list.at(-1)?.order ?? 0) + 1;
  const blank = blankScript(taken, order);
  const script: Script = { ...blank, ...content, name: content.name ? freeName(content.name, taken) : blank.name };
  app.setState({ scripts: { ...scripts, [script.id]: script }, selected: script.id });
  return script.id;
}

/** Closes a tab; the neighbour is selected, and a blank script takes the place of the last one. */
export function closeScript(id: ScriptId): void {
  app.setState((state) => {
    const list = scriptList(state.scripts);
    const at = list.findIndex((script) => script.id === id);
    if (at < 0) return state;
    const rest = list.filter((script) => script.id !== id);
    if (rest.length === 0) rest.push(blankScript([], 0));
    const { [id]: _closed, ...runs } = state.runs;
    return {
      scripts: Object.fromEntries(rest.map((script) => [script.id, script])),
      runs,
      selected: state.selected === id ? rest[Math.min(at, rest.length - 1)]!.id : state.selected,
    };
  });
}

export type InputKind = 'keys' | 'args';

const editRows = (id: ScriptId, kind: InputKind, change: (rows: readonly InputRow[]) => readonly InputRow[]): void => {
  const script = app.getState().scripts[id];
  if (script !== undefined) editScript(id, { [kind]: change(script[kind]) });
};

export const editRow = (id: ScriptId, kind: InputKind, row: string, patch: Partial<Omit<InputRow, 'id'>>): void =>
  editRows(id, kind, (rows) => rows.map((each) => (each.id === row ? { ...each, ...patch } : each)));

export const removeRow = (id: ScriptId, kind: InputKind, row: string): void =>
  editRows(id, kind, (rows) => rows.filter((each) => each.id !== row));

/** Moves a row to a position counted from 0. */
export const moveRow = (id: ScriptId, kind: InputKind, row: string, to: number): void =>
  editRows(id, kind, (rows) => {
    const moved = rows.find((each) => each.id === row);
    if (moved === undefined) return rows;
    const rest = rows.filter((each) => each.id !== row);
    return [...rest.slice(0, to), moved, ...rest.slice(to)];
  });

/** A copy of a script under a new id, beside the original. */
export function copyOf(script: Script, scripts: AppState['scripts']): Script {
  const taken = Object.values(scripts).map((each) => each.name);
  return { ...script, id: freshId(), name: freeName(script.name, taken), order: script.order + 0.5 };
}
