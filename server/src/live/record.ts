import { randomUUID } from 'node:crypto';
import { instrument, instrumentCall, type Instrumented } from '@luascope/shared/analysis';
import type { Bytes } from '@luascope/shared/bytes';
import {
  AppError,
  RECORDING_VERSION,
  type ErrorEvent,
  type FrameWindow,
  type LuaView,
  type Outcome,
  type Recording,
  type RecordingId,
  type RunRequest,
  type ScanHit,
  type ScanQuery,
} from '@luascope/shared/debug';
import { downgrade, error as errorReply, wireOf, type RespValue } from '@luascope/shared/resp';
import { capturedOf, TraceReader, type TraceFacts } from '@luascope/shared/traced';
import { evalCommand, type EvalCommand } from '../ldb/eval-command.js';
import { DebugRefused, runForked, type SessionEnd } from '../ldb/session.js';
import type { DebugTurns } from '../ldb/turn.js';
import type { Answer } from '../redis/connection.js';
import type { Target } from '../redis/target.js';
import { sha1Of } from './commands.js';
import { asFunctionReply, type Callable, callableOf } from './library.js';
import { lineOf, outcomeOf } from './outcome.js';
import { serverFacts } from './run.js';

const DEFAULT_MAX_STEPS = 1_000_000;
const MAX_TRACE_BYTES = 48 * 1024 * 1024;
const MAX_TRACE_HANDED_ON = 24 * 1024 * 1024;
/** Recordings of one visit that can still be asked; the oldest go first. */
const KEPT_RECORDINGS = 8;

const NO_SCRIPT = errorReply('NOSCRIPT No matching script. Please use EVAL.');
/** The server refused to run the script. */
const NOTHING_RAN: TraceFacts = {
  calls: [],
  logs: [],
  errors: [],
  changes: [],
  conversions: [],
  steps: {
    line: new Uint32Array(),
    column: new Uint16Array(),
    depth: new Uint16Array(),
    functionId: new Uint16Array(),
    functions: [],
  },
  totals: { calls: 0, writes: 0, reads: 0, errors: 0, logs: 0, steps: 0 },
  detail: { calls: 'known', logs: 'known', changes: 'known', conversions: 'known', steps: 'known' },
};
/** The script ran, but not with probes. */
const NOTHING_TRACED: TraceFacts = {
  ...NOTHING_RAN,
  detail: { calls: 'unknown', logs: 'unknown', changes: 'unknown', conversions: 'unknown', steps: 'unknown' },
};

/**
 * Records runs on a live server, with steps and values and without effects: the script, with probes in it, runs once in a forked debug
 * session and tells its trace; its true reply comes from a second forked session, in which the script runs as it is. The data may have been
 * changed by others between the two.
 */
export class LiveRecorder {
  readonly #target: Target;
  readonly #turns: DebugTurns;
  readonly #traces = new Map<RecordingId, TraceReader>();

  constructor(target: Target, turns: DebugTurns) {
    this.#target = target;
    this.#turns = turns;
  }

