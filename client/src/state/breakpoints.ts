import { Statements } from '@luascope/shared/analysis';
import { fromText, type Bytes } from '@luascope/shared/bytes';
import type { AppState } from './model.js';
import type { ScriptId } from './script.js';
import type { Breakpoint, BreakpointPlace } from './session.js';
import { app } from './store.js';

const NONE: readonly Breakpoint[] = [];
const BLANK: Omit<Breakpoint, 'line'> = { condition: '', fromHit: 1, log: '' };

/** Those of the selected script, in the order of the source. */
export const breakpointsOf = (state: AppState): readonly Breakpoint[] =>
  state.debug.breakpoints[state.selected] ?? NONE;

/** Two breakpoints are one when they stand at the same place. */
export const placeKey = ({ line, column }: BreakpointPlace): string =>
  column === undefined ? String(line) : `${line}:${column}`;

const bySource = (a: BreakpointPlace, b: BreakpointPlace): number =>
  a.line - b.line || (a.column ?? 0) - (b.column ?? 0);

export function setBreakpoints(id: ScriptId, points: readonly Breakpoint[]): void {
  app.setState(({ debug }) => ({
    debug: { ...debug, breakpoints: { ...debug.breakpoints, [id]: points.toSorted(bySource) } },
  }));
}

/** Sets or removes the breakpoint at a place of the selected script. */
export function toggleBreakpoint(place: BreakpointPlace): void {
  const state = app.getState();
  const before = breakpointsOf(state);
  const rest = before.filter((point) => placeKey(point) !== placeKey(place));
  setBreakpoints(state.selected, rest.length < before.length ? rest : [...before, { ...BLANK, ...place }]);
}

export function editBreakpoint(place: BreakpointPlace, patch: Partial<Omit<Breakpoint, 'line' | 'column'>>): void {
  const state = app.getState();
  const changed = breakpointsOf(state).map((point) =>
    placeKey(point) === placeKey(place) ? { ...point, ...patch } : point,
  );
  setBreakpoints(state.selected, changed);
}

/** Where a breakpoint goes that is asked for on a line: there, else on the next line on which anything runs. */
export function lineForBreakpoint(text: string, line: number): number {
  return new Statements(fromText(text)).lineFrom(line) ?? line;
}

/** The statement at the caret; undefined when there is none on its line. */
export function statementAtCaret({ caret, scripts, selected }: AppState): BreakpointPlace | undefined {
  const { text } = scripts[selected]!;
  const before = (text.split('\n')[caret.line - 1] ?? '').slice(0, caret.column - 1);
  const place = new Statements(fromText(text)).around(caret.line, fromText(before).length + 1);
  return place && { line: place.line, column: place.column };
}

/** The line of a breakpoint that stands at the caret already, else of the one that would be set there. */
export function lineAtCaret(state: AppState): BreakpointPlace {
  const { line } = state.caret;
  const isSet = breakpointsOf(state).some((point) => point.line === line && point.column === undefined);
  return { line: isSet ? line : lineForBreakpoint(state.scripts[state.selected]!.text, line) };
}

/** Where breakpoints are after an edit of their script. Those whose line was deleted are gone. */
export function movedBreakpoints(points: readonly Breakpoint[], before: Bytes, after: Bytes): readonly Breakpoint[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const changed = { old: old.slice(head, old.length - tail), now: now.slice(head, now.length - tail) };
  const moved = points.flatMap((point) => {
    const at = point.line - 1;
    if (at < head) return [point];
    if (at >= old.length - tail) return [{ ...point, line: point.line + now.length - old.length }];
    const to = counterpart(changed.old, changed.now, at - head);
    if (to === undefined) return [];
    return [onLine(point, head + to + 1, old[at]!, now[head + to]!)];
  });
  return moved.filter((point, i) => moved.findIndex((other) => placeKey(other) === placeKey(point)) === i);
}

/** Which of the changed lines is what one of them was; undefined when it was deleted. */
function counterpart(old: readonly string[], now: readonly string[], at: number): number | undefined {
  const text = old[at]!.trim();
  const same = now.findIndex((line) => line.trim() === text);
  if (text !== '' && same >= 0) return same;
  if (old.length === now.length) return at;
  if (old.length > 1 && now.length !== 1) return undefined;
  // One line was split, or several were joined.
  const likeness = now.map((line) => commonStart(line, old[at]!) + commonEnd(line, old[at]!));
  const most = Math.max(0, ...likeness);
  return most > 0 ? likeness.indexOf(most) : undefined;
}

function commonStart(a: string, b: string): number {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
}

function commonEnd(a: string, b: string): number {
  let n = 0;
  while (n < a.length && n < b.length && a.at(-1 - n) === b.at(-1 - n)) n++;
  return n;
}

/** A statement moves with what was typed before it on its line. */
function onLine(point: Breakpoint, line: number, before: string, after: string): Breakpoint {
  const { column } = point;
  if (column === undefined) return { ...point, line };
  return {
    ...point,
    line,
    column: column - 1 < commonStart(before, after) ? column : Math.max(1, column + after.length - before.length),
  };
}

/** Breakpoints follow their statements through every edit, wherever it comes from. */
export function followEdits(): () => void {
  return app.subscribe((state, before) => {
    if (state.scripts === before.scripts) return;
    for (const [id, { text }] of Object.entries(state.scripts)) {
      const old = before.scripts[id]?.text;
      const points = state.debug.breakpoints[id] ?? NONE;
      if (old === undefined || old === text || points.length === 0) continue;
      setBreakpoints(id, movedBreakpoints(points, fromText(old), fromText(text)));
    }
  });
}
