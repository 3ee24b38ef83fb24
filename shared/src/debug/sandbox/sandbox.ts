import type { Bytes } from '../../bytes.js';
import { NIL, OK, type RespValue } from '../../resp/value.js';
import { ScriptCrash } from '../../script/crash.js';
import { DEFAULT_PROFILE, type ProfileName } from '../../script/profile-names.js';
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
  ScanQuery,
  ServerFacts,
} from '../engine.js';
import { AppError, ScriptError } from '../errors.js';
import type { Image, ImagePatch } from '../image/image.js';
import { changedKinds, Keeper } from '../image/keeper.js';
import { Listeners } from '../listeners.js';
import type { CallMessage, CallName, CallResult } from '../messages.js';
import { JournaledClock } from '../record/clock.js';
import { type StartingPoint, Take } from '../record/take.js';
import { RECORDING_VERSION, type CapturedTrace, type Recording, type RecordingId } from '../recording.js';
import { TraceReader } from '../traced/trace.js';
import { sandboxCapabilities } from './capabilities.js';
import { Console } from './console.js';
import { createEmulator, type Emulator } from './emulator.js';
import { performRun, type RunFacts } from './perform-run.js';
import type { Recorder } from './recorder.js';

/** What the sandbox takes from the thread it runs in. */
export interface SandboxMachine {
  /** Whole microseconds of the epoch. */
  readonly clock: () => number;
  /** Microseconds from any origin; never goes back. */
  readonly stopwatch: () => number;
  /** Seeds chance. */
  readonly seed: number;
  readonly newId: () => string;
}

export interface SandboxHooks {
  /** Data, scripts, functions or settings changed, by a command or run that has ended. */
  onPatch?(patch: ImagePatch): void;
  /** A run or recording has ended; `times` is what its clock told. Together with what it started from they make it run the same again. */
  onRun?(id: RecordingId, times: readonly number[]): void;
  /** SHUTDOWN: everything is to end, nothing saved. */
  onShutdown?(): void;
  /** A script has run longer than `busy-reply-threshold`: the moment to look for commands of other clients. Called again and again. */
  whileBusy?(): void;
}

/** What can be asked about a recording. */
interface Asked {
  inspect(step: number): FrameWindow;
  evaluate(step: number, frame: number, expression: Bytes): LuaView;
  scan(query: ScanQuery): Iterable<ScanHit>;
}

/** Between two `progress` events, µs. */
const PROGRESS_PERIOD = 100_000;
/** Recordings that can be run again; of older ones only what they tell themselves is known. */
const MOST_TAKES = 8;
/** The console of whoever names none. */
const SHARED_CONSOLE = '';

/** The engine over the emulator: everything happens in this thread, one thing after the other. */
export class Sandbox implements Engine {
  readonly #machine: SandboxMachine;
  readonly #hooks: SandboxHooks;
  readonly #clock: JournaledClock;
  #version: ProfileName;
  #emulator: Emulator;
  #keeper: Keeper;
  readonly #consoles = new Map<ConsoleId, Console>();
  readonly #listeners = new Listeners<EngineEvent>();
  #state: EngineState;
  readonly #takes = new Map<RecordingId, Asked>();
  #startingPoint: (StartingPoint & { readonly times: readonly number[] | undefined }) | undefined;
  /** The emulator whose script is looking up just now. */
  #busy: Emulator | undefined;
  #recorder: Recorder | undefined;
  #lastProgress = 0;
  /** SHUTDOWN was accepted. */
  #down = false;

  constructor(machine: SandboxMachine, hooks: SandboxHooks = {}, version: ProfileName = DEFAULT_PROFILE) {
    this.#machine = machine;
    this.#hooks = hooks;
    this.#clock = new JournaledClock(() => machine.clock());
    this.#version = version;
    this.#emulator = this.#newEmulator();
    this.#keeper = new Keeper(this.#emulator);
    this.#state = this.#firstState();
  }

