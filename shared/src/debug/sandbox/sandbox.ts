import type { Bytes } from '../../bytes.js';
import { encode } from '../../resp/encode.js';
import { NIL, type RespValue, type RespVersion } from '../../resp/value.js';
import { ScriptCrash } from '../../script/crash.js';
import { sha1Hex } from '../../script/redis-api.js';
import type {
  Capabilities,
  ConsoleId,
  Engine,
  EngineEvent,
  EngineState,
  FrameWindow,
  KillOutcome,
  LuaView,
  RunRequest,
  ScanHit,
} from '../engine.js';
import { AppError, ScriptError } from '../errors.js';
import type { Image, ImagePatch } from '../image/image.js';
import { changedKinds, Keeper } from '../image/keeper.js';
import { Listeners } from '../listeners.js';
import type { CallMessage, CallName, CallResult } from '../messages.js';
import { RECORDING_VERSION, type Outcome, type Recording } from '../recording.js';
import { SANDBOX_CAPABILITIES } from './capabilities.js';
import { Console } from './console.js';
import { createEmulator, type Emulator } from './emulator.js';
import { KeyChangeWatch } from './key-changes.js';
import { Recorder } from './recorder.js';

/** What the sandbox takes from the thread it runs in. */
export interface SandboxMachine {
  /** Whole microseconds of the epoch. */
  clock(): number;
  /** Microseconds from any origin; never goes back. */
  stopwatch(): number;
  /** Seeds chance. */
  readonly seed: number;
  newId(): string;
}

export interface SandboxHooks {
  /** Data, scripts, functions or settings changed, by a command or run that has ended. */
  onPatch?(patch: ImagePatch): void;
  /** SHUTDOWN: everything is to end, nothing saved. */
  onShutdown?(): void;
  /** A script has run longer than `busy-reply-threshold`: the moment to look for commands of other clients. Called again and again. */
  whileBusy?(): void;
}

/** The longest part of a reply's wire bytes that is kept. */
const WIRE_KEPT = 4 * 1024 * 1024;
/** Between two `progress` events, µs. */
const PROGRESS_PERIOD = 100_000;
/** The console of whoever names none. */
const SHARED_CONSOLE = '';

type RunResult = Pick<Recording, 'outcome' | 'reply'>;

/** The engine over the emulator: everything happens in this thread, one thing after the other. */
export class Sandbox implements Engine {
  readonly capabilities: Capabilities;
  readonly #machine: SandboxMachine;
  readonly #hooks: SandboxHooks;
  readonly #emulator: Emulator;
  readonly #keeper: Keeper;
  readonly #consoles = new Map<ConsoleId, Console>();
  readonly #listeners = new Listeners<EngineEvent>();
  #state: EngineState;
  #recorder: Recorder | undefined;
  #lastProgress = 0;
  /** The running script was killed. */
  #killed = false;
  /** SHUTDOWN was accepted. */
  #down = false;

