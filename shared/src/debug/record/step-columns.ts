import type { Steps } from '../recording.js';
import type { SeenFunction } from './step-walk.js';

/** Steps in one chunk: small enough to stay in the processor's cache while it is filled. */
const CHUNK = 1 << 15;

/** Takes the steps of a run as it goes, at the least cost: the number of the statement and the depth. */
export class StepColumns {
  /** Chunks that are full. */
  readonly #full: { readonly statement: Uint32Array; readonly depth: Uint16Array }[] = [];
  #statement = new Uint32Array(CHUNK);
  #depth = new Uint16Array(CHUNK);
  /** Steps in the last chunk. */
  #length = 0;

  get length(): number {
    return this.#full.length * CHUNK + this.#length;
  }

  add(statement: number, depth: number): void {
    if (this.#length === CHUNK) this.#startChunk();
    this.#statement[this.#length] = statement;
    this.#depth[this.#length++] = depth;
  }

  /**
   * The steps as a recording has them.
   *
   * @param met the functions that were run, in the order in which their statements are numbered
   */
  finish(met: readonly SeenFunction[], functions: readonly string[]): Steps {
    const { length } = this;
    const steps = {
      line: new Uint32Array(length),
      column: new Uint16Array(length),
      depth: new Uint16Array(length),
      functionId: new Uint16Array(length),
      functions,
    };
    const table = statementTable(met);
    this.#full.forEach(({ statement, depth }, i) => place(steps, i * CHUNK, statement, depth, table));
    const last = this.#full.length * CHUNK;
    place(steps, last, this.#statement.subarray(0, this.#length), this.#depth.subarray(0, this.#length), table);
    return steps;
  }

  #startChunk(): void {
    this.#full.push({ statement: this.#statement, depth: this.#depth });
    this.#statement = new Uint32Array(CHUNK);
    this.#depth = new Uint16Array(CHUNK);
    this.#length = 0;
  }
}

/** Where each statement stands; a column past the largest number stands there. */
function statementTable(met: readonly SeenFunction[]) {
  const lines = met.flatMap(({ prototype }) => prototype.stmtline);
  const columns = met.flatMap(({ prototype }) => prototype.stmtcolumn.map((column) => Math.min(column, 0xffff)));
  const ids = met.flatMap(({ prototype, id }) => prototype.stmtline.map(() => id));
  return { line: Uint32Array.from(lines), column: Uint16Array.from(columns), functionId: Uint16Array.from(ids) };
}

/** Writes a chunk of steps from step `from` on. */
function place(
  steps: Steps,
  from: number,
  statements: Uint32Array,
  depths: Uint16Array,
  table: Pick<Steps, 'line' | 'column' | 'functionId'>,
): void {
  steps.depth.set(depths, from);
  const { line, column, functionId } = steps;
  for (let i = 0; i < statements.length; i++) {
    const statement = statements[i]!;
    line[from + i] = table.line[statement]!;
    column[from + i] = table.column[statement]!;
    functionId[from + i] = table.functionId[statement]!;
  }
}
