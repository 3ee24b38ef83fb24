import type { CapturedVariable } from '../../analysis/rewrite/captured.js';
import type { Probe } from '../../analysis/rewrite/instrument.js';
import type { Scope } from '../engine.js';
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
  /** The homes of captured variables it is in, by their numbers. */
  readonly homes: Map<number, HomeInstance>;
  /** Where its function was made: what of other functions' variables it sees. */
  readonly around: HomeInstance | undefined;
  /** What it looked like when it was last shown. */
  shown: readonly Scope[] | undefined;
}

/** A home of captured variables that was entered, and their values, by their numbers: whoever shares a variable finds it here. */
export interface HomeInstance {
  readonly home: number;
  readonly around: HomeInstance | undefined;
  readonly values: Map<number, Packed>;
}

interface Thread {
  readonly id: number;
  readonly frames: Activation[];
  /** The calls that were last seen to have ended by themselves. */
  ended: readonly number[];
}

/**
 * The calls in execution, put together from what a trace tells: who enters, who comes to a statement, who leaves. That an error has unwound
 * a call, or that a coroutine has yielded, shows by who comes to a statement next.
 */
export class Stack {
  readonly #threads = new Map<number, Thread>();
  /** By the numbers under which functions know where they were made. */
  readonly #homes = new Map<number, HomeInstance>();
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

  /**
   * A function begins, in the thread of that number (0 is the script's own).
   *
   * @param home the number of the function as a home of captured variables
   * @param aroundId what told of the home in which the function was made
   */
  enter(
    { id, functionId, thread: threadId }: Pick<Activation, 'id' | 'functionId' | 'thread'>,
    home: number | undefined,
    aroundId: number,
  ): void {
    const thread = this.#switchTo(threadId);
    const { frames } = thread;
    dropEnded(thread);
    if (frames.at(-1)?.probe?.leaves === 'tail') frames.pop();
    const around = this.#homes.get(aroundId);
    const homes = new Map<number, HomeInstance>();
    const call = { id, functionId, thread: threadId, probe: undefined, values: [], varargs: [], shown: undefined };
    frames.push({ ...call, homes, around });
    if (home !== undefined) this.#makeHome(id, homes, home, around);
  }

  /** The body of a loop begins once more, in a call. */
  enterHome(id: number, activationId: number, home: number, aroundId: number): void {
    const activation = this.unwindTo(activationId);
    if (activation === undefined) throw new RangeError('no trace');
    this.#makeHome(id, activation.homes, home, this.#homes.get(aroundId));
  }

  /** Something happens in the innermost call that has not ended. */
  settle(): void {
    const thread = this.#running.at(-1);
    if (thread !== undefined) dropEnded(thread);
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
    const thread = this.#running.at(-1);
    if (thread?.frames.pop() !== undefined) thread.ended = [id];
  }

  /**
   * An error is caught in the thread of a call: the last that came to a statement before what failed was called. It may itself have ended by
   * then, as one that computed an argument has.
   */
  catchIn(id: number): void {
    if (this.unwindTo(id) === undefined) {
      const thread = [...this.#threads.values()].findLast(({ ended }) => ended.includes(id));
      if (thread !== undefined) this.#switchTo(thread.id);
    }
    this.settle();
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

  #makeHome(id: number, homes: Map<number, HomeInstance>, home: number, around: HomeInstance | undefined): void {
    const instance = { home, around, values: new Map<number, Packed>() };
    this.#homes.set(id, instance);
    homes.set(home, instance);
  }

  #switchTo(id: number): Thread {
    const at = this.#running.findLastIndex((thread) => thread.id === id);
    if (at >= 0) {
      this.#running.length = at + 1;
      return this.#running[at]!;
    }
    // What resumes a coroutine has nothing more to compute above it.
    this.settle();
    let thread = this.#threads.get(id);
    if (thread === undefined) this.#threads.set(id, (thread = { id, frames: [], ended: [] }));
    this.#running.push(thread);
    return thread;
  }
}

/** Calls that came to their last statement and had nothing more to compute. */
function dropEnded(thread: Thread): void {
  const { frames } = thread;
  const ended: number[] = [];
  while (frames.at(-1)?.probe?.leaves === 'now') ended.push(frames.pop()!.id);
  if (ended.length > 0) thread.ended = ended;
}

/** What a call finds in a captured variable: whoever was the last to tell of it. */
export const sharedValue = (activation: Activation, { home, number }: CapturedVariable): Packed =>
  homeOf(activation, home)?.values.get(number) ?? null;

/** Where a call finds a captured variable; undefined when it was never told of. */
export function homeOf(activation: Activation, home: number): HomeInstance | undefined {
  const own = activation.homes.get(home);
  if (own !== undefined) return own;
  let { around } = activation;
  while (around !== undefined && around.home !== home) around = around.around;
  return around;
}
