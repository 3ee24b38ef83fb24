import type { Bytes } from '../../bytes.js';
import { type Frame, innermostLuaFrame, isLuaFrame, nameOf, type Prototype, prototypeOf } from '../../lua/frames.js';
import { StepLog } from '../../lua/steps.js';
import type { LuaState } from '../../lua/vm.js';
import type { ThreadIndex, ThreadSwitches } from '../recording.js';
import { NumberColumn } from './number-column.js';

/** Functions beyond this many share the last number. */
const MOST_FUNCTIONS = 0xffff;

/** A thread (the script's own or a coroutine) that was seen running. */
interface SeenThread {
  readonly L: LuaState;
  readonly number: ThreadIndex;
  /** Depth of its first Lua function: one more than that of the function which resumed it. */
  base: number;
  /** By the VM's own count of frames, which includes functions of ours: how many Lua functions are below in this thread. */
  readonly below: number[];
}

/** A function that was seen running. */
export interface SeenFunction {
  /** The script's, not Lua code of the host. */
  readonly ofScript: boolean;
  readonly id: number;
  readonly prototype: Prototype;
  /** Statements of all functions have numbers, in the order in which the functions were met; this is the number of its first one. */
  readonly firstStatement: number;
}

/**
 * Follows a script statement by statement: numbers the steps and functions and knows how deep each step is. Two walks through the same run
 * number everything the same way.
 */
export class StepWalk {
  /** Names of functions by their number. */
  readonly functions: Bytes[] = [];
  /** Functions in the order in which they were met. */
  readonly met: SeenFunction[] = [];
  /** Of the step at hand, from 0. */
  index = -1;
  depth = 0;
  readonly #seenFunctions = new Map<Prototype, SeenFunction>();
  readonly #seen = new Map<LuaState, SeenThread>();
  /** Threads in execution, the script's own first. */
  readonly #running: SeenThread[] = [];
  #thread: SeenThread | undefined;
  #frame: Frame | undefined;
  #function: SeenFunction | undefined;
  /** The statement at hand, by its number in its function. */
  #statement = 0;
  #statements = 0;
  readonly #switchSteps = new NumberColumn();
  readonly #switchThreads = new NumberColumn();

  /** Follows each step. What the walk says holds during `onStep`. */
  log(onStep: (walk: StepWalk) => void): StepLog {
    return new StepLog((L, frame, statement) => {
      // A tail call puts another function into the same frame. A frame belongs to one thread for good.
      if (frame !== this.#frame || prototypeOf(frame) !== this.#function?.prototype) this.enter(L, frame);
      if (!this.#function!.ofScript) return;
      this.#statement = statement;
      this.index++;
      onStep(this);
    });
  }

  /** The threads in execution, the script's own first, each coroutine after the one that resumed it. */
  get threads(): readonly LuaState[] {
    return this.#running.map(({ L }) => L);
  }

  get line(): number {
    return this.#function!.prototype.stmtline[this.#statement]!;
  }

  get column(): number {
    return this.#function!.prototype.stmtcolumn[this.#statement]!;
  }

  get functionId(): number {
    return this.#function!.id;
  }

  /** @param steps those of a recording that may have ended before its run: switches after them are left out */
  switches(steps: number): ThreadSwitches {
    const step = this.#switchSteps.below(steps);
    return { step, thread: this.#switchThreads.first(step.length) };
  }

  /** Execution reaches another frame, or another function in the same frame; `index` is that of the step before. */
  enter(L: LuaState, frame: Frame): SeenFunction {
    const prototype = prototypeOf(frame);
    const thread = L === this.#thread?.L ? this.#thread : this.#switchTo(L);
    const below = luaFramesBelow(frame, thread.below);
    thread.below[frame.depth] = below;
    const entered = this.#seenFunctions.get(prototype) ?? this.#meet(L, frame, prototype);
    this.#frame = frame;
    this.#function = entered;
    if (entered.ofScript) this.depth = thread.base + below;
    return entered;
  }

  /** A thread that was running is gone on with, or a coroutine is resumed. */
  #switchTo(L: LuaState): SeenThread {
    const thread = this.#seen.get(L) ?? { L, number: this.#seen.size, base: 0, below: [] };
    this.#seen.set(L, thread);
    if (this.#thread !== undefined) {
      this.#switchSteps.add(this.index + 1);
      this.#switchThreads.add(thread.number);
    }
    const place = this.#running.indexOf(thread);
    if (place >= 0) this.#running.length = place + 1;
    else {
      const resumer = this.#running.at(-1);
      thread.base = resumer === undefined ? 0 : depthOf(resumer) + 1;
      this.#running.push(thread);
    }
    this.#thread = thread;
    return thread;
  }

  #meet(L: LuaState, frame: Frame, prototype: Prototype): SeenFunction {
    const ofScript = prototype.source.getbytes().startsWith('@user_');
    const id = Math.min(this.functions.length, MOST_FUNCTIONS);
    if (ofScript) this.functions[id] = nameOf(L, frame);
    const seen = { ofScript, id, prototype, firstStatement: this.#statements };
    this.#statements += prototype.stmtline.length;
    this.#seenFunctions.set(prototype, seen);
    this.met.push(seen);
    return seen;
  }
}

/** How deep the innermost function of a thread is; its latest step may have been deeper. */
function depthOf({ L, base, below }: SeenThread): number {
  const frame = innermostLuaFrame(L);
  return base + (frame === undefined ? 0 : below[frame.depth]!);
}

/** @param known what is known of frames that were entered before; those still in execution are right */
function luaFramesBelow(frame: Frame, known: readonly number[]): number {
  for (let below = frame.previous; below !== null && below.depth > 0; below = below.previous)
    if (isLuaFrame(below)) return known[below.depth]! + 1;
  return 0;
}
