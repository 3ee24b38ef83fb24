import type { Bytes } from '../../bytes.js';
import { CALL_BEGINS } from '../../analysis/rewrite/library-call.js';
import { Sent, Trace } from '../../analysis/rewrite/trace-format.js';
import type { Probe } from '../../analysis/rewrite/instrument.js';
import { findCommand, lookupCommand } from '../../commands/index.js';
import type { RespValue } from '../../resp/value.js';
import { printDouble } from '../../redis/values/double.js';
import type { Frame, FrameWindow, LuaView, RunRequest, ScanHit, ScanProbe, ScanQuery, Scope } from '../engine.js';
import { AppError, appErrorToData, ScriptError } from '../errors.js';
import {
  KEPT,
  MOST_ERROR_FRAMES,
  type Call,
  type CapturedTrace,
  type Conversion,
  type Detail,
  type ErrorEvent,
  type ErrorFrame,
  type KeyChange,
  type Log,
  type Steps,
  type Totals,
} from '../recording.js';
import { sameView } from '../record/same-view.js';
import { CapturedEvaluator } from './evaluate.js';
import { Heap } from './heap.js';
import { inputsOf, viewOfInputs, type Inputs } from './inputs.js';
import { KeyValues } from './key-values.js';
import { KeyStory } from './key-story.js';
import { homeOf, sharedValue, Stack, type Activation } from './stack.js';
import { unpack, unpackAll, type Packed } from './unpack.js';
import { convertReturned } from './returned.js';
import { itemsOf, replyOf, textOf } from './values.js';

/** How an instrumented script ended, by its own account. */
export interface TraceEnd {
  /** `none`: it returned. `crash`: a table without `err`, which no 7.0 survives. Else the type of the error. */
  readonly error: 'none' | 'crash' | 'string' | 'table' | 'number' | 'nil' | 'boolean' | 'function';
  readonly message?: Bytes;
  /** It was ended for its steps, the size of its trace or its time. */
  readonly limited: boolean;
  /** Microseconds, probes included. */
  readonly duration: number;
}

/** What a trace says that a recording says. */
export interface TraceFacts {
  readonly calls: readonly Call[];
  readonly logs: readonly Log[];
  readonly errors: readonly ErrorEvent[];
  readonly changes: readonly KeyChange[];
  readonly conversions: readonly Conversion[];
  readonly steps: Steps;
  readonly totals: Totals;
  readonly detail: Detail;
}

/** Of an instrumented script, what a trace speaks of. */
interface Script extends Pick<CapturedTrace, 'probes' | 'functions' | 'ofCall'> {
  readonly inputs: Inputs | undefined;
}

const LEVELS = ['debug', 'verbose', 'notice', 'warning'] as const;
const WINDOW = { before: 50, after: 150 } as const;
const MOST_ERRORS = 10_000;

/** What an instrumented script said to its debugger, as it is kept; undefined when it did not come to its end. */
export function capturedOf(
  { probes, functions }: Pick<CapturedTrace, 'probes' | 'functions'>,
  said: readonly Bytes[],
): CapturedTrace | undefined {
  const reply = sentAs(Sent.end, said);
  if (reply === '') return undefined;
  return { probes, functions, reply, said: said.filter((slice) => !slice.startsWith(Sent.end)) };
}

/**
 * The trace of an instrumented script (see `instrument`), read once: what a recording says of the run, and the frames at each step.
 *
 * @throws RangeError when the pieces are no trace
 */
export class TraceReader {
  readonly end: TraceEnd;
  readonly facts: TraceFacts;
  /** What the value that the script returned becomes; undefined when it returned none, or too large a one. */
  readonly reply: RespValue | undefined;
  readonly #script: Script;
  readonly #evaluator: CapturedEvaluator;
  readonly #records: readonly Packed[];
  /** Where the records begin that count. */
  readonly #begin: number;
  /** For each step where its record starts. */
  readonly #stepStarts: number[] = [];
  /** Undefined when the script wrote what nobody can tell the keys of. */
  readonly #keys: KeyStory | undefined;