  get capabilities(): Capabilities {
    return this.#state.capabilities;
  }

  /** Starts from what an earlier sandbox left, as the server of this version. Only before anything else. */
  restore(image: Image, version: ProfileName = this.#version): void {
    if (version !== this.#version) {
      this.#version = version;
      this.#emulator = this.#newEmulator();
      this.#keeper = new Keeper(this.#emulator);
      this.#setState(this.#firstState());
    }
    this.#keeper.restore(image);
    this.#tellChanges();
  }

  /** Blocked clients that time out, keys that expire, what arrived on consoles: call it about ten times a second. */
  tick(): void {
    this.#emulator.server.tick();
    this.#tellChanges();
    this.#tellPushed();
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

  /** What the next recording starts from, instead of what is here; `times` are what the clock told if that was a run. */
  recordFrom(start: StartingPoint, times?: readonly number[]): void {
    this.#startingPoint = { ...start, times };
  }

  async record(request: RunRequest): Promise<Recording> {
    await outsideScripts();
    if (request.again?.trace !== undefined) return this.#takeUp(request.again, request.again.trace);
    const { times, ...start } = this.#startingPoint ?? {
      image: this.#keeper.image(),
      version: this.#version,
      times: undefined,
    };
    this.#startingPoint = undefined;
    const startedAt = this.#now();
    const { clock, stopwatch, newId } = this.#machine;
    const take = new Take(start, request, { clock, stopwatch, poll: (emulator) => this.#poll(emulator) });
    try {
      const began = stopwatch();
      const facts = take.record(times, (steps) => this.#noteSteps(steps, began));
      const id = newId();
      this.#hooks.onRun?.(id, take.times);
      this.#keepTake(id, take);
      return this.#recording({ id, source: 'reexecution', startedAt, request, dryRun: true }, facts, start.version);
    } finally {
      this.#setIdle();
    }
  }

  async inspect(recording: RecordingId, step: number): Promise<FrameWindow> {
    await outsideScripts();
    return this.#take(recording).inspect(step);
  }

  async evaluate(recording: RecordingId, step: number, frame: number, expression: Bytes): Promise<LuaView> {
    await outsideScripts();
    return this.#take(recording).evaluate(step, frame, expression);
  }

  async *scan(recording: RecordingId, query: ScanQuery): AsyncGenerator<ScanHit> {
    await outsideScripts();
    yield* this.#take(recording).scan(query);
  }

  async release(recording: RecordingId): Promise<void> {
    this.#takes.delete(recording);
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
    if (this.#busy === undefined) return undefined;
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
        return this.#refusedRun(message.args[0]);
      case 'record':
        throw new AppError('run-in-progress');
      default:
        return undefined;
    }
  }

  #run(request: RunRequest): Recording {
    const startedAt = this.#now();
    const id = this.#machine.newId();
    const { stopwatch } = this.#machine;
    try {
      const { result: facts, times } = this.#clock.journal(() =>
        performRun(this.#emulator, request, {
          stopwatch,
          onReady: (recorder) => {
            this.#recorder = recorder;
            this.#lastProgress = stopwatch();
          },
          onCall: () => this.#noteCall(),
        }),
      );
      this.#hooks.onRun?.(id, times);
      return this.#recording({ id, source: 'none', startedAt, request, dryRun: false }, facts);
    } finally {
      this.#recorder = undefined;
    }
  }

