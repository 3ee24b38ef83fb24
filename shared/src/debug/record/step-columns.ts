import type { Steps } from '../recording.js';
import type { SeenFunction } from './step-walk.js';

/** Takes the steps of a run as it goes, at the least cost: the number of the statement and the depth. */
export class StepColumns {
  #statement = new Uint32Array(1024);
  #depth = new Uint16Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(statement: number, depth: number): void {
    if (this.#length === this.#statement.length) this.#grow();
    this.#statement[this.#length] = statement;
    this.#depth[this.#length++] = depth;
  }

  /**
   * The steps as a recording has them.
   *
   * @param met the functions that were run, in the order in which their statements are numbered
   */
  finish(met: readonly SeenFunction[], functions: readonly string[]): Steps {
    const end = this.#length;
    const statements = this.#statement;
    const where = statementTable(met);
    const [lines, columns, ids] = [where.line, where.column, where.functionId];
    const line = new Uint32Array(end);
    const column = new Uint16Array(end);
    const functionId = new Uint16Array(end);
    for (let step = 0; step < end; step++) {
      const statement = statements[step]!;
      line[step] = lines[statement]!;
      column[step] = columns[statement]!;
      functionId[step] = ids[statement]!;
    }
    return { line, column, depth: this.#depth.slice(0, end), functionId, functions };
  }

  #grow(): void {
    const length = this.#length * 2;
    const statement = new Uint32Array(length);
    const depth = new Uint16Array(length);
    statement.set(this.#statement);
    depth.set(this.#depth);
    this.#statement = statement;
    this.#depth = depth;
  }
}

/** Where each statement stands; a column past the largest number stands there. */
function statementTable(met: readonly SeenFunction[]) {
  const lines = met.flatMap(({ prototype }) => prototype.stmtline);
  const columns = met.flatMap(({ prototype }) => prototype.stmtcolumn.map((column) => Math.min(column, 0xffff)));
  const ids = met.flatMap(({ prototype, id }) => prototype.stmtline.map(() => id));
  return { line: Uint32Array.from(lines), column: Uint16Array.from(columns), functionId: Uint16Array.from(ids) };
}
