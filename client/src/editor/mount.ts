import './features.js';
import { fromText } from '@luascope/shared/bytes';
import { editor, KeyCode, KeyMod, languages } from 'monaco-editor/editor';
import type { AppState } from '../state/model.js';
import { canRecord } from '../running/record.js';
import { debugMessagesOf } from '../i18n/debug.js';
import { messagesOf } from '../i18n/messages.js';
import { firstErrorStep } from '../panels/transport/select.js';
import { breakpointsOf, lineForBreakpoint, toggleBreakpoint } from '../state/breakpoints.js';
import { openSession } from '../state/debug.js';
import type { Breakpoint, DebugSession } from '../state/session.js';
import { errorMark } from '../state/runs.js';
import { selectedScript } from '../state/scripts.js';
import { attachEditor, setCaret } from '../state/screen.js';
import { app } from '../state/store.js';
import { Checking } from './checking.js';
import { configuration, grammar, LANGUAGE } from './language.js';
import { decorationsOf, hitRules, type Marks } from './marks.js';
import { lockWhileOpen } from './locking.js';
import { ScriptModels } from './models.js';
import { breakpointMarks, sessionMarks } from './sessionMarks.js';
import { registerProviders } from './providers.js';
import { themeFromTokens, themeName } from './themes.js';
import { wordsOf } from './words/words.js';
import './monaco.css';

self.MonacoEnvironment = {
  getWorker: () => new Worker(new URL('./monaco.worker.ts', import.meta.url), { type: 'module' }),
};

const words = () => wordsOf(app.getState().settings.language);

languages.register({ id: LANGUAGE, extensions: ['.lua'], aliases: ['Redis Lua'] });
languages.setMonarchTokensProvider(LANGUAGE, grammar);
languages.setLanguageConfiguration(LANGUAGE, configuration);
registerProviders(words);

/** A phone has no room for hit counts beside the line numbers. The plain text begins where the code does, in both. */
const PHONE = matchMedia('(max-width: 640px)');
const gutter = () =>
  PHONE.matches
    ? { lineNumbersMinChars: 2, lineDecorationsWidth: 10 }
    : { lineNumbersMinChars: 3, lineDecorationsWidth: 36 };