  /**
   * @param captured what the instrumented script said to its debugger by `redis.debug`, in order; as its reply, what it said of its end
   * @param request what was asked for, of which the script was instrumented
   * @param version of the server
   */
  constructor(
    readonly captured: CapturedTrace,
    request: RunRequest,
    version: string,
  ) {
    const { reply: account, said } = captured;
    const inputs = captured.ofCall === true ? undefined : inputsOf(request);
    this.#script = { ...captured, inputs };
    const [format, , limited, whole, error, message, duration] = itemsOf(unpack(account));
    if (format !== 1) throw new RangeError('no trace');
    this.#records = unpackAll(sentAs(Sent.trace, said)).flatMap(itemsOf);
    const begin = captured.ofCall === true ? this.#callBegins() : { position: 0, steps: 0 };
    this.#begin = begin.position;
    this.end = {
      error: error as TraceEnd['error'],
      ...(typeof message === 'string' && { message: captured.ofCall === true ? inFunction(message) : message }),
      limited: limited === true || captured.aborted === true,
      duration: Number(duration),
    };
    const keys = new KeyStory(unpackAll(sentAs(Sent.keys, said)).flatMap(itemsOf));
    this.#keys = whole === true ? undefined : keys;
    const values = new KeyValues(unpackAll(sentAs(Sent.values, said)).flatMap(itemsOf), request.db, begin.steps);
    this.#evaluator = new CapturedEvaluator({ inputs, keys: values, version });
    const returned = sentAs(Sent.returned, said);
    const becomes = returned === '' ? undefined : convertReturned(returned, version);
    this.reply = becomes?.reply;
    this.facts = this.#read(keys, values, whole === true, becomes?.conversions);
  }

  /** The frames at a step and at its neighbours. */
  inspect(step: number): FrameWindow {
    const first = Math.max(0, step - WINDOW.before);
    const last = Math.min(this.#stepStarts.length - 1, step + WINDOW.after);
    const frames: (readonly Frame[])[] = [];
    const walk = this.#walk();
    let index = -1;
    while (index < last && walk.next()) {
      if (walk.step === undefined) continue;
      index++;
      if (index >= first - 1) {
        const stack = walk.frames();
        if (index >= first) frames.push(stack);
      }
    }
    const changes = this.#changes(first, frames.length);
    return { first, frames, ...(changes && { changes }) };
  }

  /** The keys changed before each of so many steps; undefined when one of them is not known. */
  #changes(first: number, count: number): (readonly KeyChange[])[] | undefined {
    const keys = this.#keys;
    if (keys === undefined) return undefined;
    const writes = keys.writesAt();
    const all: (readonly KeyChange[])[] = [];
    for (let step = first; step < first + count; step++) {
      const same = step > first && !writes.has(step - 1);
      const changes = same ? all.at(-1) : keys.changesAt(step);
      if (changes === undefined) return undefined;
      all.push(changes);
    }
    return all;
  }

  /**
   * The value of an expression in a frame, of which the values captured are known.
   *
   * @throws ScriptError when the expression fails; `AppError('not-recorded')` when it asks for what was not captured
   */
  evaluate(step: number, frame: number, expression: Bytes): LuaView {
    const found = this.#framesAt(step)[frame];
    if (found === undefined) throw new AppError('bad-input', { field: 'frame', problem: 'too_big' });
    const result = this.#evaluator.evaluate(expression, found, step);
    if ('failure' in result) throw result.failure;
    if ('error' in result) throw new ScriptError(result.error, '', undefined, []);
    return result.value;
  }

