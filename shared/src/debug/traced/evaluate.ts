import type { Bytes } from '../../bytes.js';
import { Prng } from '../../lua/prng.js';
import { createLuaState } from '../../lua/state.js';
import { withInterrupt } from '../../lua/steps.js';
import {
  getField,
  checkStack,
  getTop,
  isTable,
  load,
  type LuaState,
  LuaStatus,
  LuaType,
  newTable,
  newThread,
  pcall,
  pop,
  pushBoolean,
  pushBytes,
  pushFunction,
  pushGlobals,
  pushNil,
  pushNumber,
  pushValue,
  raise,
  rawGetIndex,
  rawSet,
  rawSetField,
  rawSetIndex,
  setEnvironment,
  setMetatable,
  setTop,
  toBoolean,
  toBytes,
  upvalueIndex,
} from '../../lua/vm.js';
import type { Frame, LuaView } from '../engine.js';
import { popView } from '../record/lua-view.js';
import { isInput, type Inputs } from './inputs.js';

/** Jumps back and calls that one expression may make. */
const MOST_JUMPS = 1_000_000;

export type CapturedValue = { readonly value: LuaView; readonly truthy: boolean } | { readonly error: Bytes };

/**
 * Evaluates Lua expressions in frames of which only values were captured, on a state of its own with Lua's libraries. What was not captured
 * (functions, tables past the limits, redis.*) is an error of the expression, never a wrong value.
 */
export class CapturedEvaluator {
  readonly #inputs: Inputs | undefined;
  readonly #L: LuaState;
  #values: ReadonlyMap<string, LuaView> = new Map();

  /** @param inputs undefined where the script changes them, or is a function, which has none */
  constructor(inputs: Inputs | undefined) {
    this.#inputs = inputs;
    this.#L = newThread(createLuaState({ random: new Prng() }));
  }

  evaluate(expression: Bytes, frame: Frame): CapturedValue {
    this.#values = new Map(
      frame.scopes.toReversed().flatMap(({ variables }) => variables.map(({ name, value }) => [name, value] as const)),
    );
    const plain = this.#values.get(expression.trim());
    if (plain !== undefined) return { value: plain, truthy: isTruthy(plain) };
    const L = this.#L;
    setTop(L, 0);
    if (load(L, `return ${expression}`, '=expression') !== LuaStatus.ok) return { error: toBytes(L, -1) ?? '' };
    this.#pushEnvironment();
    setEnvironment(L, -2);
    try {
      if (withInterrupt(L, tooLong, MOST_JUMPS, () => pcall(L, 0, 1)) !== LuaStatus.ok)
        return { error: this.#message() };
    } catch (failure) {
      if (failure instanceof TooLong) return { error: 'the expression takes too long' };
      throw failure;
    }
    const truthy = toBoolean(L, -1);
    return { value: popView(L), truthy };
  }

  #message(): Bytes {
    const L = this.#L;
    if (isTable(L, -1)) getField(L, -1, 'err');
    return toBytes(L, -1) ?? 'an error that is no string';
  }

  /** Its `__index` looks among the captured values first, then among the globals. */
  #pushEnvironment(): void {
    const L = this.#L;
    newTable(L);
    newTable(L);
    newTable(L);
    pushFunction(
      L,
      (state) => {
        const name = toBytes(state, 2) ?? '';
        const value = this.#values.get(name);
        if (value !== undefined) this.#push(state, value);
        else if (this.#inputs !== undefined && isInput(name)) pushList(state, this.#inputs[name]);
        else if (isInput(name)) fail(state, `what ${name} holds was not captured`);
        else if (name === 'redis') fail(state, 'redis.* cannot be called here');
        else {
          pushGlobals(state);
          getField(state, -1, name);
        }
        return 1;
      },
      1,
    );
    rawSetField(L, -2, '__index');
    setMetatable(L, -2);
  }

  #push(L: LuaState, view: LuaView): void {
    switch (view.type) {
      case 'nil':
        return pushNil(L);
      case 'boolean':
        return pushBoolean(L, view.value);
      case 'number':
        return pushNumber(L, numberOf(view.text));
      case 'string':
        if (view.value.length < view.length) return fail(L, 'this string was not captured in full');
        return pushBytes(L, view.value);
      case 'table':
        return this.#pushTable(L, view);
      default:
        return fail(L, `a ${view.type} was not captured`);
    }
  }

  /** A table that comes up again is the same one, as long as one expression lasts: those made are kept in an upvalue, by their ids. */
  #pushTable(L: LuaState, view: Extract<LuaView, { type: 'table' }>): void {
    const known = upvalueIndex(1);
    if (rawGetIndex(L, known, view.id) === LuaType.table) return;
    pop(L);
    if (view.entries === undefined || (view.more ?? 0) > 0) return fail(L, 'this table was not captured in full');
    checkStack(L, 8);
    newTable(L);
    const table = getTop(L);
    pushValue(L, table);
    rawSetIndex(L, known, view.id);
    for (const [key, value] of view.entries) {
      this.#push(L, key);
      this.#push(L, value);
      rawSet(L, table);
    }
  }
}

function fail(L: LuaState, message: Bytes): never {
  pushBytes(L, message);
  return raise(L);
}

function pushList(L: LuaState, items: readonly Bytes[]): void {
  newTable(L);
  const table = getTop(L);
  items.forEach((item, i) => {
    pushBytes(L, item);
    rawSetIndex(L, table, i + 1);
  });
}

/** Inverse of how views write numbers. */
function numberOf(text: string): number {
  if (text === 'inf') return Infinity;
  return text === '-inf' ? -Infinity : Number(text);
}

const isTruthy = (view: LuaView): boolean => view.type !== 'nil' && !(view.type === 'boolean' && !view.value);

class TooLong extends Error {}

function tooLong(): never {
  throw new TooLong();
}