  constructor(machine: SandboxMachine, hooks: SandboxHooks = {}) {
    this.capabilities = { ...SANDBOX_CAPABILITIES, kill: hooks.whileBusy !== undefined };
    this.#machine = machine;
    this.#hooks = hooks;
    const { clock, stopwatch, seed } = machine;
    this.#emulator = createEmulator({
      clock,
      stopwatch,
      seed,
      poll: () => this.#poll(),
      ...(hooks.onShutdown !== undefined && { onShutdown: () => (this.#down = true) }),
    });
    this.#keeper = new Keeper(this.#emulator);
    this.#state = {
      health: 'ready',
      since: this.#now(),
      capabilities: this.capabilities,
      server: { product: 'redis', version: this.#emulator.host.profile.version, db: 0, ours: true },
    };
  }

  /** Starts from what an earlier sandbox left. Only before anything else. */
  restore(image: Image): void {
    this.#keeper.restore(image);
  }

  /** Blocked clients that time out, keys that expire: call it about ten times a second. */
  tick(): void {
    this.#emulator.server.tick();
    this.#tellChanges();
  }

  async run(request: RunRequest): Promise<Recording> {
    await outsideScripts();
    try {
      return this.#run(request);
    } finally {
      this.#setIdle();
      this.#tellChanges();
    }
  }

  async execute(command: readonly Bytes[], console: ConsoleId = SHARED_CONSOLE): Promise<RespValue> {
    await outsideScripts();
    try {
      const reply = await this.#console(console).execute(command);
      this.#checkShutdown();
      return reply;
    } catch (failure) {
      throw failure instanceof ScriptCrash ? crashError(failure) : failure;
    } finally {
      this.#setIdle();
      this.#tellChanges();
    }
  }

  async kill(): Promise<KillOutcome> {
    await outsideScripts();
    return this.#killNow();
  }

  record(): Promise<Recording> {
    return Promise.reject(new AppError('not-supported', { what: 'record' }));
  }

  inspect(): Promise<FrameWindow> {
    return Promise.reject(new AppError('not-supported', { what: 'inspect' }));
  }

  evaluate(): Promise<LuaView> {
    return Promise.reject(new AppError('not-supported', { what: 'evaluate' }));
  }

  async *scan(): AsyncGenerator<ScanHit> {
    throw new AppError('not-supported', { what: 'scan' });
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    const unsubscribe = this.#listeners.add(listener);
    listener({ type: 'state', state: this.#state });
    return unsubscribe;
  }

  /**
   * Answers a call that was read in the middle of a script (from `whileBusy`); undefined when it has to wait for the script's end, or no
   * script runs.
   */
  answerWhileRunning(message: CallMessage): CallResult[CallName] | undefined {
    if (this.#emulator.server.script === undefined) return undefined;
    switch (message.method) {
      case 'execute': {
        const [command, console = SHARED_CONSOLE] = message.args;
        const reply = this.#console(console).executeNow(command);
        this.#checkShutdown();
        return reply ?? NIL;
      }
      case 'kill':
        return this.#killNow();
      case 'run':
        return this.#run(message.args[0]);
      case 'record':
        throw new AppError('run-in-progress');
      default:
        return undefined;
    }
  }

  /** Asked in the middle of another script, it tells that the server is busy, as a server does. */
  #run(request: RunRequest): Recording {
    const { server, scripts } = this.#emulator;
    const busy = server.script !== undefined;
    const startedAt = this.#now();
    const client = new Console(server);
    try {
      if (!busy) this.#prepare(client, request);
      const sha1 = sha1Hex(request.script);
      const wasCached = scripts.find(sha1) !== undefined;
      const recorder = new Recorder(this.#machine.stopwatch, () => this.#noteCall());
      const watch = new KeyChangeWatch(server.keyspace);
      const command = commandOf(request, sha1);
      const result = busy ? this.#send(client, command, recorder) : this.#observe(client, command, recorder);
      const duration = recorder.elapsed;
      const { changes, limited } = watch.finish();
      return {
        version: RECORDING_VERSION,
        id: this.#machine.newId(),
        source: 'none',
        startedAt,
        request,
        server: { ...this.#state.server!, db: request.db },
        dryRun: false,
        script: { sha1, wasCached },
        ...result,
        ...(result.reply !== undefined && { wire: wireOf(result.reply, request.resp) }),
        duration,
        calls: recorder.calls,
        logs: recorder.logs,
        errors: recorder.errors,
        changes,
        conversions: recorder.conversions,
        totals: recorder.totals,
        detail: { ...recorder.detail, changes: limited ? 'limited' : 'known', conversions: 'known', steps: 'unknown' },
      };
    } finally {
      server.disconnect(client.session);
    }
  }

  /** Brings data and connection to where the request starts from. */
  #prepare(client: Console, request: RunRequest): void {
    const db = this.#emulator.server.keyspace.databases[request.db];
    if (db === undefined) throw new AppError('bad-input', { field: 'db', problem: 'ERR DB index is out of range' });
    client.session.db = db;
    if (request.data === 'fresh') {
      client.executeNow(['FLUSHALL']);
      request.given.forEach((command, i) => {
        const reply = client.executeNow(command);
        if (reply?.type === 'error') throw new AppError('bad-input', { field: `given.${i}`, problem: reply.text });
      });
      client.session.db = db;
    }
    client.session.resp = request.resp;
  }

  #observe(client: Console, command: readonly Bytes[], recorder: Recorder): RunResult {
    const { host } = this.#emulator;
    host.observer = recorder;
    this.#recorder = recorder;
    this.#lastProgress = this.#machine.stopwatch();
    this.#killed = false;
    try {
      return this.#send(client, command, recorder);
    } finally {
      host.observer = undefined;
      this.#recorder = undefined;
    }
  }

  #send(client: Console, command: readonly Bytes[], recorder: Recorder): RunResult {
    try {
      const reply = client.executeNow(command);
      if (reply === undefined) throw new AppError('internal', { message: `${command[0]} gave no reply` });
      return { outcome: this.#outcome(reply, recorder), reply };
    } catch (failure) {
      if (!(failure instanceof ScriptCrash)) throw failure;
      return { outcome: { kind: 'crash', ...(failure.line !== undefined && { line: failure.line }) } };
    }
  }

  #outcome(reply: RespValue, recorder: Recorder): Outcome {
    if (reply.type !== 'error') return { kind: 'finished' };
    if (this.#killed && this.#recorder === recorder) return { kind: 'killed' };
    const compile = reply.text.startsWith('ERR Error compiling script');
    const named = compile ? /user_script:(\d+):/.exec(reply.text)?.[1] : undefined;
    const line = named === undefined ? recorder.failedLine : Number(named);
    return { kind: 'error', ...(line !== undefined && { line }), compile };
  }

  #killNow(): KillOutcome {
    const kind = this.#emulator.server.script?.kind ?? 'script';
    const reply = this.#console(SHARED_CONSOLE).executeNow([kind.toUpperCase(), 'KILL']);
    if (reply?.type !== 'error') return { outcome: 'killed', ...(reply !== undefined && { reply }) };
    return { outcome: reply.text.startsWith('NOTBUSY') ? 'notbusy' : 'unkillable', reply };
  }

  /** SHUTDOWN gets no reply. */
  #checkShutdown(): void {
    if (!this.#down) return;
    this.#hooks.onShutdown?.();
    throw new AppError('engine-restarted', { reason: 'shutdown' });
  }

  #console(id: ConsoleId): Console {
    let console = this.#consoles.get(id);
    if (console === undefined) this.#consoles.set(id, (console = new Console(this.#emulator.server)));
    return console;
  }

  // Events

  /** The script host looks up from a script that has run for long. */
  #poll(): void {
    const { script } = this.#emulator.server;
    this.#setBusy(script?.wrote === true);
    if (this.#progressDue()) this.#tellProgress();
    this.#hooks.whileBusy?.();
    if (script?.killed === true) this.#killed = true;
  }

  #noteCall(): void {
    // Whoever cannot reach a running script must know at once that it cannot be killed any more.
    if (this.#state.health === 'busy' && this.#emulator.server.script?.wrote === true) this.#setBusy(true);
    if (this.#progressDue()) this.#tellProgress();
  }

  #progressDue(): boolean {
    return this.#machine.stopwatch() - this.#lastProgress >= PROGRESS_PERIOD;
  }

  #tellProgress(): void {
    const recorder = this.#recorder;
    if (recorder === undefined) return;
    this.#lastProgress = this.#machine.stopwatch();
    const { calls, writes } = recorder.totals;
    this.#listeners.tell({ type: 'progress', elapsedMs: recorder.elapsed / 1000, calls, writes });
  }