  #framesAt(step: number): readonly Frame[] {
    const walk = this.#walk();
    for (let index = -1; walk.next();) if (walk.step !== undefined && ++index === step) return walk.frames();
    return [];
  }

  /** Where a function begins, after the load of its library, and how many steps that was. */
  #callBegins(): { readonly position: number; readonly steps: number } {
    const walk = new Walk(this.#script, this.#records);
    let steps = 0;
    while (walk.next()) {
      const [kind, , , message] = walk.record;
      if (kind === Trace.step) steps++;
      if (kind === Trace.log && message === CALL_BEGINS) break;
    }
    return { position: walk.position, steps };
  }

  #walk(): Walk {
    const walk = new Walk(this.#script, this.#records);
    while (walk.position < this.#begin && walk.next());
    return walk;
  }

  /** Answers the probes in one pass. */
  *scan({ probes }: ScanQuery): Generator<ScanHit> {
    const evaluator = this.#evaluator;
    const last = new Map<string, string>();
    const inCalls = new Map<string, CallWatch>();
    const walk = this.#walk();
    let step = -1;
    while (walk.next()) {
      const statement = walk.step;
      if (statement === undefined) continue;
      step++;
      const asked = probes.filter(({ at }) => isAt(at, statement));
      const frames = asked.length === 0 ? [] : walk.frames();
      const frame = frames[0];
      if (frame === undefined) continue;
      for (const { id: probe, expression, kind, call } of asked) {
        if (call !== undefined) {
          if (step > call.step || expression === undefined) continue;
          const activation = walk.activationAt(call.depth);
          const known = inCalls.get(probe);
          const goesOn = known !== undefined && known.activation === activation;
          const watch: CallWatch = goesOn ? known : { activation, last: undefined, hits: [] };
          const value = valueIn(frames[frames.length - 1 - call.depth], expression, evaluator, step);
          const text = JSON.stringify(value);
          if (value !== undefined && goesOn && watch.last !== text) watch.hits.push({ probe, step, value });
          inCalls.set(probe, { ...watch, last: text });
          if (step === call.step) yield* watch.hits;
          continue;
        }
        if (expression === undefined) {
          yield { probe, step };
          continue;
        }
        const result = evaluator.evaluate(expression, frame, step);
        const told = 'value' in result ? result.value : undefined;
        if (kind === 'change') {
          if (told === undefined) continue;
          const text = JSON.stringify(told);
          const before = last.get(probe);
          last.set(probe, text);
          if (before !== undefined && before !== text) yield { probe, step, value: told };
        } else if ('error' in result) yield { probe, step, error: result.error };
        else if ('failure' in result) yield { probe, step, failure: appErrorToData(result.failure) };
        else if (kind === 'log' || result.truthy) yield { probe, step, value: result.value };
      }
    }
  }

  #read(keys: KeyStory, values: KeyValues, whole: boolean, conversions: readonly Conversion[] | undefined): TraceFacts {
    const calls: Call[] = [];
    const lastCalls: Call[] = [];
    const logs: Log[] = [];
    const errors: ErrorEvent[] = [];
    const totals = { calls: 0, writes: 0, reads: 0, errors: 0, logs: 0, steps: 0 };
    const columns = { line: [] as number[], column: [] as number[], depth: [] as number[], functionId: [] as number[] };
    const { ofCall } = this.captured;
    const addError = (told: ErrorEvent): void => {
      const event = ofCall === true ? { ...told, message: inFunction(told.message) } : told;
      totals.errors++;
      const { depth, errorFrames: frames } = walk;
      const where = event.kind === 'raised' ? { depth, frames } : { depth };
      if (errors.length < MOST_ERRORS) errors.push({ ...event, ...where, ...here() });
    };
    const here = (): { readonly step?: number } => (totals.steps === 0 ? {} : { step: totals.steps - 1 });
    const walk = this.#walk();
    for (;;) {
      const start = walk.position;
      if (!walk.next()) break;
      const { record } = walk;
      switch (Number(record[0])) {
        case Trace.step: {
          const probe = walk.step!;
          this.#stepStarts.push(start);
          columns.line.push(probe.line);
          columns.column.push(Math.min(probe.column, 0xffff));
          columns.depth.push(Math.min(walk.depth, 0xffff));
          columns.functionId.push(Math.min(probe.functionId, 0xffff));
          totals.steps++;
          break;
        }
        case Trace.call: {
          const [, line, via, words, reply, at, took] = record;
          const command = itemsOf(viewless(words)).map(wordOf);
          const call: Call = {
            ordinal: totals.calls++,
            line: Number(line),
            functionName: walk.functionName,
            via: via === 0 ? 'call' : 'pcall',
            command,
            reply: replyOf(viewless(reply)),
            at: Number(at),
            took: Number(took),
            effect: effectOf(command),
            ...here(),
          };
          values.returned(totals.steps - 1, call.at + call.took);
          if (call.effect === 'read') totals.reads++;
          if (call.effect === 'write') totals.writes++;
          if (calls.length < KEPT.firstCalls) calls.push(call);
          else if (lastCalls.push(call) > KEPT.lastCalls) lastCalls.shift();
          if (call.reply.type === 'error') {
            const by = call.via === 'call' ? 'redis.call' : 'redis.pcall';
            const kind = call.via === 'call' ? 'raised' : 'caught';
            addError({ kind, line: call.line, message: call.reply.text, by, call: call.ordinal });
          }
          break;
        }
        case Trace.key: {
          const [, number, state] = record;
          keys.note(totals.steps - 1, Number(number), viewless(state));
          break;
        }
        case Trace.log: {
          const [, line, level, message, at] = record;
          logs.push({
            ordinal: totals.logs++,
            line: Number(line),
            level: LEVELS[Number(level)] ?? 'notice',
            message: textOf(message),
            at: Number(at),
            afterCalls: totals.calls,
            ...here(),
          });
          break;
        }
        case Trace.error: {
          const [, kind, line, by, message] = record;
          const text = typeof message === 'string' ? message : '';
          addError({ kind: kind as 'raised', line: Number(line), message: text, by: by as 'error' });
        }
      }
    }
    const limited = this.end.limited ? 'limited' : 'known';
    return {
      calls: [...calls, ...lastCalls],
      logs,
      errors,
      changes: keys.changes(),
      conversions: conversions ?? [],
      steps: {
        line: Uint32Array.from(columns.line),
        column: Uint16Array.from(columns.column),
        depth: Uint16Array.from(columns.depth),
        functionId: Uint16Array.from(columns.functionId),
        functions: this.#script.functions.map(({ name }) => name),
      },
      totals,
      detail: {
        calls: calls.length + lastCalls.length < totals.calls ? 'limited' : limited,
        logs: limited,
        changes: whole ? 'unknown' : limited,
        // Of an error that nobody caught, nothing was converted.
        conversions: conversions === undefined && (this.end.error === 'none' || this.end.limited) ? 'unknown' : 'known',
        steps: limited,
      },
    };
  }
}

