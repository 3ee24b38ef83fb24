import type { StepIndex, Steps } from './recording.js';

/**
 * Ways to go from a step of a recording. All look only at its columns, cost no more than the steps they pass, and give undefined when there is
 * nothing in that direction.
 */

/** 1 looks forwards, -1 backwards. */
export type Direction = 1 | -1;

/** The nearest step that fits; the one it starts from is not looked at. */
export function seek(
  steps: Steps,
  from: StepIndex,
  direction: Direction,
  fits: (step: StepIndex) => boolean,
): StepIndex | undefined {
  const count = steps.line.length;
  for (let step = from + direction; step >= 0 && step < count; step += direction) if (fits(step)) return step;
  return undefined;
}

/** The step beside it, in whatever function. */
export const stepInto = (steps: Steps, from: StepIndex, direction: Direction): StepIndex | undefined =>
  seek(steps, from, direction, () => true);

/** The nearest step of the same function or of one below it: what it calls is passed over. */
export const stepOver = (steps: Steps, from: StepIndex, direction: Direction): StepIndex | undefined =>
  seek(steps, from, direction, (step) => steps.depth[step]! <= steps.depth[from]!);

/** Forwards, the first step after the function has returned; backwards, the step that called it. */
export const stepOut = (steps: Steps, from: StepIndex, direction: Direction): StepIndex | undefined =>
  seek(steps, from, direction, (step) => steps.depth[step]! < steps.depth[from]!);

/** The nearest step of a line, or of the statement that starts in a column of it. */
export const stepTo = (
  steps: Steps,
  from: StepIndex,
  direction: Direction,
  at: { readonly line: number; readonly column?: number },
): StepIndex | undefined =>
  seek(
    steps,
    from,
    direction,
    (step) => steps.line[step] === at.line && (at.column === undefined || steps.column[step] === at.column),
  );

/**
 * Whether a step is the first of a visit to its line, as a debugger by lines stops: not when execution goes on in a line it has not left but
 * for a call. A loop that comes back to the start of its line visits it again.
 */
export function startsLineVisit(steps: Steps, step: StepIndex): boolean {
  const before = stepOver(steps, step, -1);
  if (before === undefined || steps.depth[before] !== steps.depth[step]) return true;
  if (steps.line[before] !== steps.line[step] || steps.functionId[before] !== steps.functionId[step]) return true;
  return steps.column[step]! <= steps.column[before]!;
}

/** The first step of every visit to a line (see {@link startsLineVisit}), in one pass. */
export function lineVisitSteps(steps: Steps): Uint32Array {
  const starts: StepIndex[] = [];
  /** The latest step at each depth of the functions in execution. */
  const latest: StepIndex[] = [];
  for (let step = 0; step < steps.line.length; step++) {
    const depth = steps.depth[step]!;
    const before = latest[depth];
    latest.length = depth;
    latest[depth] = step;
    const goesOn =
      before !== undefined &&
      steps.line[before] === steps.line[step] &&
      steps.functionId[before] === steps.functionId[step] &&
      steps.column[step]! > steps.column[before]!;
    if (!goesOn) starts.push(step);
  }
  return Uint32Array.from(starts);
}

/** How often each line was visited, by line. Lines that did not run are absent. */
export function lineVisits(steps: Steps): ReadonlyMap<number, number> {
  const visits = new Map<number, number>();
  for (const step of lineVisitSteps(steps)) visits.set(steps.line[step]!, (visits.get(steps.line[step]!) ?? 0) + 1);
  return visits;
}

/** How often each statement ran, by `line:column`. */
export function statementHits(steps: Steps): ReadonlyMap<string, number> {
  const counts = new Map<number, number>();
  for (let step = 0; step < steps.line.length; step++) {
    const at = steps.line[step]! * COLUMNS + steps.column[step]!;
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return new Map([...counts].map(([at, count]) => [`${Math.floor(at / COLUMNS)}:${at % COLUMNS}`, count]));
}

/** More than a column can be. */
const COLUMNS = 0x1_0000;