/** Puts Monaco into an element, bound to the selected script of the store; the returned function takes it out again. */
export function mount(host: HTMLElement, label: string): () => void {
  defineThemes();
  const models = new ScriptModels();
  const checking = new Checking(words);
  const state = app.getState();
  const style = getComputedStyle(host);
  const instance = editor.create(host, {
    model: models.of(selectedScript(state)),
    theme: themeName(state.settings.theme),
    ariaLabel: label,
    automaticLayout: true,
    fontFamily: style.getPropertyValue('--font-mono'),
    fontSize: parseFloat(style.getPropertyValue('--t-code')),
    lineHeight: parseFloat(style.getPropertyValue('--t-code-lh')),
    fontLigatures: false,
    padding: { top: 6, bottom: 6 },
    glyphMargin: true,
    ...gutter(),
    folding: false,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    scrollBeyondLastColumn: 0,
    renderLineHighlight: 'none',
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    guides: { indentation: false },
    matchBrackets: 'near',
    bracketPairColorization: { enabled: false },
    occurrencesHighlight: 'singleFile',
    selectionHighlight: false,
    tabSize: 2,
    insertSpaces: true,
    detectIndentation: true,
    wordBasedSuggestions: 'off',
    acceptSuggestionOnEnter: 'smart',
    quickSuggestions: { strings: true, other: true, comments: false },
    suggest: { showWords: false, preview: false },
    stickyScroll: { enabled: false },
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false },
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    fixedOverflowWidgets: true,
    links: false,
    contextmenu: false,
    dropIntoEditor: { enabled: false },
    pasteAs: { enabled: false },
  });
  // What stays from step to step is drawn once.
  const lasting = instance.createDecorationsCollection();
  const moving = instance.createDecorationsCollection();
  let lastingFrom: readonly unknown[] = [];
  const counts = document.createElement('style');
  document.head.append(counts);
  /** What the last drawing was made from, so that moving the caret draws nothing. */
  let drawn:
    { readonly error: string; readonly notes: boolean; readonly from: unknown; readonly points: unknown } | undefined;

  function draw(now: AppState, force: boolean): void {
    const error = errorMark(now);
    // They tell of the data under Given, which a live Redis does not get.
    const notes = !now.started && now.settings.target === 'sandbox';
    const session = openSession(now);
    const from = session?.text === selectedScript(now).text ? session : undefined;
    const points = breakpointsOf(now);
    const key = { error: error === undefined ? '' : `${error.line}:${error.message}`, notes, from, points };
    if (
      !force &&
      drawn?.error === key.error &&
      drawn.notes === key.notes &&
      drawn.from === from &&
      drawn.points === points
    )
      return;
    const moved = from !== undefined && (drawn?.from as typeof from)?.step !== from.step;
    drawn = key;
    const model = instance.getModel()!;
    const { language } = now.settings;
    const stepped =
      from === undefined ? undefined : sessionMarks(from, messagesOf(language), debugMessagesOf(language));
    drawLasting(stepped, points, selectedScript(now).text, force);
    const { hits: _hits, idle: _idle, idleStretches: _parts, ...shown } = stepped ?? {};
    const marks: Marks = {
      ...(error && isAt(from, error.line) && { error }),
      ...(notes && { notes: notesFor(model) }),
      ...shown,
    };
    moving.set(decorationsOf(marks, model.getLineCount()));
    if (moved && stepped?.current !== undefined) {
      const { line, from: start, to } = stepped.statement ?? { line: stepped.current, from: 1, to: 1 };
      // A long line scrolls sideways to the statement of several that runs next.
      instance.revealRangeInCenterIfOutsideViewport({
        startLineNumber: line,
        startColumn: start,
        endLineNumber: line,
        endColumn: to,
      });
    }
  }

  function drawLasting(stepped: Marks | undefined, points: readonly Breakpoint[], text: string, force: boolean): void {
    const { hits, idle, idleStretches } = stepped ?? {};
    const from = [hits, idle, idleStretches, points];
    if (!force && from.every((part, i) => part === lastingFrom[i])) return;
    lastingFrom = from;
    const marks: Marks = {
      ...(hits && { hits }),
      ...(idle && { idle }),
      ...(idleStretches && { idleStretches }),
      breakpoints: breakpointMarks(points, text),
    };
    // A style sheet that is written has the whole page styled again.
    counts.textContent = hitRules([...(hits?.values() ?? [])].map(({ count }) => count));
    lasting.set(decorationsOf(marks, instance.getModel()!.getLineCount()));
  }

  function follow(now: AppState, before: AppState): void {
    models.adopt(now.scripts);
    const model = models.of(selectedScript(now));
    const other = model !== instance.getModel();
    if (other) {
      models.saveView(before.selected, instance.saveViewState());
      instance.setModel(model);
      instance.restoreViewState(models.viewOf(now.selected));
      tellCaret();
    }
    if (now.settings.theme !== before.settings.theme) editor.setTheme(themeName(now.settings.theme));
    const edited = selectedScript(now) !== selectedScript(before);
    if (other || edited || now.settings.language !== before.settings.language)
      checking.check(model, other ? 'now' : 'soon');
    const redraw = edited && (!now.started || breakpointsOf(now).length > 0);
    draw(now, other || redraw || now.settings.language !== before.settings.language);
  }

  function tellCaret(): void {
    const { lineNumber, column } = instance.getPosition() ?? { lineNumber: 1, column: 1 };
    setCaret(lineNumber, column);
  }

  addKeys(instance);
  const stop = app.subscribe(follow);
  const unlock = lockWhileOpen(instance);
  const onWidth = () => {
    const now = getComputedStyle(host);
    const lineHeight = parseFloat(now.getPropertyValue('--t-code-lh'));
    instance.updateOptions({ ...gutter(), fontSize: parseFloat(now.getPropertyValue('--t-code')), lineHeight });
  };
  PHONE.addEventListener('change', onWidth);
  instance.onDidChangeCursorPosition(tellCaret);
  instance.onMouseDown(({ target }) => {
    if (!canRecord(app.getState())) return;
    const at = target.position;
    if (target.type === editor.MouseTargetType.GUTTER_GLYPH_MARGIN) toggleOnLine(target.position.lineNumber);
    else if (at !== null && target.element?.classList.contains('breakpoint-inline') === true)
      toggleNear(at.lineNumber, at.column);
  });
  checking.check(instance.getModel()!, 'now');
  draw(state, true);
  tellCaret();
  attachEditor({
    focus: () => instance.focus(),
    reveal: (line, column = 1) => {
      instance.setPosition({ lineNumber: line, column });
      instance.revealLineInCenterIfOutsideViewport(line);
    },
  });

  return () => {
    stop();
    unlock();
    PHONE.removeEventListener('change', onWidth);
    attachEditor(undefined);
    checking.dispose();
    instance.dispose();
    models.dispose();
    counts.remove();
  };
}