function sentAs(tag: Bytes, said: readonly Bytes[]): Bytes {
  return said.flatMap((slice) => (slice.startsWith(tag) ? [slice.slice(tag.length)] : [])).join('');
}

const isAt = (at: ScanProbe['at'], probe: Probe): boolean =>
  at === 'everywhere' || (at.line === probe.line && (at.column === undefined || at.column === probe.column));

/** Undefined where the expression fails, or is a variable that is not there. */
function valueIn(
  frame: Frame | undefined,
  expression: Bytes,
  evaluator: CapturedEvaluator,
  step: number,
): LuaView | undefined {
  const isName = /^[A-Za-z_]\w*$/.test(expression);
  const isThere = ({ variables }: Scope): boolean => variables.some(({ name }) => name === expression);
  if (frame === undefined || (isName && !frame.scopes.some(isThere))) return undefined;
  const result = evaluator.evaluate(expression, frame, step);
  return 'value' in result ? result.value : undefined;
}

/** What a probe has seen in one call. */
interface CallWatch {
  readonly activation: number | undefined;
  /** As text. */
  readonly last: string | undefined;
  readonly hits: ScanHit[];
}

/** Goes through the records of a trace, keeping the stack and the values on it. */
class Walk {
  readonly #script: Script;
  readonly #records: readonly Packed[];
  readonly #stack = new Stack();
  readonly #heap = new Heap();
  #at = 0;
  #record: readonly Packed[] = [];
  #probe: Probe | undefined;

