import type { Bytes } from '../../bytes.js';
import { localsOf, pushSlot, type Slot, upvaluesOf, varargsOf } from '../../lua/frames.js';
import { withInterrupt } from '../../lua/steps.js';
import {
  getField,
  getTop,
  isTable,
  load,
  type LuaState,
  LuaStatus,
  newTable,
  pcall,
  pop,
  pushFunction,
  pushGlobals,
  pushValue,
  rawGetField,
  remove,
  setEnvironment,
  setMetatable,
  setTop,
  rawSetField,
  toBoolean,
  toBytes,
} from '../../lua/vm.js';
import type { LuaView } from '../engine.js';
import { AppError } from '../errors.js';
import { scriptFrames } from './frame-capture.js';
import { popView } from './lua-view.js';

/** Jumps back and calls that one expression may make. */
const MOST_JUMPS = 1_000_000;

export type Evaluated =
  | { readonly value: LuaView; readonly truthy: boolean }
  /** Lua, or the server, says so. */
  | { readonly error: Bytes }
  /** It does not end, or asks for what is not known. */
  | { readonly failure: AppError };

/** A compiled expression. */
export interface Expression {
  /** Where it lies on the stack of the thread that evaluates. */
  readonly index: number;
}

/**
 * Evaluates Lua expressions in the frames of a script that stands still. Names mean what they mean there: local variables, then those of
 * enclosing functions, then globals. An expression can do anything; whoever calls it undoes that.
 */
export class ExpressionEvaluator {
  readonly #L: LuaState;
  #locals = new Map<Bytes, Slot>();

  /** @param L a thread of the script's state that runs nothing, and is not stepped through */
  constructor(L: LuaState) {
    this.#L = L;
    setTop(L, 0);
  }

  /** Compiles an expression, or statements; gives the message when it is neither. */
  compile(source: Bytes): Expression | { readonly error: Bytes } {
    const L = this.#L;
    if (!loadExpression(L, source)) {
      const error = toBytes(L, -1) ?? '';
      pop(L);
      return { error };
    }
    this.#pushEnvironment();
    setEnvironment(L, -2);
    return { index: getTop(L) };
  }

  /**
   * @param threads in execution, the script's own first
   * @param frame 0 is the innermost
   */
  evaluate(expression: Expression, threads: readonly LuaState[], frame: number): Evaluated {
    const L = this.#L;
    const found = [...scriptFrames(threads)][frame];
    if (found === undefined) return { failure: new AppError('bad-input', { field: 'frame', problem: 'too_big' }) };
    this.#locals = new Map(
      [...upvaluesOf(found.frame), ...localsOf(found.L, found.frame)].map(({ name, slot }) => [name, slot]),
    );
    const top = getTop(L);
    pushValue(L, expression.index);
    const varargs = varargsOf(found.L, found.frame);
    for (const slot of varargs) pushSlot(L, slot);
    try {
      const status = withinJumps(L, () => pcall(L, varargs.length, 1));
      if (status !== LuaStatus.ok) return { error: messageOf(L, (name) => this.#locals.has(name)) };
      const truthy = toBoolean(L, -1);
      return { value: popView(L), truthy };
    } catch (failure) {
      if (failure instanceof TooLong) return { failure };
      throw failure;
    } finally {
      setTop(L, top);
    }
  }

  #pushEnvironment(): void {
    const L = this.#L;
    newTable(L);
    newTable(L);
    pushFunction(L, (state) => {
      const slot = this.#locals.get(toBytes(state, 2) ?? '');
      if (slot !== undefined) pushSlot(state, slot);
      else {
        pushGlobals(state);
        getField(state, -1, toBytes(state, 2) ?? '');
      }
      return 1;
    });
    rawSetField(L, -2, '__index');
    setMetatable(L, -2);
  }
}

/** Leaves the function of an expression, or of statements, on the stack; or, answering false, what is wrong with it. */
export function loadExpression(L: LuaState, source: Bytes): boolean {
  if (load(L, `return ${source}`, '=expression') === LuaStatus.ok) return true;
  // `x = 1` is no expression; but what is wrong with `1 +` is told by the attempt to read it as one.
  const loaded = load(L, source, '=expression') === LuaStatus.ok;
  remove(L, loaded ? -2 : -1);
  return loaded;
}

/**
 * What the error of a failed expression on top of the stack says: a string, or the `err` of a table. To Lua every name in an expression is a
 * global; those that are variables of the script are told as such.
 */
export function messageOf(L: LuaState, isVariable: (name: Bytes) => boolean): Bytes {
  if (isTable(L, -1)) rawGetField(L, -1, 'err');
  const message = toBytes(L, -1) ?? 'an error that is no string';
  if (!message.startsWith('expression:')) return message;
  return message.replace(/\bglobal '(\w+)'/, (text, name: Bytes) => (isVariable(name) ? `local '${name}'` : text));
}

class TooLong extends AppError {
  constructor() {
    super('too-long');
  }
}

/** Runs an expression, which `AppError('too-long')` ends when it does not end by itself. */
export const withinJumps = <T>(L: LuaState, action: () => T): T =>
  withInterrupt(
    L,
    () => {
      throw new TooLong();
    },
    MOST_JUMPS,
    action,
  );
