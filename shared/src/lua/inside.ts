import type { Bytes } from '../bytes.js';
import type { LuaState } from './vm.js';

/**
 * The inside of fengari, as far as a debugger needs it: what the VM itself keeps, seen without a copy. It is named in this file and in
 * frames.ts and replay.ts, which stand on it; nowhere else.
 */

/** A value in a slot of the stack or in an upvalue. The VM writes to it: read it, do not keep it. */
export interface Slot {
  readonly type: number;
  readonly value: unknown;
}

/** A function in execution. The VM uses the object again for another call when this one has returned: keep it no longer than a step. */
export interface Frame {
  readonly func: { readonly value: Closure };
  /** Where the function stands in the stack; its arguments follow. */
  readonly funcOff: number;
  /** Where its first local variable stands. */
  readonly l_base: number;
  readonly previous: Frame | null;
  readonly callstatus: number;
  /** Index of the next instruction. */
  readonly l_savedpc: number;
  /** Frames below this one in its thread. */
  readonly depth: number;
}

/** A compiled function; closures of one `function` expression share it. */
export interface Prototype {
  readonly lineinfo: readonly number[];
  /** The statement of each instruction. */
  readonly stmtinfo: readonly number[];
  readonly stmtline: readonly number[];
  readonly stmtcolumn: readonly number[];
  /** The line of its `function`; 0 for a chunk. */
  readonly linedefined: number;
  readonly numparams: number;
  readonly is_vararg: boolean;
  /** `@user_script` */
  readonly source: Text;
  /** Local variables by the instruction where they begin. */
  readonly locvars: readonly { readonly varname: Text; readonly startpc: number; readonly endpc: number }[];
  readonly upvalues: readonly { readonly name: Text | null }[];
  /** The functions written in it, in their order. */
  readonly p: readonly Prototype[];
}

interface Text {
  getbytes(): Bytes;
}

export interface Closure {
  readonly p: Prototype;
  readonly upvals: readonly Slot[];
}

export interface Thread {
  readonly stack: (Slot & { setfrom(slot: Slot): void; ttisfunction(): boolean })[];
  readonly l_G: Global;
  readonly base_ci: Frame;
  readonly ci: Frame;
  top: number;
}

export interface Global {
  /** The next object's number: addresses and the order of tables with objects as keys come from it. */
  id_counter: number;
  /** The numbers of what does not carry one itself. */
  ids: WeakMap<object, number>;
  interrupt: unknown;
  fuel: number;
  refuel: number;
  steplog: unknown;
}

export const inside = (L: LuaState): Thread => L as unknown as Thread;

/**
 * Tells of each error that is about to be handed to the message handler at an index of the stack, while `body` runs: the error is on top of
 * the stack, and all that was in execution still is. `luaG_errormsg` asks whether the handler is a function before it does anything, and asks
 * this alone of the slot: one in front of it notices, and changes neither depth nor limits of what runs.
 */
export function whenHandled<T>(L: LuaState, index: number, told: () => void, body: () => T): T {
  const { stack, ci } = inside(L);
  const at = ci.funcOff + index;
  const handler = stack[at]!;
  const ttisfunction = (): boolean => {
    told();
    return handler.ttisfunction();
  };
  stack[at] = Object.create(handler, { ttisfunction: { value: ttisfunction } }) as typeof handler;
  try {
    return body();
  } finally {
    stack[at] = handler;
  }
}

/** Bit of `callstatus`: a Lua function rather than one of ours. */
export const IS_LUA = 1 << 1;
