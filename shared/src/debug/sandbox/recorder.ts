import type { Bytes } from '../../bytes.js';
import type { Catcher } from '../../lua/base.js';
import { resumerOf } from '../../lua/coroutine.js';
import { innermostLuaFrame, lineOf, luaFrames, nameOf, statementOf } from '../../lua/frames.js';
import { type LuaState, LuaType, typeOf } from '../../lua/vm.js';
import type { ErrorMessage, LogLevel, ObservedCall, ScriptObserver } from '../../script/observer.js';
import type { ScriptHost } from '../../script/host.js';
import type { ConversionListener } from '../../script/to-resp.js';
import { Conversions } from '../record/conversions.js';
import {
  KEPT,
  MOST_ERROR_FRAMES,
  type Call,
  type CallIndex,
  type Conversion,
  type Detail,
  type ErrorEvent,
  type ErrorFrame,
  type Log,
  type StepIndex,
  type Totals,
} from '../recording.js';
import type { PayloadStore } from '../record/payloads.js';
import { Kept } from './kept.js';
import { replyBytes } from './reply-size.js';

/** Errors beyond this many are counted, not kept. */
const MOST_ERRORS = 10_000;
const NONE: readonly never[] = [];

export interface RecorderOptions {
  /** Microseconds from any origin. */
  readonly stopwatch: () => number;
  /** Called after each call of the script. */
  readonly onCall?: (call: ObservedCall, ordinal: CallIndex) => void;
  /** The step that a call, log or error belongs to, where steps are counted; undefined past the end of the recording. */
  readonly step?: () => StepIndex | undefined;
  /** Makes what calls say small. */
  readonly payloads?: PayloadStore;
}

/** As it is while the run goes on: what it says may be replaced by what another one says as well. */
type NotedCall = { -readonly [K in keyof Call]: Call[K] };

/** Watches one run and keeps of it what a recording says about it. */
export class Recorder implements ScriptObserver {
  readonly #host: ScriptHost;
  readonly #stopwatch: () => number;
  readonly #onCall: (call: ObservedCall, ordinal: CallIndex) => void;
  readonly #step: (() => StepIndex | undefined) | undefined;
  readonly #payloads: PayloadStore | undefined;
  readonly #startedAt: number;
  readonly #calls = new Kept<NotedCall>((KEPT.bytes / 8) * 7);
  readonly #logs = new Kept<Log>(KEPT.bytes / 8);
  readonly #errors: ErrorEvent[] = [];
  readonly #conversions = new Conversions();
  #reads = 0;
  #writes = 0;
  #failures = 0;
  /** An error was raised and has not been caught yet. */
  #onItsWay = false;
  /** Errors that a handler of xpcall was given and that xpcall has not caught yet. */
  #handed = 0;
  #failedLine: number | undefined;
  #killed = false;

  constructor(host: ScriptHost, { stopwatch, onCall, step, payloads }: RecorderOptions) {
    this.#host = host;
    this.#stopwatch = stopwatch;
    this.#onCall = onCall ?? (() => {});
    this.#step = step;
    this.#payloads = payloads;
    this.#startedAt = stopwatch();
  }

  /** µs since the run began. */
  get elapsed(): number {
    return this.#stopwatch() - this.#startedAt;
  }

  /** SCRIPT KILL ended it. */
  get killed(): boolean {
    return this.#killed;
  }

  /** The line that the uncaught error names. */
  get failedLine(): number | undefined {
    return this.#failedLine;
  }

  called(observed: ObservedCall): void {
    const { L, via, argv, reply, effect, began, ended } = observed;
    if (effect === 'read') this.#reads++;
    if (effect === 'write') this.#writes++;
    const ordinal = this.#calls.total;
    const { line, column, name } = caller(L);
    const kept = this.#payloads?.keep(argv, reply) ?? { command: argv, reply, long: NONE };
    // A script may make millions of calls: fields that are not always there are set, not spread.
    const call: NotedCall = {
      ordinal,
      line,
      functionName: name,
      via,
      command: kept.command,
      reply: kept.reply,
      at: began - this.#startedAt,
      took: ended - began,
      effect,
    };
    if (column !== undefined) call.column = column;
    const step = this.#step?.();
    if (step !== undefined) call.step = step;
    if (kept.long.length > 0) call.long = kept.long;
    this.#calls.add(call, commandBytes(kept.command) + replyBytes(kept.reply));
    if (reply.type === 'error') {
      const what = { line, message: reply.text, call: ordinal };
      if (via === 'call') this.#addRaised({ ...what, by: 'redis.call', ...stackOf(L) });
      else this.#addCaught({ ...what, by: 'redis.pcall', depth: stackOf(L).depth, value: 'table' });
      if (via === 'pcall') this.#failures++;
    }
    this.#onCall(observed, ordinal);
  }

  logged(L: LuaState, level: LogLevel, message: Bytes): void {
    const log: Log = {
      ordinal: this.#logs.total,
      line: caller(L).line,
      level,
      message,
      at: this.elapsed,
      afterCalls: this.#calls.total,
      ...this.#here(),
    };
    this.#logs.add(log, message.length);
  }

  debugged(L: LuaState, message: Bytes): void {
    this.logged(L, 'debug', message);
  }