  constructor(script: Script, records: readonly Packed[]) {
    this.#script = script;
    this.#records = records;
  }

  get position(): number {
    return this.#at;
  }

  /** The record at hand; of a step only its head. */
  get record(): readonly Packed[] {
    return this.#record;
  }

  /** The statement, when the record is a step. */
  get step(): Probe | undefined {
    return this.#probe;
  }

  get depth(): number {
    return this.#stack.depth;
  }

  /** Which call stands at a depth (0 the outermost), by its number. */
  activationAt(depth: number): number | undefined {
    return this.#stack.frames[depth]?.id;
  }

  /** The functions in execution, innermost first, and the lines they are at. */
  get errorFrames(): readonly ErrorFrame[] {
    const innermost = this.#stack.frames.slice(-MOST_ERROR_FRAMES).toReversed();
    return innermost.map(({ functionId, probe }) => ({
      functionName: this.#script.functions[functionId]?.name ?? 'main',
      line: probe?.line ?? 0,
    }));
  }

  get functionName(): string {
    return this.#script.functions[this.#stack.top?.functionId ?? 0]?.name ?? 'main';
  }

  /** Goes on to the next record; false at the end. */
  next(): boolean {
    const kind = this.#records[this.#at];
    this.#probe = undefined;
    if (kind === undefined) return false;
    const length = LENGTHS[Number(kind)];
    if (length === undefined) throw new RangeError('no trace');
    this.#record = this.#records.slice(this.#at, this.#at + length);
    this.#at += length;
    const [, a, b, c, d] = this.#record;
    if (kind === Trace.enter) this.#enter(Number(a), Number(b), Number(c), Number(d));
    else if (kind === Trace.home) this.#stack.enterHome(Number(a), Number(b), Number(c), Number(d));
    else if (kind === Trace.exit) this.#stack.leave(Number(a));
    else if (kind === Trace.error && this.#record[1] === 'caught') this.#stack.catchIn(Number(this.#record[5]));
    else if (kind === Trace.call || kind === Trace.error) this.#stack.settle();
    else if (kind === Trace.varargs) this.#stack.top!.varargs = itemsOf(viewless(this.#record[1]));
    else if (kind === Trace.step) this.#takeStep(Number(a), Number(b), Number(c));
    return true;
  }

  /** The stack at this step, innermost frame first; what changed is marked against the call of this before. */
  frames(): readonly Frame[] {
    const frames = this.#stack.frames.map((activation) => this.#frame(activation));
    const [outermost] = frames;
    const { inputs } = this.#script;
    if (outermost !== undefined && inputs !== undefined)
      frames[0] = { ...outermost, scopes: [...outermost.scopes, viewOfInputs(inputs)] };
    return frames.toReversed();
  }

  #view(value: Packed): LuaView {
    const view = this.#heap.view(value);
    return this.#script.ofCall === true ? asOfFunction(view) : view;
  }

