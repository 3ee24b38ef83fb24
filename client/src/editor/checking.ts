import { editor, languages, MarkerSeverity, type IDisposable } from 'monaco-editor/editor';
import { toText } from '@luascope/shared/bytes';
import type { Script } from '../state/script.js';
import { selectedScript } from '../state/scripts.js';
import { setProblems } from '../state/screen.js';
import { app } from '../state/store.js';
import { LANGUAGE } from './language.js';
import { countProblems, problemsOf, type Problem } from './problems.js';
import { describeFinding, type EditorWords } from './words/words.js';

const OWNER = 'luascope';
/** Rests this long after a keystroke, so that a word being typed is not called wrong. */
const PAUSE_MS = 250;

const SEVERITY = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, info: MarkerSeverity.Info } as const;

/** Marks the problems of a model's script while it is edited, and offers to mend those that have one way. */
export class Checking {
  readonly #problems = new WeakMap<editor.ITextModel, readonly Problem[]>();
  readonly #fixes: IDisposable;
  #timer: number | undefined;

  constructor(readonly words: () => EditorWords) {
    this.#fixes = languages.registerCodeActionProvider(LANGUAGE, {
      provideCodeActions: (model, range) => ({ actions: this.#fixesAt(model, range), dispose: () => undefined }),
    });
  }

  /** Checks the selected script, now or after a pause. */
  check(model: editor.ITextModel, when: 'now' | 'soon'): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#run(model), when === 'now' ? 0 : PAUSE_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#fixes.dispose();
  }

  #run(model: editor.ITextModel): void {
    if (model.isDisposed()) return;
    const problems = problemsOf(model.getValue(), optionsOf(selectedScript(app.getState())));
    this.#problems.set(model, problems);
    editor.setModelMarkers(
      model,
      OWNER,
      problems.map((problem) => this.#marker(model, problem)),
    );
    setProblems(countProblems(problems));
  }

  #marker(model: editor.ITextModel, { start, end, message, foreign, finding }: Problem): editor.IMarkerData {
    const range = rangeOf(model, start, end);
    if (finding === undefined) {
      const hint = foreign === undefined ? '' : `\n${this.words().foreign[foreign]}`.replaceAll('`', '');
      return { ...range, severity: MarkerSeverity.Error, message: (toText(message!) ?? message!) + hint };
    }
    const { title, text } = describeFinding(finding, this.words());
    // A marker's message is plain text.
    return {
      ...range,
      severity: SEVERITY[finding.severity],
      message: `${title}\n${text}`.replaceAll('`', ''),
      source: finding.rule,
    };
  }

  #fixesAt(model: editor.ITextModel, range: ReturnType<typeof rangeOf>): languages.CodeAction[] {
    const found = (this.#problems.get(model) ?? []).filter(({ start, end, fix }) => {
      if (fix === undefined) return false;
      const place = rangeOf(model, start, end);
      return place.startLineNumber <= range.endLineNumber && place.endLineNumber >= range.startLineNumber;
    });
    return found.map((problem) => {
      const { title } = describeFinding(problem.finding!, this.words());
      const marker = this.#marker(model, problem);
      return {
        title: this.words().fix(title.replaceAll('`', '')),
        kind: 'quickfix',
        isPreferred: true,
        diagnostics: [marker],
        edit: {
          edits: problem.fix!.map(({ start, end, text }) => ({
            resource: model.uri,
            versionId: model.getVersionId(),
            textEdit: { range: rangeOf(model, start, end), text },
          })),
        },
      };
    });
  }
}

const optionsOf = (script: Script) => ({ mode: script.mode, keys: script.keys.length, args: script.args.length });

export function rangeOf(model: editor.ITextModel, start: number, end: number) {
  const from = model.getPositionAt(start);
  const to = model.getPositionAt(end);
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
}