  /** A run that is asked for in the middle of a script: told that the server is busy, as a server does. */
  #refusedRun(request: RunRequest): Recording {
    const about = {
      id: this.#machine.newId(),
      source: 'none',
      startedAt: this.#now(),
      request,
      dryRun: false,
    } as const;
    return this.#recording(about, performRun(this.#emulator, request, { stopwatch: this.#machine.stopwatch }));
  }

  #recording(
    about: Omit<Recording, keyof RunFacts | 'version' | 'server'>,
    facts: RunFacts,
    version = this.#version,
  ): Recording {
    const server = serverFacts(version, about.request.db);
    return { version: RECORDING_VERSION, server, ...about, ...facts };
  }

  /** A recording made on a live server, which tells its frames from its trace. */
  #takeUp(recording: Recording, trace: CapturedTrace): Recording {
    const reader = new TraceReader(trace, recording.request, recording.server.version);
    const id = this.#machine.newId();
    this.#keepTake(id, {
      inspect: (step) => reader.inspect(step),
      evaluate: (step, frame, expression) => reader.evaluate(step, frame, expression),
      scan: (query) => reader.scan(query),
    });
    // The trace itself is with whoever asked.
    const { trace: _trace, ...facts } = recording;
    return { ...facts, id };
  }

  #take(recording: RecordingId): Asked {
    const take = this.#takes.get(recording);
    if (take === undefined) throw new AppError('unknown-recording', { recording });
    return take;
  }

  #keepTake(id: RecordingId, take: Asked): void {
    this.#takes.set(id, take);
    for (const oldest of this.#takes.keys()) {
      if (this.#takes.size <= MOST_TAKES) break;
      this.#takes.delete(oldest);
    }
  }

  #newEmulator(): Emulator {
    const { stopwatch, seed } = this.#machine;
    const emulator = createEmulator({
      version: this.#version,
      clock: this.#clock.read,
      stopwatch,
      seed,
      poll: () => this.#poll(emulator),
      ...(this.#hooks.onShutdown !== undefined && { onShutdown: () => (this.#down = true) }),
    });
    return emulator;
  }

  #firstState(): EngineState {
    return {
      health: 'ready',
      since: this.#now(),
      capabilities: { ...sandboxCapabilities(this.#version), kill: this.#hooks.whileBusy !== undefined },
      server: serverFacts(this.#version, 0),
    };
  }

  #killNow(): KillOutcome {
    const recorded = this.#busy === this.#emulator ? undefined : this.#busy?.server.script;
    if (recorded !== undefined) {
      // What a recording has written is not real: nothing keeps it from being ended.
      recorded.killed = true;
      return { outcome: 'killed', reply: OK };
    }
    const { server } = this.#emulator;
    const client = server.connect(() => {});
    const reply = server.execute(client, [(server.script?.kind ?? 'script').toUpperCase(), 'KILL']);
    server.disconnect(client);
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
  #poll(emulator: Emulator): void {
    this.#setBusy(emulator);
    if (this.#progressDue()) this.#tellProgress();
    this.#tellPushed();
    const outer = this.#busy;
    this.#busy = emulator;
    try {
      // What other clients are told is no part of the run.
      this.#clock.unjournaled(() => this.#hooks.whileBusy?.());
    } finally {
      this.#busy = outer;
    }
  }

  /** A recording goes on. */
  #noteSteps(steps: number, began: number): void {
    if (!this.#progressDue()) return;
    this.#lastProgress = this.#machine.stopwatch();
    this.#listeners.tell({ type: 'progress', elapsedMs: (this.#lastProgress - began) / 1000, steps });
  }

  #noteCall(): void {
    // Whoever cannot reach a running script must know at once that it cannot be killed any more.
    if (this.#state.health === 'busy' && this.#emulator.server.script?.wrote === true) this.#setBusy(this.#emulator);
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

  #setBusy({ host }: Emulator): void {
    const wrote = host.run?.wrote === true;
    if (this.#state.busy?.wrote === wrote) return;
    this.#tellProgress();
    const elapsedMs = host.run?.duration ?? 0;
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

  #tellPushed(): void {
    for (const [id, console] of this.#consoles) {
      const pushed = console.takePushed();
      if (pushed !== undefined) this.#listeners.tell({ type: 'pushed', console: id, ...pushed });
    }
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

const serverFacts = (version: ProfileName, db: number): ServerFacts => ({ product: 'redis', version, db, ours: true });

const crashError = ({ message, script, line }: ScriptCrash): ScriptError => new ScriptError(message, script, line, []);
