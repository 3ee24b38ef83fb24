import {
  seek,
  startsLineVisit,
  stepInto,
  stepOut,
  stepOver,
  type Call,
  type Direction,
  type Recording,
  type Steps,
} from '@luascope/shared/debug';
import type { Breakpoint, DebugState, SteppedRecording } from '../../state/session.js';

export type Move = 'start' | 'reverse' | 'back' | 'over' | 'into' | 'out' | 'continue';

/** Above this, a tick for each step would be a solid bar. */
export const TICKS_LIMIT = 20_000;
/** Columns of a lane: no screen shows more. */
const COLUMNS = 600;

/** The step that a button leads to; undefined when it leads nowhere. By lines, one that goes on in a line already entered is passed. */
export function stepAfter(
  steps: Steps,
  from: number,
  move: 'start' | 'back' | 'over' | 'into' | 'out',
  by: DebugState['stepBy'],
): number | undefined {
  if (move === 'start') return from === 0 ? undefined : 0;
  const last = steps.line.length - 1;
  const next = {
    back: () =>
      by === 'lines' ? seek(steps, from, -1, (step) => startsLineVisit(steps, step)) : stepInto(steps, from, -1),
    into: () =>
      by === 'lines' ? seek(steps, from, 1, (step) => startsLineVisit(steps, step)) : stepInto(steps, from, 1),
    over: () =>
      by === 'lines'
        ? seek(steps, from, 1, (step) => steps.depth[step]! <= steps.depth[from]! && startsLineVisit(steps, step))
        : stepOver(steps, from, 1),
    out: () => stepOut(steps, from, 1),
  }[move]();
  // Past the last stop the script runs to its end.
  return next ?? (move !== 'back' && from < last ? last : undefined);
}

/** A breakpoint with the steps at which its condition holds (or fails to be one); without a condition every visit of its line. */
export interface Stop {
  readonly line: number;
  readonly fromHit: number;
  readonly only?: ReadonlySet<number>;
}

export const stopsOf = (
  points: readonly Breakpoint[],
  holds: (point: Breakpoint) => ReadonlySet<number> | undefined,
): Stop[] =>
  points
    .filter(({ log }) => log.trim() === '')
    .map((point) => {
      const only = holds(point);
      return { line: point.line, fromHit: point.fromHit, ...(only !== undefined && { only }) };
    });

/** Where continue stops: at the next breakpoint, error or write; else at the end of that direction. */
export function nextStop(
  recording: Pick<SteppedRecording, 'steps' | 'calls' | 'errors'>,
  from: number,
  direction: Direction,
  stops: readonly Stop[],
  stopOn: DebugState['stopOn'],
): number | undefined {
  const { steps } = recording;
  const last = steps.line.length - 1;
  const events = eventSteps(recording, stopOn);
  const byLine = new Map(stops.map((stop) => [stop.line, stop]));
  const allowed = new Map(stops.filter(({ fromHit }) => fromHit > 1).map((stop) => [stop, visitFrom(steps, stop)]));
  const found = seek(steps, from, direction, (step) => {
    if (events.has(step)) return true;
    const stop = byLine.get(steps.line[step]!);
    if (stop === undefined || !startsLineVisit(steps, step)) return false;
    return (stop.only?.has(step) ?? true) && step >= (allowed.get(stop) ?? 0);
  });
  const end = direction > 0 ? last : 0;
  return found ?? (from === end ? undefined : end);
}

/** The step of the n-th stop at a breakpoint, counted over the whole recording. */
function visitFrom(steps: Steps, { line, fromHit, only }: Stop): number {
  let hits = 0;
  const step = seek(steps, -1, 1, (at) => {
    if (steps.line[at] !== line || !startsLineVisit(steps, at) || only?.has(at) === false) return false;
    hits += 1;
    return hits === fromHit;
  });
  return step ?? Infinity;
}