/** While a recording is open its error shows only where that is about to happen. */
const isAt = (session: DebugSession | undefined, line: number): boolean =>
  session === undefined ||
  (firstErrorStep(session.recording) === session.step && session.recording.steps.line[session.step] === line);

function toggleOnLine(line: number): void {
  const state = app.getState();
  const isSet = breakpointsOf(state).some((point) => point.line === line && point.column === undefined);
  toggleBreakpoint({ line: isSet ? line : lineForBreakpoint(selectedScript(state).text, line) });
}

/** The breakpoint of the statement whose mark was pressed; a press may land on either side of it. */
function toggleNear(line: number, column: number): void {
  const state = app.getState();
  const { text } = selectedScript(state);
  const inBytes = (unit: number) => fromText((text.split('\n')[line - 1] ?? '').slice(0, unit - 1)).length + 1;
  const marks = breakpointMarks(breakpointsOf(state), text).filter((mark) => mark.line === line);
  const columns = marks.flatMap((mark) => mark.column ?? []);
  const nearest = columns.toSorted((a, b) => Math.abs(a - column) - Math.abs(b - column))[0];
  if (nearest !== undefined) toggleBreakpoint({ line, column: inBytes(nearest) });
}

/** Both themes from the style sheet, each time the editor is mounted: the tokens depend on nothing else. */
function defineThemes(): void {
  for (const theme of ['dark', 'light'] as const) editor.defineTheme(themeName(theme), themeFromTokens(theme));
}

function notesFor(model: editor.ITextModel): NonNullable<Marks['notes']> {
  const byLine: Readonly<Record<string, string>> = words().notes;
  return model.getLinesContent().flatMap((content, i) => {
    const text = byLine[content.trim()];
    return text === undefined ? [] : [{ line: i + 1, text }];
  });
}

const NOTHING_OPEN =
  '!suggestWidgetVisible && !parameterHintsVisible && !findWidgetVisible && !editorHoverVisible && !renameInputVisible && !inSnippetMode && !editorHasMultipleSelections && !codeActionMenuVisible';

/** What Monaco calls a hover that is shown. */
const OPEN_HOVER = '.monaco-hover:not(.hidden)';

function addKeys(instance: editor.IStandaloneCodeEditor): void {
  // A hover goes at any key, before the key is looked up: Escape is to close it and nothing more.
  let closesHover = false;
  instance
    .getContainerDomNode()
    .addEventListener(
      'keydown',
      ({ currentTarget }) => (closesHover = (currentTarget as Element).querySelector(OPEN_HOVER) !== null),
      { capture: true },
    );
  instance.addAction({
    id: 'luascope.leave',
    label: words().leave,
    keybindings: [KeyCode.Escape],
    precondition: NOTHING_OPEN,
    run: () => {
      if (!closesHover) instance.getDomNode()?.closest<HTMLElement>('[data-editor]')?.focus();
    },
  });
  const jump = (step: 1 | -1) => () => {
    const model = instance.getModel()!;
    const at = model.getOffsetAt(instance.getPosition()!);
    const places = editor
      .getModelMarkers({ resource: model.uri })
      .map((marker) => ({ lineNumber: marker.startLineNumber, column: marker.startColumn }))
      .sort((a, b) => a.lineNumber - b.lineNumber || a.column - b.column);
    const next =
      step > 0
        ? (places.find((place) => model.getOffsetAt(place) > at) ?? places[0])
        : (places.findLast((place) => model.getOffsetAt(place) < at) ?? places.at(-1));
    if (next === undefined) return;
    instance.setPosition(next);
    instance.revealPositionInCenterIfOutsideViewport(next);
    instance.trigger('luascope', 'editor.action.showHover', { focus: false });
  };
  instance.addAction({
    id: 'luascope.nextProblem',
    label: words().nextProblem,
    keybindings: [KeyCode.F8],
    run: jump(1),
  });
  instance.addAction({
    id: 'luascope.previousProblem',
    label: words().previousProblem,
    keybindings: [KeyMod.Shift | KeyCode.F8],
    run: jump(-1),
  });
}
