import type { Frame } from '../../lua/frames.js';
import { StepLog } from '../../lua/steps.js';
import type { LuaState } from '../../lua/vm.js';
import type { Steps } from '../recording.js';
import type { SeenFunction, StepWalk } from './step-walk.js';

/** Steps there is room for at first, and how many times as many when there are more. */
const ROOM = 1 << 16;
const GROWTH = 8;
/** The most room that is kept for the next recording. */
const MOST_SPARE = 1 << 21;

/** Statements by their number in the whole run, and depths. */
type Columns = Pick<StepLog, 'statements' | 'depths'>;

export const NO_STEPS: Steps = emptySteps(0, []);

/** Where the steps of an earlier recording were noted. The system clears memory that is new when it is first written to, which takes longer. */
let spare: Columns | undefined;

/** The steps of a run, taken as it goes. */
interface StepRecording {
  readonly log: StepLog;
  /** Steps so far, those that are not kept among them. */
  count(): number;
  /** The steps as a recording has them: all, or the first `max`. Nothing is noted after it. */
  finish(): Steps;
}

/** Takes the steps of a run at the least cost: the VM notes them by itself, and tells only where execution goes to another function. */
export function recordSteps(walk: StepWalk, max: number): StepRecording {
  /** The first steps, when the log has come to the limit. */
  let kept: Columns | undefined;
  /** Steps that were noted before those that are in the log. */
  let before = 0;
  let deepest = 0;

  const log = new StepLog((L, frame, statement) => {
    if (frame !== log.frame && !enter(L, frame)) return;
    if (log.length === log.statements.length) makeRoom();
    log.statements[log.length] = log.first + statement;
    log.depths[log.length++] = log.depth;
  });
  noteIn(log, within(spare ?? columns(ROOM), max));
  spare = undefined;

  const count = (): number => before + log.length;

  /** Whether it is a function of the script. */
  const enter = (L: LuaState, frame: Frame): boolean => {
    walk.index = count() - 1;
    const { ofScript, prototype, firstStatement } = walk.enter(L, frame);
    log.frame = ofScript ? frame : null;
    log.prototype = prototype;
    log.first = firstStatement;
    log.depth = Math.min(walk.depth, 0xffff);
    if (log.depth > deepest) deepest = log.depth;
    return ofScript;
  };

  const makeRoom = (): void => {
    const { statements, depths } = log;
    if (kept === undefined && statements.length < max) {
      noteIn(log, within(columns(statements.length * GROWTH), max));
      log.statements.set(statements);
      log.depths.set(depths);
      return;
    }
    // What comes after the last step that is kept is only counted.
    if (kept === undefined) {
      kept = { statements, depths };
      noteIn(log, columns(ROOM));
    }
    before += log.length;
    log.length = 0;
  };

  const finish = (): Steps => {
    const noted = kept ?? { statements: log.statements, depths: log.depths };
    const steps = emptySteps(Math.min(count(), max), walk.functions);
    place(steps, noted.statements, statementTable(walk.met));
    // A new column is all 0, and so are the depths of a script without functions.
    if (deepest > 0) steps.depth.set(noted.depths.subarray(0, steps.depth.length));
    if (noted.statements.length <= MOST_SPARE) spare = whole(noted);
    return steps;
  };

  return { log, count, finish };
}

const columns = (length: number): Columns => ({
  statements: new Uint32Array(length),
  depths: new Uint16Array(length),
});

/** Columns in the same memory with room for at most so many steps, and with all there is. */
const within = ({ statements, depths }: Columns, max: number): Columns => ({
  statements: statements.subarray(0, max),
  depths: depths.subarray(0, max),
});
const whole = ({ statements, depths }: Columns): Columns => ({
  statements: new Uint32Array(statements.buffer),
  depths: new Uint16Array(depths.buffer),
});

function noteIn(log: StepLog, { statements, depths }: Columns): void {
  log.statements = statements;
  log.depths = depths;
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

type StatementTable = Pick<Steps, 'line' | 'column' | 'functionId'>;

/** Where each statement stands; a column past the largest number stands there. */
function statementTable(met: readonly SeenFunction[]): StatementTable {
  const lines = met.flatMap(({ prototype }) => prototype.stmtline);
  const places = met.flatMap(({ prototype }) => prototype.stmtcolumn.map((place) => Math.min(place, 0xffff)));
  const ids = met.flatMap(({ prototype, id }) => prototype.stmtline.map(() => id));
  return { line: Uint32Array.from(lines), column: Uint16Array.from(places), functionId: Uint16Array.from(ids) };
}

/** Says of each step where its statement stands. */
function place({ line, column, functionId, functions }: Steps, statements: Uint32Array, table: StatementTable): void {
  const { length } = line;
  const { line: lines, column: places, functionId: ids } = table;
  for (let step = 0; step < length; step++) {
    const statement = statements[step]!;
    line[step] = lines[statement]!;
    column[step] = places[statement]!;
  }
  if (functions.length > 1) for (let step = 0; step < length; step++) functionId[step] = ids[statements[step]!]!;
}