function eventSteps(
  { calls, errors }: Pick<Recording, 'calls' | 'errors'>,
  stopOn: DebugState['stopOn'],
): ReadonlySet<number> {
  const found = new Set<number>();
  if (stopOn.writes)
    for (const call of calls) if (call.effect === 'write' && call.step !== undefined) found.add(call.step);
  if (stopOn.errors) {
    for (const error of errors) if (error.kind === 'raised' && error.step !== undefined) found.add(error.step);
    for (const call of calls) if (call.reply.type === 'error' && call.step !== undefined) found.add(call.step);
  }
  return found;
}

/** The next step with a call, to go from call to call. */
export function callStep(calls: readonly Call[], from: number, direction: Direction): number | undefined {
  const steps = calls.flatMap(({ step }) => (step === undefined ? [] : [step]));
  return direction > 0 ? steps.find((step) => step > from) : steps.findLast((step) => step < from);
}

export const functionAt = (steps: Steps, step: number): string => steps.functions[steps.functionId[step]!] ?? 'main';

/** Writes that were made before a step runs. */
export const writesBefore = (calls: readonly Call[], step: number): number =>
  calls.filter(
    (call) => call.effect === 'write' && call.reply.type !== 'error' && call.step !== undefined && call.step < step,
  ).length;

/** A stretch of steps inside functions below the main chunk; from first to last, both counted. */
export interface Block {
  readonly first: number;
  readonly last: number;
  readonly name: string;
}

/** Calls of functions as blocks, the outermost of nested ones. Blocks closer than a column of the screen are one. */
export function functionBlocks(steps: Steps): Block[] {
  const count = steps.line.length;
  const gap = count > COLUMNS ? Math.ceil(count / COLUMNS) : 0;
  const blocks: Block[] = [];
  for (let step = 0; step < count; step++) {
    if (steps.depth[step] === 0) continue;
    const first = step;
    while (step + 1 < count && steps.depth[step + 1]! > 0) step++;
    const before = blocks.at(-1);
    if (before !== undefined && first - before.last <= gap) blocks[blocks.length - 1] = { ...before, last: step };
    else blocks.push({ first, last: step, name: functionAt(steps, first) });
  }
  return blocks;
}

export interface CallMark {
  readonly step: number;
  readonly tone: 'error' | 'write' | 'read';
  /** How many calls this mark stands for, where they are too many for one each. */
  readonly calls: number;
}

/** One mark for each call; in a column with several the gravest. */
export function callMarks(calls: readonly Call[], steps: number): CallMark[] {
  const marks = new Map<number, CallMark>();
  const grave = { read: 0, write: 1, error: 2 } as const;
  for (const call of calls) {
    if (call.step === undefined) continue;
    const tone = call.reply.type === 'error' ? 'error' : call.effect === 'write' ? 'write' : 'read';
    const column = steps > COLUMNS ? Math.floor((call.step / steps) * COLUMNS) : call.step;
    const before = marks.get(column);
    if (before === undefined) marks.set(column, { step: call.step, tone, calls: 1 });
    else
      marks.set(column, {
        step: grave[tone] > grave[before.tone] ? call.step : before.step,
        tone: grave[tone] > grave[before.tone] ? tone : before.tone,
        calls: before.calls + 1,
      });
  }
  return [...marks.values()];
}

/** Where a step is on the scale, in per cent. */
export const placeOf = (step: number, steps: number): number => (steps < 2 ? 0 : (step / (steps - 1)) * 100);

/** Steps (from 0) whose numbers are written under the scale: round ones, at most about five. */
export function axisSteps(steps: number): number[] {
  const rough = steps / 5;
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const unit = [1, 2, 5, 10].map((n) => n * magnitude).find((n) => n >= rough) ?? magnitude;
  const shown = [0];
  for (let n = unit; n < steps - unit / 2; n += unit) if (n > 1) shown.push(n - 1);
  if (steps > 1) shown.push(steps - 1);
  return shown;
}