  #setBusy(wrote: boolean): void {
    if (this.#state.busy?.wrote === wrote) return;
    this.#tellProgress();
    const elapsedMs = this.#emulator.host.run?.duration ?? 0;
    this.#setState({ ...this.#state, health: 'busy', since: this.#now() - elapsedMs, busy: { elapsedMs, wrote } });
  }

  #setIdle(): void {
    if (this.#state.health !== 'busy') return;
    const { busy: _, ...state } = this.#state;
    this.#setState({ ...state, health: 'ready', since: this.#now() });
  }

  #setState(state: EngineState): void {
    this.#state = state;
    this.#listeners.tell({ type: 'state', state });
  }

  #tellChanges(): void {
    const patch = this.#keeper.patch();
    if (patch === undefined) return;
    this.#hooks.onPatch?.(patch);
    for (const what of changedKinds(patch)) this.#listeners.tell({ type: 'changed', what });
  }

  /** Milliseconds of the epoch. */
  #now(): number {
    return Math.floor(this.#machine.clock() / 1000);
  }
}

/**
 * Waits until no script runs. A script holds its thread, and with it every promise: whatever is called from inside one goes on after it.
 */
const outsideScripts = (): Promise<void> => Promise.resolve();

function commandOf(request: RunRequest, sha1: Bytes): readonly Bytes[] {
  const { mode, script, keys, args } = request;
  const subject = mode === 'EVALSHA' || mode === 'EVALSHA_RO' ? sha1 : script;
  return [mode, subject, String(keys.length), ...keys, ...args];
}

function wireOf(reply: RespValue, resp: RespVersion): NonNullable<Recording['wire']> {
  const bytes = encode(reply, resp);
  return { bytes: bytes.slice(0, WIRE_KEPT), total: bytes.length };
}

const crashError = ({ message, script, line }: ScriptCrash): ScriptError => new ScriptError(message, script, line, []);
