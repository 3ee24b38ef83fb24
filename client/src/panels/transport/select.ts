import type { Statements } from '@luascope/shared/analysis';
import { fromText, type Bytes } from '@luascope/shared/bytes';
import { keyPositions, lookupCommand } from '@luascope/shared/commands';
import {
  seek,
  startsLineVisit,
  stepInto,
  stepOut,
  stepOver,
  stepTo,
  type Call,
  type Direction,
  type Steps,
} from '@luascope/shared/debug';
import type { Failure } from '../../state/model.js';
import type { Breakpoint, DebugState, SteppedRecording, StopOn, StopReason } from '../../state/session.js';

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

/** A breakpoint, with what its condition gave at the steps where it was true or failed; without one every visit counts. */
export interface Stop {
  readonly point: Breakpoint;
  /** From 1, among all breakpoints of the script. */
  readonly number: number;
  /** By step why the condition failed, or undefined where it is true. */
  readonly held?: ReadonlyMap<number, Failure | undefined>;
}

/** Log points never stop. */
export const stopsOf = (points: readonly Breakpoint[], held: (point: Breakpoint) => Stop['held']): Stop[] =>
  points.flatMap((point, i) => {
    if (point.log.trim() !== '') return [];
    const steps = held(point);
    return [{ point, number: i + 1, ...(steps !== undefined && { held: steps }) }];
  });

type Walked = Pick<SteppedRecording, 'steps' | 'calls' | 'errors'>;

/** Where continue stops and why: at the next breakpoint, error, write, command or key; else at the end of that direction. */
export function nextStop(
  recording: Walked,
  from: number,
  direction: Direction,
  stops: readonly Stop[],
  stopOn: StopOn,
): { readonly step: number; readonly reason?: StopReason } | undefined {
  const { steps } = recording;
  const events = eventSteps(recording, stopOn);
  const allowed = new Map(stops.map((stop) => [stop, stop.point.fromHit > 1 ? hitStep(steps, stop) : 0]));
  const byLine = new Map<number, Stop[]>();
  for (const stop of stops) byLine.set(stop.point.line, [...(byLine.get(stop.point.line) ?? []), stop]);
  const stopAt = (step: number): Stop | undefined =>
    byLine.get(steps.line[step]!)?.find((stop) => step >= allowed.get(stop)! && isHit(steps, stop, step));
  const found = seek(steps, from, direction, (step) => events.has(step) || stopAt(step) !== undefined);
  if (found === undefined) {
    const end = direction > 0 ? steps.line.length - 1 : 0;
    return from === end ? undefined : { step: end };
  }
  const stop = stopAt(found);
  if (stop === undefined) return { step: found, reason: events.get(found)! };
  const { line } = stop.point;
  const error = stop.held?.get(found);
  return {
    step: found,
    reason:
      error === undefined
        ? { kind: 'breakpoint', line, number: stop.number }
        : { kind: 'condition-failed', line, error },
  };
}

/** Of a line each visit counts, of a statement each time it runs. */
function isHit(steps: Steps, { point, held }: Stop, step: number): boolean {
  if (steps.line[step] !== point.line || held?.has(step) === false) return false;
  return point.column === undefined ? startsLineVisit(steps, step) : steps.column[step] === point.column;
}

/** The step of the hit from which on a breakpoint stops, counted over the whole recording. */
function hitStep(steps: Steps, stop: Stop): number {
  let hits = 0;
  return seek(steps, -1, 1, (step) => isHit(steps, stop, step) && ++hits === stop.point.fromHit) ?? Infinity;
}

/** Steps that make a stop without a breakpoint; of several reasons the gravest. */
function eventSteps({ calls, errors }: Omit<Walked, 'steps'>, stopOn: StopOn): ReadonlyMap<number, StopReason> {
  const found = new Map<number, StopReason>();
  const add = (step: number | undefined, reason: StopReason): void => {
    if (step !== undefined && !found.has(step)) found.set(step, reason);
  };
  if (stopOn.errors) {
    for (const error of errors) if (error.kind === 'raised') add(error.step, { kind: 'error' });
    for (const call of calls) if (call.reply.type === 'error') add(call.step, { kind: 'error' });
  }
  const commands = new Set(words(stopOn.commands).map((name) => name.toUpperCase()));
  const keys = words(stopOn.keys).map(globOf);
  if (commands.size > 0 || keys.length > 0)
    for (const call of calls) {
      const name = call.command[0]?.toUpperCase() ?? '';
      if (commands.has(name)) add(call.step, { kind: 'command', name });
      const used = keys.length > 0 ? keysOf(call).find((key) => keys.some((glob) => glob.test(key))) : undefined;
      if (used !== undefined) add(call.step, { kind: 'key', name: used });
    }
  if (stopOn.writes) for (const call of calls) if (call.effect === 'write') add(call.step, { kind: 'write' });
  return found;
}

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');