  #enter(id: number, functionId: number, thread: number, around: number): void {
    this.#stack.enter({ id, functionId, thread }, this.#script.functions[functionId]?.home, around);
  }

  #takeStep(activationId: number, probeId: number, changes: number): void {
    const probe = this.#script.probes[probeId];
    if (probe === undefined) throw new RangeError('no trace');
    const activation = this.#stack.reach(activationId, probe);
    if (this.#stack.depth === 0) this.#heap.forget();
    for (let i = 0; i < changes; i++) {
      const value = this.#records[this.#at + 2 * i + 1]!;
      const position = Number(this.#records[this.#at + 2 * i]);
      // Of what is no variable here, only the contents are told.
      if (position > 0) activation.values[position - 1] = value;
      this.#heap.tell(value);
    }
    for (const [value, { home, number }] of probe.captured)
      homeOf(activation, home)?.values.set(number, activation.values[value] ?? null);
    this.#at += 2 * changes;
    this.#probe = probe;
  }

  #frame(activation: Activation): Frame {
    const { probe, values } = activation;
    const { line, column, locals } = probe ?? NO_PROBE;
    const { name, upvalues } = this.#script.functions[activation.functionId]!;
    const own = locals.map(({ name: of, value, captured }) => ({
      name: of,
      value: captured === undefined ? (values[value!] ?? null) : sharedValue(activation, captured),
    }));
    const shared = upvalues.map((variable) => ({ name: variable.name, value: sharedValue(activation, variable) }));
    const varargs = activation.varargs.map((value, i) => ({ name: String(i + 1), value }));
    const before = activation.shown;
    const scopes: Scope[] = [];
    const add = (
      kind: Scope['kind'],
      variables: readonly { readonly name: string; readonly value: Packed }[],
    ): void => {
      if (variables.length === 0 && kind !== 'locals') return;
      const known = before?.find((scope) => scope.kind === kind)?.variables;
      const marked = variables.map(({ name: of, value }) => {
        const view = this.#view(value);
        const last = known?.find((variable) => variable.name === of);
        return { name: of, value: view, changed: before !== undefined && (!last || !sameView(last.value, view)) };
      });
      scopes.push({ kind, variables: marked });
    };
    add('locals', own);
    add('varargs', varargs);
    add('upvalues', shared);
    activation.shown = scopes;
    return { functionName: name, line, column, ...(activation.thread !== 0 && { coroutine: true as const }), scopes };
  }
}

/** What Lua itself says in a script, as it would say it in a function. */
const inFunction = (text: Bytes): Bytes => text.replaceAll('user_script:', 'user_function:');

function asOfFunction(view: LuaView): LuaView {
  if (view.type === 'string') {
    const value = inFunction(view.value);
    return { ...view, value, length: view.length + value.length - view.value.length };
  }
  if (view.type !== 'table' || view.entries === undefined) return view;
  return { ...view, entries: view.entries.map(([key, value]) => [asOfFunction(key), asOfFunction(value)] as const) };
}

const NO_PROBE: Pick<Probe, 'line' | 'column' | 'locals'> = { line: 0, column: 0, locals: [] };

/** Numbers of a record, its kind included; after a step's come its changes. */
const LENGTHS: Readonly<Record<number, number>> = {
  [Trace.enter]: 5,
  [Trace.home]: 5,
  [Trace.step]: 4,
  [Trace.call]: 7,
  [Trace.log]: 5,
  [Trace.error]: 6,
  [Trace.exit]: 2,
  [Trace.varargs]: 2,
  [Trace.key]: 3,
};

/** The value that was packed on its own. */
function viewless(value: Packed | undefined): Packed {
  const [, packed] = itemsOf(value);
  return typeof packed === 'string' ? unpack(packed) : null;
}

/** A word of a command as `redis.call` sends it: numbers by `%.17g`. */
function wordOf(word: Packed): Bytes {
  return typeof word === 'number' ? printDouble(word) : textOf(word);
}

function effectOf(command: readonly Bytes[]): Call['effect'] {
  const flags = (lookupCommand(command) ?? findCommand(command[0] ?? ''))?.flags ?? [];
  return flags.includes('write') ? 'write' : flags.includes('readonly') ? 'read' : 'neither';
}
