import { editor } from 'monaco-editor/editor';
import type { Script, ScriptId } from '../state/script.js';
import { editScript } from '../state/scripts.js';
import { LANGUAGE } from './language.js';

/** The text of each tab with its own undo history and its own place of caret and scroll. Text goes both ways between here and the store. */
export class ScriptModels {
  readonly #models = new Map<ScriptId, editor.ITextModel>();
  readonly #views = new Map<ScriptId, editor.ICodeEditorViewState | null>();
  /** The text last exchanged with the store, so that what comes back unchanged is not applied again. */
  readonly #exchanged = new Map<ScriptId, string>();
  #adopting = false;

  of(script: Script): editor.ITextModel {
    const known = this.#models.get(script.id);
    if (known) return known;
    const model = editor.createModel(script.text, LANGUAGE);
    model.setEOL(editor.EndOfLineSequence.LF);
    this.#exchanged.set(script.id, script.text);
    model.onDidChangeContent(() => {
      if (this.#adopting) return;
      if (model.getEOL() !== '\n') model.setEOL(editor.EndOfLineSequence.LF);
      const text = model.getValue(editor.EndOfLinePreference.LF);
      this.#exchanged.set(script.id, text);
      editScript(script.id, { text });
    });
    this.#models.set(script.id, model);
    return model;
  }

  /** Takes over texts that changed elsewhere (another window, an example opened again) and forgets closed tabs. */
  adopt(scripts: Readonly<Record<ScriptId, Script>>): void {
    for (const [id, model] of this.#models) {
      const script = scripts[id];
      if (script === undefined) this.#forget(id, model);
      else if (script.text !== this.#exchanged.get(id)) {
        this.#exchanged.set(id, script.text);
        this.#adopting = true;
        model.pushEditOperations([], [{ range: model.getFullModelRange(), text: script.text }], () => null);
        this.#adopting = false;
      }
    }
  }

  saveView(id: ScriptId, view: editor.ICodeEditorViewState | null): void {
    if (this.#models.has(id)) this.#views.set(id, view);
  }

  viewOf(id: ScriptId): editor.ICodeEditorViewState | null {
    return this.#views.get(id) ?? null;
  }

  dispose(): void {
    for (const [id, model] of this.#models) this.#forget(id, model);
  }

  #forget(id: ScriptId, model: editor.ITextModel): void {
    this.#models.delete(id);
    this.#views.delete(id);
    this.#exchanged.delete(id);
    model.dispose();
  }
}
