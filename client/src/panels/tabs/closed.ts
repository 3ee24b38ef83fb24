import { create } from 'zustand';
import type { Script, ScriptId } from '../../state/script.js';
import { closeScript, scriptList } from '../../state/scripts.js';
import { app } from '../../state/store.js';

/** Scripts closed in this visit, the last one first, so that closing needs no question. */
interface Closed {
  readonly scripts: readonly Script[];
  /** Shows the offer to undo until it has been up long enough. */
  readonly offered: boolean;
}

const KEPT = 10;
/** Long enough to read and reach it by keyboard; the menu offers it afterwards too. */
export const OFFER_MS = 10_000;

export const useClosed = create<Closed>(() => ({ scripts: [], offered: false }));

export function closeWithUndo(id: ScriptId): void {
  const script = app.getState().scripts[id];
  if (script === undefined) return;
  closeScript(id);
  // An empty one is nothing to bring back.
  if (isEmpty(script)) return;
  useClosed.setState(({ scripts }) => ({ scripts: [script, ...scripts].slice(0, KEPT), offered: true }));
}

export function closeOthers(id: ScriptId): void {
  for (const script of scriptList(app.getState().scripts)) if (script.id !== id) closeWithUndo(script.id);
}

/** Brings the last closed script back to its place and selects it. */
export function reopen(): void {
  const [script, ...rest] = useClosed.getState().scripts;
  if (script === undefined) return;
  useClosed.setState({ scripts: rest, offered: false });
  app.setState((state) => ({ scripts: { ...state.scripts, [script.id]: script }, selected: script.id }));
}

export const withdrawOffer = (): void => useClosed.setState({ offered: false });

const isEmpty = (script: Script): boolean =>
  script.text.trim() === '' && script.keys.length === 0 && script.args.length === 0 && script.given.trim() === '';