  raised(L: LuaState, message: ErrorMessage): void {
    const raised = { line: caller(L).line, message: message ?? '', by: 'error', value: errorValue(L) } as const;
    this.#addRaised({ ...raised, ...stackOf(L) });
  }

  /** What Lua itself raised is seen only by a handler: where, and by what text. */
  handled(L: LuaState, message: ErrorMessage): void {
    const { line } = caller(L);
    this.#noteRuntimeError(message, line, stackOf(L));
    this.#handed++;
  }

  caught(L: LuaState, by: Catcher, message: ErrorMessage): void {
    const { line } = caller(L);
    // The handler may have caught errors of its own since.
    if (by === 'xpcall' && this.#handed > 0) {
      this.#handed--;
      this.#onItsWay = true;
    }
    this.#noteRuntimeError(message, line);
    this.#addCaught({ line, message: message ?? '', by, depth: stackOf(L).depth, value: errorValue(L) });
  }

  failed(L: LuaState, message: ErrorMessage, line: number | undefined): void {
    // Of a function of the host, Lua says -1.
    this.#failedLine = line !== undefined && line > 0 ? line : undefined;
    const at = this.#failedLine ?? caller(L).line;
    // What Redis says of a string that nobody caught, it says with `ERR` in front.
    if (this.#host.run?.killed !== true)
      this.#noteRuntimeError(message?.replace(/^ERR (?=user_(?:script|function):)/, ''), at);
    this.#addCaught({ line: at, message: message ?? '', by: 'host' });
  }

  finished(): void {
    this.#killed = this.#host.run?.killed === true;
  }

  get converted(): ConversionListener {
    return this.#conversions.listener;
  }

  get calls(): readonly Call[] {
    const calls = this.#calls.items;
    this.#payloads?.share(calls);
    return calls;
  }

  get logs(): readonly Log[] {
    return this.#logs.items;
  }

  get errors(): readonly ErrorEvent[] {
    return this.#errors;
  }

  get conversions(): readonly Conversion[] {
    return this.#conversions.list();
  }

  get totals(): Totals {
    return {
      calls: this.#calls.total,
      writes: this.#writes,
      reads: this.#reads,
      errors: this.#failures,
      logs: this.#logs.total,
    };
  }

  get detail(): Pick<Detail, 'calls' | 'logs'> {
    return {
      calls: this.#calls.limited ? 'limited' : 'known',
      logs: this.#logs.limited ? 'limited' : 'known',
    };
  }

  /**
   * An error that nobody was seen to raise was raised by Lua itself; where, its message says.
   *
   * @param stack while it is still the one that raised it; an error out of a wrapped coroutine has left that already
   */
  #noteRuntimeError(message: ErrorMessage, line: number, stack?: ReturnType<typeof stackOf>): void {
    if (this.#onItsWay) return;
    const named = /user_(?:script|function):(\d+): /.exec(message ?? '')?.[1];
    const raised = named === undefined ? line : Number(named);
    this.#addRaised({ line: raised, message: message ?? '', by: 'runtime', ...(raised === line && stack) });
  }

  #addRaised(event: Omit<ErrorEvent, 'kind' | 'step'>): void {
    this.#onItsWay = true;
    this.#failures++;
    this.#addError({ kind: 'raised', ...event });
  }

  #addCaught(event: Omit<ErrorEvent, 'kind' | 'step'>): void {
    this.#onItsWay = false;
    this.#addError({ kind: 'caught', ...event });
  }

  #addError(event: ErrorEvent): void {
    if (this.#errors.length < MOST_ERRORS) this.#errors.push({ ...event, ...this.#here() });
  }

  #here(): { readonly step?: StepIndex } {
    const step = this.#step?.();
    return step === undefined ? {} : { step };
  }
}

function commandBytes(argv: readonly Bytes[]): number {
  let sum = 64;
  for (const argument of argv) sum += argument.length + 16;
  return sum;
}

/** What is raised or was caught, on top of the stack. */
function errorValue(L: LuaState): NonNullable<ErrorEvent['value']> {
  const type = typeOf(L, -1);
  return type === LuaType.string ? 'string' : type === LuaType.table ? 'table' : 'other';
}

/** The functions in execution, innermost first, through the coroutines to the script's own thread. */
function stackOf(L: LuaState): { readonly depth: number; readonly frames: readonly ErrorFrame[] } {
  const frames: ErrorFrame[] = [];
  let depth = -1;
  for (let thread: LuaState | undefined = L; thread !== undefined; thread = resumerOf(thread))
    for (const frame of luaFrames(thread)) {
      depth++;
      if (frames.length === MOST_ERROR_FRAMES) continue;
      frames.push({ functionName: nameOf(thread, frame), line: statementOf(frame).line });
    }
  return { depth: Math.max(0, depth), frames };
}

/** Where the innermost Lua function is: the caller of the running `redis.call`. */
function caller(L: LuaState): { readonly line: number; readonly column: number | undefined; readonly name: Bytes } {
  const frame = innermostLuaFrame(L);
  if (frame === undefined) return { line: 0, column: undefined, name: 'main' };
  const line = lineOf(frame);
  const statement = statementOf(frame);
  return { line, column: statement.line === line ? statement.column : undefined, name: nameOf(L, frame) };
}