  /**
   * Rejects with `RedisError` where the server refuses SCRIPT DEBUG, with `AppError('not-supported')` over TLS and for a function whose library
   * does not come with the request.
   */
  async record(request: RunRequest): Promise<Recording> {
    this.#check(request);
    const startedAt = Date.now();
    const sha1 = sha1Of(request.script);
    const callable = request.functionName === undefined ? undefined : await callableOf(request);
    const wasCached = callable === undefined ? await this.#isCached(sha1) : undefined;
    const refused = callable?.ok === false ? callable.reply : undefined;
    const unknown = refused ?? (request.mode.startsWith('EVALSHA') && wasCached === false ? NO_SCRIPT : undefined);
    const call = callable?.ok === true ? callable : undefined;
    const traced = unknown ? undefined : await this.#trace(request, call);
    const trace = traced?.reader;
    const { outcome, answer } = unknown ? notRun(unknown, request) : await this.#reply(request, sha1, trace, call);
    const strayed = traced && strayedFrom(traced, outcome, answer);
    const facts = trace?.facts ?? (hasRun(outcome) ? NOTHING_TRACED : NOTHING_RAN);
    const { detail } = facts;
    const recording: Recording = {
      version: RECORDING_VERSION,
      id: randomUUID(),
      source: 'captured',
      startedAt,
      request,
      server: serverFacts(this.#target, request),
      dryRun: true,
      script: { sha1, ...(wasCached !== undefined && { wasCached }) },
      outcome,
      ...(answer !== undefined && { reply: answer.value, wire: answer.wire }),
      ...(strayed && { strayed }),
      duration: trace?.end.duration ?? 0,
      ...facts,
      // What was converted was another reply.
      ...(strayed && { conversions: [] }),
      detail: {
        ...detail,
        ...(traced?.reachesAround === true && { calls: 'unknown', changes: 'unknown' }),
        ...(strayed && { conversions: 'unknown' }),
      },
      errors: [...facts.errors, ...uncaught(trace, outcome)],
      ...(trace && handedOn(trace)),
    };
    if (trace !== undefined) this.#keep(recording.id, trace);
    return recording;
  }

  /**
   * Whether the server would die of the run, as its forked child does of the same; undefined when it would not, or that cannot be found out.
   * The line is absent where it is not known.
   */
  async crash(request: RunRequest): Promise<{ readonly line?: number } | undefined> {
    const callable = request.functionName === undefined ? undefined : await callableOf(request);
    if (callable?.ok === false) return undefined;
    const { ended, timedOut } = await this.#fork(request, evalCommand(request, callable?.script ?? request.script));
    if (ended || timedOut) return undefined;
    const traced = await this.#trace(request, callable);
    const { kind: _kind, ...found } = crashAt(traced?.reader);
    return found;
  }

  inspect(recording: RecordingId, step: number): FrameWindow {
    const trace = this.#known(recording);
    return trace.inspect(withinSteps(trace, step));
  }

  evaluate(recording: RecordingId, step: number, frame: number, expression: Bytes): LuaView {
    const trace = this.#known(recording);
    return trace.evaluate(withinSteps(trace, step), frame, expression);
  }

  scan(recording: RecordingId, query: ScanQuery): Iterable<ScanHit> {
    return this.#known(recording).scan(query);
  }

  release(recording: RecordingId): void {
    this.#traces.delete(recording);
  }

  #check({ rerun, startOf, again, mode, functionName, data }: RunRequest): void {
    const elsewhere = rerun ?? startOf ?? again?.id;
    if (elsewhere !== undefined) throw new AppError('unknown-recording', { recording: elsewhere });
    if (this.#target.secure) throw new AppError('not-supported', { what: 'record', why: 'tls' });
    if (mode.startsWith('FCALL') && functionName === undefined) throw new AppError('not-supported', { what: mode });
    if (data === 'fresh' && !this.#target.ours) throw new AppError('not-supported', { what: 'fresh' });
  }

  async #isCached(sha1: string): Promise<boolean | undefined> {
    const { connection, giveBack } = await this.#target.lease(this.#target.address?.db ?? 0, 2);
    try {
      const { value } = await connection.send(['SCRIPT', 'EXISTS', sha1]);
      const first = value.type === 'array' ? value.items[0] : undefined;
      return first?.type === 'integer' ? first.value === 1 : undefined;
    } finally {
      giveBack();
    }
  }

  /** Undefined for a script that does not compile, with probes or without. */
  async #trace(request: RunRequest, call: Called | undefined): Promise<Traced | undefined> {
    const steps = request.maxSteps ?? DEFAULT_MAX_STEPS;
    const limits = { steps, bytes: MAX_TRACE_BYTES, db: request.db };
    const instrumented = call === undefined ? instrument(request.script, limits) : instrumentCall(call.call, limits);
    if (instrumented === undefined) return undefined;
    const command = evalCommand(request, instrumented.source);
    const end = await this.#fork(request, command);
    try {
      const { version } = serverFacts(this.#target, request);
      const reader = readTrace(instrumented, end, request, version, call !== undefined);
      const answer =
        end.answer && call ? asFunctionReply(end.answer, command.source, call.call, request.resp) : end.answer;
      return reader && { reader, answer, reachesAround: instrumented.reachesAround };
    } catch (failure) {
      // The debugger may have ended the script in the middle of a record.
      if (end.timedOut) return undefined;
      throw failure;
    }
  }

  /** What the script itself replies, unless the trace says that it would not come to that. */
  async #reply(
    request: RunRequest,
    sha1: string,
    trace: TraceReader | undefined,
    call: Called | undefined,
  ): Promise<{ readonly outcome: Outcome; readonly answer?: Answer }> {
    if (trace?.end.limited === true && trace.captured.aborted !== true)
      return { outcome: { kind: 'lost', code: 'limit' } };
    const command = evalCommand(request, call?.script ?? request.script);
    const { answer, ended, timedOut } = await this.#fork(request, command);
    if (timedOut) return { outcome: { kind: 'lost', code: 'timeout' } };
    if (answer === undefined) {
      if (!ended) return { outcome: crashAt(trace) };
      // The forked copy does not hand over a long one.
      if (trace?.reply === undefined) return { outcome: { kind: 'lost', code: 'long-reply' } };
      return { outcome: outcomeOf(trace.reply), answer: answerOf(trace.reply, request) };
    }
    const own =
      call === undefined
        ? withSha(answer, sha1Of(command.source), sha1)
        : asFunctionReply(answer, command.source, call.call, request.resp);
    return { outcome: outcomeOf(own.value), answer: own };
  }

