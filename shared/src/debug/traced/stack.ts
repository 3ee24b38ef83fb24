import type { Probe } from '../../analysis/rewrite/instrument.js';
import type { LuaView } from '../engine.js';
import type { Packed } from './unpack.js';

/** One call of a function of the script. */
export interface Activation {
  readonly id: number;
  readonly functionId: number;
  /** The thread it runs in; 0 is the script's own. */
  readonly thread: number;
  /** The last statement it came to. */
  probe: Probe | undefined;
  /** By the position of the names in the probes. */
  readonly values: Packed[];
  /** What it has in `...`. */
  varargs: readonly Packed[];
  /** What it looked like when it was last shown. */
  shown: ReadonlyMap<string, LuaView> | undefined;
}

interface Thread {
  readonly id: number;
  readonly frames: Activation[];
}

/**
 * The calls in execution, put together from what a trace tells: who enters, who comes to a statement, who leaves. That an error has unwound
 * a call, or that a coroutine has yielded, shows by who comes to a statement next.
 */
export class Stack {
  readonly #threads = new Map<number, Thread>();
  /** Those in execution: the script's own first, each coroutine after the one that resumed it. */
  readonly #running: Thread[] = [];

  /** Outermost first. */
  get frames(): readonly Activation[] {
    return this.#running.flatMap(({ frames }) => frames);
  }

  get top(): Activation | undefined {
    return this.#running.at(-1)?.frames.at(-1);
  }

  /** How many calls are below the innermost one. */
  get depth(): number {
    return this.#running.reduce((sum, { frames }) => sum + frames.length, 0) - 1;
  }

  /** A function begins, in the thread of that number (0 is the script's own). */
  enter(id: number, functionId: number, threadId: number): void {
    const { frames } = this.#switchTo(threadId);
    dropEnded(frames);
    if (frames.at(-1)?.probe?.leaves === 'tail') frames.pop();
    frames.push({ id, functionId, thread: threadId, probe: undefined, values: [], varargs: [], shown: undefined });
  }

  /** Something happens in the innermost call that has not ended. */
  settle(): void {
    const frames = this.#running.at(-1)?.frames;
    if (frames !== undefined) dropEnded(frames);
  }

  /** A call comes to a statement; whatever was above it has ended. */
  reach(id: number, probe: Probe): Activation {
    const activation = this.unwindTo(id);
    if (activation === undefined) throw new RangeError('no trace');
    activation.probe = probe;
    return activation;
  }

  /** A call has its values and ends. */
  leave(id: number): void {
    this.unwindTo(id);
    this.#running.at(-1)?.frames.pop();
  }

  /** Takes off what is above a call, in its thread and in coroutines it has resumed; undefined when it is not there. */
  unwindTo(id: number): Activation | undefined {
    const { top } = this;
    if (top?.id === id) return top;
    const thread = [...this.#threads.values()].findLast(({ frames }) => frames.some((frame) => frame.id === id));
    if (thread === undefined) return undefined;
    const { frames } = this.#switchTo(thread.id);
    while (frames.at(-1)?.id !== id) frames.pop();
    return frames.at(-1);
  }

  #switchTo(id: number): Thread {
    const at = this.#running.findLastIndex((thread) => thread.id === id);
    if (at >= 0) {
      this.#running.length = at + 1;
      return this.#running[at]!;
    }
    let thread = this.#threads.get(id);
    if (thread === undefined) this.#threads.set(id, (thread = { id, frames: [] }));
    this.#running.push(thread);
    return thread;
  }
}

/** Calls that came to their last statement and had nothing more to compute. */
function dropEnded(frames: Activation[]): void {
  while (frames.at(-1)?.probe?.leaves === 'now') frames.pop();
}
