import { idleParts, Statements, type StatementPlace } from '@luascope/shared/analysis';
import { fromText } from '@luascope/shared/bytes';
import { lineVisits, statementHits } from '@luascope/shared/debug';
import type { DebugMessages } from '../i18n/debug.js';
import type { Messages } from '../i18n/messages.js';
import { inlineValues } from '../panels/variables/select.js';
import { placeKey } from '../state/breakpoints.js';
import type { Breakpoint, DebugSession, SteppedRecording } from '../state/session.js';
import type { BreakpointMark, Marks, Stretch } from './marks.js';
import { Offsets } from './offsets.js';

/** What a whole recording tells of lines, the same at each of its steps. */
interface LineFacts {
  readonly statements: Statements;
  readonly hits: ReadonlyMap<number, number>;
  readonly idle: readonly number[];
  readonly idleStretches: readonly Stretch[];
  /** By line the µs spent in calls, and how many there were. */
  readonly times: ReadonlyMap<number, CallTime>;
}
interface CallTime {
  readonly took: number;
  readonly calls: number;
}
const facts = new WeakMap<SteppedRecording, LineFacts>();

/** What of those facts is put in words, in the language that was shown last. */
interface LineWords {
  readonly m: Messages;
  readonly hits: NonNullable<Marks['hits']>;
  readonly times: NonNullable<Marks['times']>;
}
const words = new WeakMap<LineFacts, LineWords>();

function wordsFor(of: LineFacts, m: Messages, d: DebugMessages): LineWords {
  const known = words.get(of);
  if (known?.m === m) return known;
  const { hits, times } = of;
  const made = {
    m,
    hits: new Map([...hits].map(([line, count]) => [line, { count, tip: tipOf(count, times.get(line), m, d) }])),
    times: [...times].map(([line, { took }]) => ({ line, text: took === 0 ? m.belowClock : m.duration(took) })),
  };
  words.set(of, made);
  return made;
}

function factsOf(recording: SteppedRecording, text: string): LineFacts {
  const known = facts.get(recording);
  if (known !== undefined) return known;
  const script = fromText(text);
  const statements = new Statements(script);
  const ran = statementHits(recording.steps);
  const idle = idleParts(statements, script, (place) => ran.has(placeKey(place)));
  const lines = text.split('\n');
  const made = {
    statements,
    hits: lineVisits(recording.steps),
    idle: idle.lines,
    idleStretches: idle.stretches.map(({ line, from, to }) => stretch(lines, line, from, to)),
    times: callTimes(recording),
  };
  facts.set(recording, made);
  return made;
}

/** Time by line is that of its calls: what Lua itself takes is not measured. Calls that were not kept would make it wrong. */
function callTimes({ calls, detail }: SteppedRecording): Map<number, CallTime> {
  const times = new Map<number, CallTime>();
  if (detail.calls !== 'known') return times;
  for (const { line, took } of calls) {
    const before = times.get(line);
    times.set(line, { took: (before?.took ?? 0) + took, calls: (before?.calls ?? 0) + 1 });
  }
  return times;
}

/** What is drawn into the script while its recording stands at a step; what does not depend on the step is the same object at each. */
export function sessionMarks(session: DebugSession, m: Messages, d: DebugMessages): Marks {
  const { recording, step, stack, text } = session;
  const known = factsOf(recording, text);
  const { statements, idle, idleStretches } = known;
  const { hits, times } = wordsFor(known, m, d);
  const current = recording.steps.line[step]!;
  const frames = stack?.step === step ? stack.frames : [];
  const place = statements.at(current, recording.steps.column[step]!);
  const alone = statements.onLine(current).length < 2;
  return {
    idle,
    idleStretches,
    hits,
    times,
    current,
    ...(place !== undefined && !alone && { statement: headOf(text.split('\n'), place) }),
    // Of a recursion many callers stand on one line, which is tinted once; the line that runs next has a tint of its own.
    frames: [...new Set(frames.slice(1).map(({ line }) => line))].filter((line) => line !== current),
    notes: inlineValues(statements, recording.steps, step, frames),
  };
}

const tipOf = (count: number, time: CallTime | undefined, m: Messages, d: DebugMessages): string =>
  time === undefined ? d.hits(count) : `${d.hits(count)} · ${d.callTime(m.duration(time.took), time.calls)}`;

/** A part of a line; columns in bytes, `to` exclusive. */
function stretch(lines: readonly string[], line: number, from: number, to: number): Stretch {
  const offsets = new Offsets(lines[line - 1] ?? '');
  return { line, from: offsets.unitAt(from - 1) + 1, to: offsets.unitAt(to - 1) + 1 };
}

/** The own words of a statement, as far as they are on its first line. */
function headOf(lines: readonly string[], { line, column, start, headEnd }: StatementPlace): Stretch {
  const length = fromText(lines[line - 1] ?? '').length;
  return stretch(lines, line, column, Math.min(column + headEnd - start, length + 1));
}

/** Breakpoints as they are drawn; on a line with one, each statement of several is marked, so that it can have its own. */
export function breakpointMarks(points: readonly Breakpoint[], text: string): BreakpointMark[] {
  if (points.length === 0) return [];
  const statements = new Statements(fromText(text));
  const lines = text.split('\n');
  const compiles = statements.all.length > 0;
  const marks: BreakpointMark[] = [];
  for (const line of new Set(points.map((point) => point.line))) {
    const places = statements.onLine(line);
    const whole = points.find((point) => point.line === line && point.column === undefined);
    if (whole !== undefined) marks.push({ line, kind: compiles && places.length === 0 ? 'nowhere' : kindOf(whole) });
    const columns = new Set(points.flatMap((point) => (point.line === line ? (point.column ?? []) : [])));
    if (places.length > 1) for (const { column } of places) columns.add(column);
    for (const column of columns) {
      const point = points.find((one) => one.line === line && one.column === column);
      const isPlace = !compiles || places.some((place) => place.column === column);
      const at = stretch(lines, line, column, column).from;
      marks.push({ line, column: at, kind: point === undefined ? 'possible' : isPlace ? kindOf(point) : 'nowhere' });
    }
  }
  return marks;
}

const kindOf = ({ condition, fromHit, log }: Breakpoint): BreakpointMark['kind'] =>
  log !== '' ? 'log' : condition !== '' || fromHit > 1 ? 'if' : 'stop';
