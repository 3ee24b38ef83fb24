import type { Steps } from '../recording.js';

/** The columns of {@link Steps} while they grow. A number too large for its column stands there as the largest that fits. */
export class StepColumns {
  #line = new Uint32Array(1024);
  #column = new Uint16Array(1024);
  #depth = new Uint16Array(1024);
  #functionId = new Uint16Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(line: number, column: number, depth: number, functionId: number): void {
    if (this.#length === this.#line.length) this.#grow();
    const step = this.#length++;
    this.#line[step] = line;
    this.#column[step] = Math.min(column, 0xffff);
    this.#depth[step] = Math.min(depth, 0xffff);
    this.#functionId[step] = functionId;
  }

  finish(functions: readonly string[]): Steps {
    const end = this.#length;
    return {
      line: this.#line.slice(0, end),
      column: this.#column.slice(0, end),
      depth: this.#depth.slice(0, end),
      functionId: this.#functionId.slice(0, end),
      functions,
    };
  }

  #grow(): void {
    const length = this.#length * 2;
    this.#line = resized(this.#line, new Uint32Array(length));
    this.#column = resized(this.#column, new Uint16Array(length));
    this.#depth = resized(this.#depth, new Uint16Array(length));
    this.#functionId = resized(this.#functionId, new Uint16Array(length));
  }
}

function resized<T extends Uint32Array | Uint16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
