import type { Bytes } from '../../bytes.js';
import {
  call,
  checkStack,
  getField,
  getTop,
  type LuaFunction,
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
import { takeArguments } from '../../script/call-arguments.js';
import { addFunctions, pushScriptApi } from '../../script/redis-api.js';
import { pushReply } from '../../script/to-lua.js';
import { AppError } from '../errors.js';
import { type Evaluated, loadExpression, messageOf, withinJumps } from '../record/expressions.js';
import { popView } from '../record/lua-view.js';
import { isInput, type Inputs } from './inputs.js';
import { KeyReads, notRecorded } from './key-reads.js';
import type { KeyValues } from './key-values.js';

/** What the trace of a script knows besides the values in sight. */
export interface Captured {
  /** Undefined where the script changes them, or is a function, which has none. */
  readonly inputs: Inputs | undefined;
  readonly keys: KeyValues;
  /** Of the server; empty when it is not known. */
  readonly version: string;
}

/** What reads keys, and the thread in which expressions run, with what scripts have. */
interface Machine {
  readonly L: LuaState;
  readonly reads: KeyReads;
}

/**
 * Evaluates Lua expressions in frames of which only values were captured, in the Lua of an emulated server that `redis.call` asks for keys as
 * they were. What was not captured (functions, tables past the limits, keys that were not touched) is told as that, never a wrong value.
 */
export class CapturedEvaluator {
  readonly #captured: Captured;
  /** Made when it is first needed: a variable alone is answered without. */
  #made: Machine | undefined;
  #values: ReadonlyMap<string, LuaView> = new Map();

  constructor(captured: Captured) {
    this.#captured = captured;
  }

  /** The value when a step is about to run. */
  evaluate(expression: Bytes, frame: Frame, step: number): Evaluated {
    const scopes = frame.scopes.filter(({ kind }) => kind === 'locals' || kind === 'upvalues').toReversed();
    this.#values = new Map(
      scopes.flatMap(({ variables }) => variables.map(({ name, value }) => [name, value] as const)),
    );
    const plain = this.#values.get(expression.trim());
    if (plain !== undefined) return { value: plain, truthy: isTruthy(plain) };
    const { L, reads } = this.#machine;
    reads.goTo(step);
    setTop(L, 0);
    if (!loadExpression(L, expression)) return { error: toBytes(L, -1) ?? '' };
    // The tables that were made, by their ids.
    newTable(L);
    const [chunk, known] = [1, 2];
    this.#pushEnvironment(L, known);
    setEnvironment(L, chunk);
    try {
      pushValue(L, chunk);
      const count = expression.includes('...') ? this.#pushVarargs(L, known, frame) : 0;
      if (withinJumps(L, () => pcall(L, count, 1)) !== LuaStatus.ok)
        return { error: messageOf(L, (name) => this.#values.has(name)) };
    } catch (failure) {
      if (failure instanceof AppError) return { failure };
      throw failure;
    }
    const truthy = toBoolean(L, -1);
    return { value: popView(L), truthy };
  }

  get #machine(): Machine {
    if (this.#made !== undefined) return this.#made;
    const reads = new KeyReads(this.#captured.keys, this.#captured.version);
    this.#made = { L: newThread(reads.emulator.scripts.L), reads };
    return this.#made;
  }

  /** What the function of a frame has in `...`; answers how many values that is. */
  #pushVarargs(L: LuaState, known: number, { scopes }: Frame): number {
    const values = scopes.find(({ kind }) => kind === 'varargs')?.variables ?? [];
    checkStack(L, values.length + 8);
    pushValue(L, known);
    pushFunction(
      L,
      (state) => {
        checkStack(state, values.length + 8);
        for (const { value } of values) this.#push(state, value);
        return values.length;
      },
      1,
    );
    call(L, 0, values.length);
    return values.length;
  }

  /** Its `__index` looks among the captured values first, then among the globals. */
  #pushEnvironment(L: LuaState, known: number): void {
    const { inputs } = this.#captured;
    newTable(L);
    newTable(L);
    pushValue(L, known);
    pushFunction(
      L,
      (state) => {
        const name = toBytes(state, 2) ?? '';
        const value = this.#values.get(name);
        if (value !== undefined) this.#push(state, value);
        else if (inputs !== undefined && isInput(name)) pushList(state, inputs[name]);
        else if (isInput(name)) throw notRecorded('variable', { name });
        else if (name === 'redis') this.#pushRedis(state);
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

  /** The table `redis` of scripts; its calls are answered by what was told of keys. */
  #pushRedis(L: LuaState): void {
    const { reads } = this.#machine;
    const { host } = reads.emulator;
    const { profile } = host;
    const calling =
      (raises: boolean): LuaFunction =>
      (state) => {
        const argv = takeArguments(state, profile);
        if (argv === undefined) return raises ? profile.errors.raise(state) : 1;
        const reply = reads.answer(argv);
        pushReply(state, reply, reads.resp, profile.errors);
        if (raises && reply.type === 'error') profile.errors.raise(state);
        return 1;
      };
    pushScriptApi(L, host);
    addFunctions(L, {
      call: calling(true),
      pcall: calling(false),
      acl_check_cmd: () => {
        throw notRecorded('command', { command: 'redis.acl_check_cmd' });
      },
    });
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
        if (view.value.length < view.length) throw notRecorded('part', { type: view.type });
        return pushBytes(L, view.value);
      case 'table':
        return this.#pushTable(L, view);
      default:
        throw notRecorded('type', { type: view.type });
    }
  }

  /** A table that comes up again is the same one, as long as one expression lasts: those made are kept in an upvalue, by their ids. */
  #pushTable(L: LuaState, view: Extract<LuaView, { type: 'table' }>): void {
    const known = upvalueIndex(1);
    if (rawGetIndex(L, known, view.id) === LuaType.table) return;
    pop(L);
    if (view.entries === undefined || (view.more ?? 0) > 0) throw notRecorded('part', { type: view.type });
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