/** `pts:*` as an expression over the bytes of a key. */
function globOf(pattern: string): RegExp {
  const parts = fromText(pattern).split('*');
  return new RegExp(`^${parts.map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')).join('[^]*')}$`);
}

/** The keys that the command of a call names. */
export function keysOf({ command }: Pick<Call, 'command'>): Bytes[] {
  const spec = lookupCommand(command);
  return spec === undefined ? [] : keyPositions(spec, command).map(({ index }) => command[index]!);
}

/**
 * The nearest step of the statement at a place, or of the line when only one starts on it.
 *
 * @param at where the caret is, the column in bytes
 */
export function cursorStep(
  steps: Steps,
  from: number,
  direction: Direction,
  statements: Statements,
  at: { readonly line: number; readonly column: number },
): number | undefined {
  const place = statements.around(at.line, at.column);
  if (place !== undefined && statements.onLine(place.line).length > 1) return stepTo(steps, from, direction, place);
  return seek(steps, from, direction, (step) => steps.line[step] === at.line && startsLineVisit(steps, step));
}

/**
 * The step that last gave a variable its value before a step, from where the value showed first: mostly the statement before in the same
 * call, which may have called others on its way; or a statement of another function that shares the variable.
 *
 * @param shown steps at which another value showed than before, in order
 * @param depth of the call whose variable it is
 */
export function writingStep(
  steps: Steps,
  shown: readonly number[],
  depth: number,
  name: string,
  statements: Statements,
): number | undefined {
  const seen = shown.at(-1);
  if (seen === undefined || seen === 0) return undefined;
  const own = seek(steps, seen, -1, (step) => steps.depth[step]! <= depth);
  const place = own === undefined ? undefined : statements.at(steps.line[own]!, steps.column[own]!);
  return place?.assigns.includes(name) === true ? own : seen - 1;
}

/** The next step with a call, to go from call to call. */
export function callStep(calls: readonly Call[], from: number, direction: Direction): number | undefined {
  const found =
    direction > 0
      ? calls.find(({ step }) => step !== undefined && step > from)
      : calls.findLast(({ step }) => step !== undefined && step < from);
  return found?.step;
}

/** Where the first error is about to happen; undefined when there is none, or its step was not kept. */
export function firstErrorStep({ errors, steps }: Pick<SteppedRecording, 'errors' | 'steps'>): number | undefined {
  return errors.find(({ step }) => step !== undefined && step < steps.line.length)?.step;
}

export const functionAt = (steps: Steps, step: number): string => steps.functions[steps.functionId[step]!] ?? 'main';

/** By the calls of a recording, which are in order, the steps of those that wrote. */
const writeSteps = new WeakMap<readonly Call[], readonly number[]>();

/** Writes that were made before a step runs. */
export function writesBefore(calls: readonly Call[], step: number): number {
  let steps = writeSteps.get(calls);
  if (steps === undefined) {
    steps = calls.flatMap(({ effect, reply, step: at }) =>
      effect === 'write' && reply.type !== 'error' && at !== undefined ? [at] : [],
    );
    writeSteps.set(calls, steps);
  }
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]! < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A stretch of steps inside functions; from first to last, both counted. */
export interface Block {
  readonly first: number;
  readonly last: number;
  readonly name: string;
}

/**
 * Calls of functions as blocks. Blocks closer than a column of the screen are one.
 *
 * @param level how many functions are below the main chunk: 1 draws the outermost of nested ones
 */
export function functionBlocks(steps: Steps, level: number): Block[] {
  const count = steps.line.length;
  const gap = count > COLUMNS ? Math.ceil(count / COLUMNS) : 0;
  const blocks: Block[] = [];
  for (let step = 0; step < count; step++) {
    if (steps.depth[step]! < level) continue;
    const first = step;
    while (step + 1 < count && steps.depth[step + 1]! >= level) step++;
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
