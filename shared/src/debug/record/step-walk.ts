import type { Bytes } from '../../bytes.js';
import { type Frame, isLuaFrame, nameOf, type Prototype, prototypeOf } from '../../lua/frames.js';
import { type StepHook, StepReason } from '../../lua/steps.js';
import type { LuaState } from '../../lua/vm.js';

/** Functions beyond this many share the last number. */
const MOST_FUNCTIONS = 0xffff;

/** A thread (the script's own or a coroutine) that was seen running. */
interface SeenThread {
  readonly L: LuaState;
  /** Depth of its first Lua function: one more than that of the function which resumed it. */
  base: number;
  /** By the VM's own count of frames, which includes functions of ours: how many Lua functions are below in this thread. */
  readonly below: number[];
}

/**
 * Follows a script statement by statement: numbers the steps and functions and knows how deep each step is. Two walks through the same run
 * number everything the same way. What it says holds during `onStep`.
 */
export class StepWalk {
  readonly hook: StepHook = (L, frame, reason) => {
    if (reason !== StepReason.returned || isNewStatement(frame)) this.#step(L, frame);
  };
  /** Names of functions by their number. */
  readonly functions: Bytes[] = [];
  /** Of the step at hand, from 0. */
  index = -1;
  line = 0;
  column = 0;
  depth = 0;
  functionId = 0;
  readonly #onStep: (walk: StepWalk) => void;
  readonly #functionIds = new Map<Prototype, number>();
  readonly #seen = new Map<LuaState, SeenThread>();
  /** Threads in execution, the script's own first. */
  readonly #running: SeenThread[] = [];
  #thread: SeenThread | undefined;
  #frame: Frame | undefined;
  #prototype: Prototype | undefined;
  /** The function at hand is the script's, not Lua code of the host. */
  #ofScript = false;

  constructor(onStep: (walk: StepWalk) => void) {
    this.#onStep = onStep;
  }

  /** The threads in execution, the script's own first, each coroutine after the one that resumed it. */
  get threads(): readonly LuaState[] {
    return this.#running.map(({ L }) => L);
  }

  #step(L: LuaState, frame: Frame): void {
    const prototype = prototypeOf(frame);
    // A tail call puts another function into the same frame.
    if (frame !== this.#frame || prototype !== this.#prototype || L !== this.#thread?.L)
      this.#enter(L, frame, prototype);
    if (!this.#ofScript) return;
    const statement = prototype.stmtinfo[frame.l_savedpc - 1]!;
    this.index++;
    this.line = prototype.stmtline[statement]!;
    this.column = prototype.stmtcolumn[statement]!;
    this.#onStep(this);
  }

  #enter(L: LuaState, frame: Frame, prototype: Prototype): void {
    const thread = L === this.#thread?.L ? this.#thread : this.#switchTo(L);
    const below = luaFramesBelow(frame, thread.below);
    thread.below[frame.depth] = below;
    this.#frame = frame;
    this.#prototype = prototype;
    this.#ofScript = prototype.source.getbytes().startsWith('@user_');
    if (!this.#ofScript) return;
    this.depth = thread.base + below;
    this.functionId = this.#numberOf(L, frame, prototype);
  }

  /** A thread that was running is gone on with, or a coroutine is resumed. */
  #switchTo(L: LuaState): SeenThread {
    const thread = this.#seen.get(L) ?? { L, base: 0, below: [] };
    this.#seen.set(L, thread);
    const place = this.#running.indexOf(thread);
    if (place >= 0) this.#running.length = place + 1;
    else {
      thread.base = this.#running.length === 0 ? 0 : this.depth + 1;
      this.#running.push(thread);
    }
    this.#thread = thread;
    return thread;
  }

  #numberOf(L: LuaState, frame: Frame, prototype: Prototype): number {
    let id = this.#functionIds.get(prototype);
    if (id === undefined) {
      id = Math.min(this.#functionIds.size, MOST_FUNCTIONS);
      this.#functionIds.set(prototype, id);
      this.functions[id] = nameOf(L, frame);
    }
    return id;
  }
}

/** After a call that was the last thing in its statement, execution is in the next statement already. */
function isNewStatement(frame: Frame): boolean {
  const { stmtinfo } = prototypeOf(frame);
  return stmtinfo[frame.l_savedpc - 1] !== stmtinfo[frame.l_savedpc - 2];
}

/** @param known what is known of frames that were entered before; those still in execution are right */
function luaFramesBelow(frame: Frame, known: readonly number[]): number {
  for (let below = frame.previous; below !== null && below.depth > 0; below = below.previous)
    if (isLuaFrame(below)) return known[below.depth]! + 1;
  return 0;
}
