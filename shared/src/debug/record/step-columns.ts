import { type Frame, type Prototype, prototypeOf } from '../../lua/frames.js';
import type { StepHook } from '../../lua/steps.js';
import type { LuaState } from '../../lua/vm.js';
import type { Steps } from '../recording.js';
import type { SeenFunction, StepWalk } from './step-walk.js';

/** Steps in one chunk: small enough to stay in the processor's cache while it is filled. */
const CHUNK = 1 << 15;

export const NO_STEPS: Steps = emptySteps(0, []);

/** The steps of a run, taken as it goes. */
interface StepRecording {
  readonly hook: StepHook;
  /** Steps so far, those that are not kept among them. */
  count(): number;
  /** The steps as a recording has them: all, or the first `max`. */
  finish(): Steps;
}

/**
 * Takes the steps of a run at the least cost: the number of the statement and the depth. What a step touches are variables of this function
 * rather than fields, which cost more; the walk only hears where execution goes to another function, and how many steps there are is looked
 * at once a chunk.
 */
export function recordSteps(walk: StepWalk, max: number): StepRecording {
  /** Chunks that are full. */
  const full: { readonly statements: Uint32Array; readonly depths: Uint16Array }[] = [];
  let statements = new Uint32Array(CHUNK);
  let depths = new Uint16Array(CHUNK);
  /** Steps in the last chunk, and before it. */
  let length = 0;
  let before = 0;
  /** Where execution is, while it is in the script. */
  let frame: Frame | undefined;
  let prototype: Prototype | undefined;
  let firstStatement = 0;
  let depth = 0;

  const count = (): number => before + length;

  /** Whether it is a function of the script. */
  const enter = (L: LuaState, entered: Frame): boolean => {
    walk.index = count() - 1;
    const met = walk.enter(L, entered);
    frame = met.ofScript ? entered : undefined;
    prototype = met.prototype;
    firstStatement = met.firstStatement;
    depth = walk.depth;
    return met.ofScript;
  };

  const startChunk = (): void => {
    // What comes after the last step that is kept is only counted.
    if (before < max) {
      full.push({ statements, depths });
      statements = new Uint32Array(CHUNK);
      depths = new Uint16Array(CHUNK);
    }
    before += CHUNK;
    length = 0;
  };

  const hook: StepHook = (L, at, statement) => {
    if ((at !== frame || prototypeOf(at) !== prototype) && !enter(L, at)) return;
    if (length === CHUNK) startChunk();
    statements[length] = firstStatement + statement;
    depths[length++] = depth;
  };

  const finish = (): Steps => {
    const steps = emptySteps(Math.min(count(), max), walk.functions);
    const table = statementTable(walk.met);
    [...full, { statements, depths }].forEach((chunk, i) => place(steps, i * CHUNK, chunk, table));
    return steps;
  };

  return { hook, count, finish };
}

function emptySteps(length: number, functions: readonly string[]): Steps {
  return {
    line: new Uint32Array(length),
    column: new Uint16Array(length),
    depth: new Uint16Array(length),
    functionId: new Uint16Array(length),
    functions,
  };
}

/** Where each statement stands; a column past the largest number stands there. */
function statementTable(met: readonly SeenFunction[]) {
  const lines = met.flatMap(({ prototype }) => prototype.stmtline);
  const columns = met.flatMap(({ prototype }) => prototype.stmtcolumn.map((column) => Math.min(column, 0xffff)));
  const ids = met.flatMap(({ prototype, id }) => prototype.stmtline.map(() => id));
  return { line: Uint32Array.from(lines), column: Uint16Array.from(columns), functionId: Uint16Array.from(ids) };
}

/** Writes a chunk of steps from step `from` on, as far as there is room. */
function place(
  steps: Steps,
  from: number,
  { statements, depths }: { readonly statements: Uint32Array; readonly depths: Uint16Array },
  table: Pick<Steps, 'line' | 'column' | 'functionId'>,
): void {
  const count = Math.min(CHUNK, steps.line.length - from);
  if (count <= 0) return;
  steps.depth.set(depths.subarray(0, count), from);
  const { line, column, functionId } = steps;
  for (let i = 0; i < count; i++) {
    const statement = statements[i]!;
    line[from + i] = table.line[statement]!;
    column[from + i] = table.column[statement]!;
    functionId[from + i] = table.functionId[statement]!;
  }
}