  async #fork(request: RunRequest, { command }: EvalCommand): Promise<SessionEnd> {
    const connection = await this.#target.open();
    try {
      return await this.#turns.take((started) => runForked(connection, request, command, started));
    } catch (error) {
      if (error instanceof DebugRefused) this.#target.debugRefused(error.text);
      throw error;
    } finally {
      connection.close();
    }
  }

  #known(recording: RecordingId): TraceReader {
    const known = this.#traces.get(recording);
    if (known === undefined) throw new AppError('unknown-recording', { recording });
    return known;
  }

  #keep(id: RecordingId, kept: TraceReader): void {
    this.#traces.set(id, kept);
    for (const oldest of this.#traces.keys()) {
      if (this.#traces.size <= KEPT_RECORDINGS) break;
      this.#traces.delete(oldest);
    }
  }
}

type Called = Extract<Callable, { ok: true }>;

/** What the run with probes told, and what it replied itself. */
interface Traced {
  readonly reader: TraceReader;
  readonly answer: Answer | undefined;
  readonly reachesAround: boolean;
}

function withinSteps(trace: TraceReader, step: number): number {
  if (step < trace.facts.steps.line.length) return step;
  throw new AppError('bad-input', { field: 'step', problem: 'too_big' });
}

/**
 * The trace that an instrumented script told; undefined when it was not run: it does not compile, as it has more variables than the script, or
 * the server refuses it, as it will the script itself.
 */
function readTrace(
  instrumented: Instrumented,
  { answer, said, timedOut }: SessionEnd,
  request: RunRequest,
  version: string,
  ofCall: boolean,
): TraceReader | undefined {
  const captured = capturedOf(instrumented, said);
  const marks = { ...(ofCall && { ofCall }), ...(timedOut && { aborted: true }) };
  if (captured !== undefined) return new TraceReader({ ...captured, ...marks }, request, version);
  if (answer?.value.type === 'error') return undefined;
  throw new AppError('engine-lost', { reason: 'debug-session' });
}

