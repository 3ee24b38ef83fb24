import type { editor } from 'monaco-editor/editor';

/** What is drawn into the script beside its text. Lines count from 1. */
export interface Marks {
  /** The line that raised the last error, with its text; empty where nobody got one. */
  readonly error?: { readonly line: number; readonly message: string };
  /** Remarks behind lines: what a newcomer should notice. */
  readonly notes?: readonly { readonly line: number; readonly text: string; readonly changed?: boolean }[];
  /** How often each line ran. */
  readonly hits?: ReadonlyMap<number, { readonly count: number; readonly tip: string }>;
  /** What the calls of lines took. */
  readonly times?: readonly { readonly line: number; readonly text: string }[];
  readonly breakpoints?: readonly BreakpointMark[];
  /** The line that runs next. */
  readonly current?: number;
  /** The statement that runs next, where its line has several. */
  readonly statement?: Stretch;
  /** The lines of the callers. */
  readonly frames?: readonly number[];
  /** Lines that did not run. */
  readonly idle?: readonly number[];
  /** Parts that did not run of lines that did. */
  readonly idleStretches?: readonly Stretch[];
}

/** A part of a line; columns from 1, `to` exclusive. */
export interface Stretch {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export interface BreakpointMark {
  readonly line: number;
  /** Of a statement. */
  readonly column?: number;
  /** `nowhere`: nothing runs there; `possible`: not set. */
  readonly kind: 'stop' | 'if' | 'log' | 'nowhere' | 'possible';
}

/** A count as it fits into the gutter: `4×`, `2.1M`. */
export function shortCount(count: number): string {
  if (count < 10_000) return `${count}×`;
  if (count < 1_000_000) return `${Math.floor(count / 1000)}k`;
  return `${(Math.floor(count / 100_000) / 10).toString()}M`;
}

/** Monaco's decorations for marks; lines past `lastLine` are left out. */
export function decorationsOf(marks: Marks, lastLine: number): editor.IModelDeltaDecoration[] {
  const decorations: editor.IModelDeltaDecoration[] = [];
  const add = (line: number, options: editor.IModelDecorationOptions): void => {
    if (line < 1 || line > lastLine) return;
    const range = { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: Number.MAX_SAFE_INTEGER };
    decorations.push({ range, options: { isWholeLine: true, ...options } });
  };
  const addPart = ({ line, from, to }: Stretch, options: editor.IModelDecorationOptions): void => {
    if (line < 1 || line > lastLine) return;
    decorations.push({
      range: { startLineNumber: line, startColumn: from, endLineNumber: line, endColumn: to },
      options,
    });
  };
  for (const line of marks.idle ?? [])
    add(line, { className: 'idle-line', marginClassName: 'idle-line', inlineClassName: 'idle-text' });
  for (const part of marks.idleStretches ?? []) addPart(part, { inlineClassName: 'idle-text idle-part' });
  for (const line of marks.frames ?? []) add(line, { className: 'frame-line', marginClassName: 'frame-line' });
  if (marks.current !== undefined)
    add(marks.current, { className: 'step-line', marginClassName: 'step-margin', lineNumberClassName: 'step-number' });
  if (marks.statement) addPart(marks.statement, { className: 'step-statement' });
  if (marks.error) {
    add(marks.error.line, {
      className: 'err-line',
      marginClassName: 'err-margin',
      lineNumberClassName: 'err-number',
      ...(marks.error.message !== '' && { hoverMessage: { value: `\`\`\`\n${marks.error.message}\n\`\`\`` } }),
    });
  }
  for (const { line, text, changed } of marks.notes ?? []) {
    // Two spaces keep the remark off the code; the second decoration gives it its frame.
    add(line, {
      after: {
        content: `\u00a0${text}\u00a0`,
        inlineClassName: changed === true ? 'note set' : 'note',
        cursorStops: 3,
      },
    });
  }
  for (const { line, text } of marks.times ?? [])
    add(line, { after: { content: `\u00a0${text}\u00a0`, inlineClassName: 'note-time', cursorStops: 3 } });
  for (const [line, { count, tip }] of marks.hits ?? [])
    add(line, { linesDecorationsClassName: `hit ${hitClass(count)}`, linesDecorationsTooltip: tip });
  for (const { line, column, kind } of marks.breakpoints ?? []) {
    if (column === undefined) add(line, { glyphMarginClassName: `breakpoint breakpoint-${kind}` });
    else
      addPart(
        { line, from: column, to: column },
        {
          showIfCollapsed: true,
          before: {
            content: '\u00a0',
            inlineClassName: `breakpoint-inline breakpoint-${kind}`,
            inlineClassNameAffectsLetterSpacing: true,
            cursorStops: 3,
          },
        },
      );
  }
  return decorations;
}

/** The class whose generated rule prints a count; Monaco's gutter takes classes only. */
const hitClass = (count: number): string => `hit-${shortCount(count).replace(/[^0-9A-Za-z]/g, '_')}`;

/** The rules for such classes. */
export function hitRules(counts: Iterable<number>): string {
  const texts = new Set([...counts].map((count) => `.${hitClass(count)}::after{content:'${shortCount(count)}'}`));
  return [...texts].join('');
}