/** How the run with probes ended, where that is not how the other did; undefined too where one of them is not known whole. */
function strayedFrom(
  { reader, answer: own }: Traced,
  outcome: Outcome,
  answer: Answer | undefined,
): Recording['strayed'] | undefined {
  const { error, message = '', limited } = reader.end;
  if (limited || outcome.kind === 'lost') return undefined;
  if (error === 'crash') return outcome.kind === 'crash' ? undefined : {};
  if (error !== 'none') {
    const text = answer?.value.type === 'error' ? answer.value.text.replace(SAID_WHERE, '') : undefined;
    const same = text !== undefined && comparable(text) === comparable(message.replace(/^-/, ''));
    return same ? undefined : { reply: errorReply(message) };
  }
  if (own === undefined || (answer !== undefined && comparable(own.wire.bytes) === comparable(answer.wire.bytes)))
    return undefined;
  return { reply: own.value };
}

/** A chunk that the script has loaded is named by its text. */
const SAID_WHERE = / script: (?:[0-9a-f]{40}|\w+), on [\s\S]*$/;

/** Without what two runs never have in common, the addresses of objects, and with the line ends that an error reply has. */
const comparable = (text: Bytes): Bytes =>
  text
    .replace(/0x[0-9a-f]{6,}/g, '0x')
    .replace(/[\r\n]+/g, ' ')
    .trim();

/** An error without a line is the server's, who did not run the script. */
const hasRun = (outcome: Outcome): boolean =>
  outcome.kind !== 'error' || (!outcome.compile && outcome.line !== undefined);

/** The trace as a part of its recording; none when it is too long to be sent on. */
function handedOn({ captured }: TraceReader): Pick<Recording, 'trace'> {
  const length = captured.said.reduce((sum, slice) => sum + slice.length, captured.reply.length);
  return length > MAX_TRACE_HANDED_ON ? {} : { trace: captured };
}

/** An error names the SHA1 of what was run; with something in front of it that is not the script's own. */
function withSha(answer: Answer, other: string, sha1: string): Answer {
  if (other === sha1 || answer.value.type !== 'error') return answer;
  const bytes = answer.wire.bytes.replaceAll(other, sha1);
  return { ...answer, value: errorReply(answer.value.text.replaceAll(other, sha1)), wire: { ...answer.wire, bytes } };
}

/** What the server answers without running anything. */
function notRun(value: RespValue, request: RunRequest): { readonly outcome: Outcome; readonly answer: Answer } {
  return { outcome: outcomeOf(value), answer: answerOf(value, request) };
}

/** A reply as the server would send it. */
const answerOf = (reply: RespValue, { resp }: RunRequest): Answer => ({
  value: resp === 3 ? reply : downgrade(reply),
  wire: wireOf(reply, resp),
  at: performance.now(),
});

function crashAt(trace: TraceReader | undefined): Extract<Outcome, { kind: 'crash' }> {
  const line = trace?.facts.errors.findLast(({ kind }) => kind === 'raised')?.line;
  return { kind: 'crash', ...(line !== undefined && { line }) };
}

/** What nobody caught: raised by Lua itself unless the trace ends with an error on its way, and caught by the host. */
function uncaught(trace: TraceReader | undefined, outcome: Outcome): ErrorEvent[] {
  if (trace === undefined || trace.end.error === 'none' || trace.end.limited) return [];
  const { message = '' } = trace.end;
  const step = trace.facts.steps.line.length - 1;
  const last = trace.facts.errors.at(-1);
  const named = lineOf(message);
  const line = (outcome.kind === 'error' ? outcome.line : undefined) ?? named ?? last?.line ?? 0;
  // What Redis says of a string that nobody caught, it says with `ERR` in front.
  const own = message.replace(/^ERR (?=user_(?:script|function):)/, '');
  return [
    ...(last?.kind === 'raised'
      ? []
      : [{ kind: 'raised', line: named ?? line, message: own, by: 'runtime', step } as const]),
    // Nobody catches what ends the server.
    ...(trace.end.error === 'crash' ? [] : [{ kind: 'caught', line, message, by: 'host', step } as const]),
  ];
}
