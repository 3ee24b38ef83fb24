import type { Bytes } from '../../bytes.js';
import { BUSY_SCRIPT } from '../../redis/errors.js';
import { error, OK, type RespValue } from '../../resp/value.js';
import { UNKILLABLE } from '../../script/kill.js';
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
} from '../engine.js';
import { AppError } from '../errors.js';
import { type EntryId, type Image, type ImageEntry, LiveImage } from '../image/image.js';
import { Listeners } from '../listeners.js';
import type { Recording, RecordingId } from '../recording.js';
import { NO_CAPABILITIES } from '../remote.js';
import { lostRecording } from './lost-recording.js';
import { SandboxWorker, type Clock, type Thread } from './sandbox-worker.js';

/** Where an image outlives the page. */
export interface ImageStore {
  load(): Promise<Image>;
  /** Stores entries, or (undefined) removes them; all at once or not at all. */
  save(entries: ReadonlyMap<EntryId, ImageEntry | undefined>): Promise<void>;
}

export interface SupervisorOptions {
  /** Starts a thread that runs `hostSandbox`. */
  readonly startThread: () => Thread;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Left out where memory cannot be shared. */
  readonly newMailbox?: () => SharedArrayBuffer;
  readonly store?: ImageStore;
  /** Told when the image could not be loaded or stored. */
  readonly onStoreFailure?: (failure: unknown) => void;
  /** A run that takes longer, ms, loses its worker (`timeout`). */
  readonly maxRunMs?: number;
}

/** A worker that has not answered SCRIPT KILL this long after scripts can be killed, ms, is terminated. */
const GRACE = 1000;
const DEFAULT_BUSY_REPLY_THRESHOLD = 5000;

/**
 * The sandbox as its page uses it: an engine in a worker that can be lost at any time. A spare worker is kept warm; a copy of data, scripts
 * and functions is kept here, up to date with every command and run that has ended, so that the spare goes on from there.
 *
 * A run whose worker ends first gives a recording with the outcome `lost` and why; other calls reject with `AppError('engine-restarted')`.
 */
export class Supervisor implements Engine {
  readonly #options: SupervisorOptions;
  readonly #image = new LiveImage();
  readonly #listeners = new Listeners<EngineEvent>();
  readonly #started: Promise<void>;
  /** Why workers that are gone had to go. */
  readonly #endings = new WeakMap<SandboxWorker, string>();
  /** Commands for a worker that hears nothing while a script runs in it. */
  readonly #held: { readonly command: readonly Bytes[]; readonly settle: (answer: Held | Promise<Held>) => void }[] =
    [];
  #active: SandboxWorker;
  #spare: SandboxWorker | undefined;
  #unfollow: () => void = () => {};
  #state: EngineState;
  #progress: Extract<EngineEvent, { type: 'progress' }> | undefined;
  #store: ImageStore | undefined;
  #unsaved = new Map<EntryId, ImageEntry | undefined>();
  #saving = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#active = this.#newWorker();
    this.#state = { health: 'starting', since: options.clock.now(), capabilities: NO_CAPABILITIES };
    this.#started = this.#start();
  }

  get capabilities(): Capabilities {
    return this.#state.capabilities;
  }

  async run(request: RunRequest): Promise<Recording> {
    await this.#started;
    const { clock, newId, maxRunMs } = this.#options;
    const worker = this.#active;
    // The time of a run does not count until the worker is ready for it.
    if (maxRunMs !== undefined) await worker.ready;
    const cancel = maxRunMs === undefined ? () => {} : clock.after(maxRunMs, () => this.#replace(worker, 'timeout'));
    const startedAt = clock.now();
    this.#progress = undefined;
    try {
      return await worker.engine.run(request);
    } catch (failure) {
      const code = this.#endings.get(worker);
      if (code === undefined) throw failure;
      const server = this.#state.server ?? { product: 'redis', version: '', db: request.db, ours: true };
      const progress = this.#progress;
      return lostRecording({ id: newId(), request, server, startedAt, endedAt: clock.now(), progress, code });
    } finally {
      cancel();
    }
  }

  async execute(command: readonly Bytes[], console?: ConsoleId): Promise<RespValue> {
    await this.#started;
    const held = await this.#heldReply(command);
    if (held !== undefined) return held;
    const cancel = isKill(command) ? this.#watch() : () => {};
    try {
      return await this.#ask((engine) => engine.execute(command, console));
    } finally {
      cancel();
    }
  }

  async kill(): Promise<KillOutcome> {
    await this.#started;
    const worker = this.#active;
    const cancel = this.#watch();
    try {
      const reply = await this.#heldReply(SCRIPT_KILL);
      if (reply === undefined) return await this.#ask((engine) => engine.kill());
      return { outcome: reply === OK ? 'terminated' : 'unkillable', reply };
    } catch (failure) {
      if (this.#endings.get(worker) === 'terminated') return { outcome: 'terminated' };
      throw failure;
    } finally {
      cancel();
    }
  }

  record(request: RunRequest): Promise<Recording> {
    return this.#ask((engine) => engine.record(request));
  }

  inspect(recording: RecordingId, step: number): Promise<FrameWindow> {
    return this.#ask((engine) => engine.inspect(recording, step));
  }

  evaluate(recording: RecordingId, step: number, frame: number, expression: Bytes): Promise<LuaView> {
    return this.#ask((engine) => engine.evaluate(recording, step, frame, expression));
  }

  async *scan(recording: RecordingId, query: ScanQuery): AsyncGenerator<ScanHit> {
    await this.#started;
    const worker = this.#active;
    try {
      yield* worker.engine.scan(recording, query);
    } catch (failure) {
      throw this.#restartedOr(worker, failure);
    }
  }

  release(recording: RecordingId): Promise<void> {
    return this.#ask((engine) => engine.release(recording));
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    const unsubscribe = this.#listeners.add(listener);
    listener({ type: 'state', state: this.#state });
    return unsubscribe;
  }

  /** Ends both workers. What waits is rejected; nothing can be asked any more. */
  close(): void {
    this.#endings.set(this.#active, 'closed');
    this.#unfollow();
    this.#active.terminate();
    this.#spare?.terminate();
  }

  async #ask<T>(question: (engine: Engine) => Promise<T>): Promise<T> {
    await this.#started;
    const worker = this.#active;
    try {
      return await question(worker.engine);
    } catch (failure) {
      throw this.#restartedOr(worker, failure);
    }
  }

  #restartedOr(worker: SandboxWorker, failure: unknown): unknown {
    const reason = this.#endings.get(worker);
    return reason === undefined ? failure : new AppError('engine-restarted', { reason });
  }

  // Workers

  #newWorker(): SandboxWorker {
    const { startThread, clock, newMailbox } = this.#options;
    return new SandboxWorker(startThread(), clock, newMailbox?.());
  }

  async #start(): Promise<void> {
    const { store, onStoreFailure } = this.#options;
    try {
      if (store !== undefined) this.#image.replace(await store.load());
      // What cannot be read is not overwritten either.
      this.#store = store;
    } catch (failure) {
      onStoreFailure?.(failure);
    }
    this.#activate(this.#active);
  }

  #activate(worker: SandboxWorker): void {
    this.#active = worker;
    worker.start(this.#image.snapshot(), {
      onPatch: (patch) => this.#keep(this.#image.apply(patch)),
      onFree: () => this.#releaseHeld(),
      onShutdown: () => this.#shutDown(worker),
      onEnd: (reason) => this.#replace(worker, reason),
    });
    this.#unfollow = worker.engine.subscribe((event) => this.#follow(event));
  }

  #follow(event: EngineEvent): void {
    if (event.type === 'progress') this.#progress = event;
    if (event.type === 'state') {
      this.#state = event.state;
      // Only now, so that the two do not compete while the page waits for the first.
      if (event.state.health === 'ready') this.#spare ??= this.#newWorker();
      if (event.state.health === 'busy') this.#answerHeld();
    }
    this.#listeners.tell(event);
  }

  /** Goes on with the spare worker, from the copy. A worker that ends before it was ever ready is not tried again. */
  #replace(worker: SandboxWorker, code: string): void {
    if (worker !== this.#active) return;
    const { busy: _, ...state } = this.#state;
    const health = state.health === 'starting' ? 'lost' : 'starting';
    this.#endings.set(worker, code);
    this.#unfollow();
    this.#follow({
      type: 'state',
      state: { ...state, health, reason: { code, data: {} }, since: this.#options.clock.now() },
    });
    worker.terminate();
    if (health === 'lost') return;
    const next = this.#spare ?? this.#newWorker();
    this.#spare = undefined;
    this.#activate(next);
    this.#releaseHeld();
  }

  /** SHUTDOWN: nothing was saved, so nothing is there afterwards. */
  #shutDown(worker: SandboxWorker): void {
    const ids = [...this.#image.snapshot().keys()];
    this.#image.replace(new Map());
    this.#keep(ids);
    this.#replace(worker, 'shutdown');
  }

  /** Terminates the worker if it is still occupied a while after the moment at which its script should have looked at SCRIPT KILL. */
  #watch(): () => void {
    const worker = this.#active;
    const { clock } = this.#options;
    const since = worker.occupiedSince ?? clock.now();
    const killableAt = since + this.#busyReplyThreshold();
    return clock.after(Math.max(0, killableAt - clock.now()) + GRACE, () => this.#replace(worker, 'terminated'));
  }

  #busyReplyThreshold(): number {
    const setting = this.#image.get('setting/busy-reply-threshold');
    return setting?.kind === 'setting' ? Number(setting.value) : DEFAULT_BUSY_REPLY_THRESHOLD;
  }

  // A worker that hears nothing while a script runs

  /** What a command gets without being sent; undefined when it may be sent, at once or after a wait. */
  async #heldReply(command: readonly Bytes[]): Promise<Held> {
    const worker = this.#active;
    if (!worker.deafWhileRunning || worker.occupiedSince === undefined) return undefined;
    if (this.#state.health === 'busy') return this.#busyReply(command);
    return new Promise((settle) => this.#held.push({ command, settle }));
  }

  #releaseHeld(): void {
    for (const { settle } of this.#held.splice(0)) settle(undefined);
  }

  #answerHeld(): void {
    for (const { command, settle } of this.#held.splice(0)) settle(this.#busyReply(command));
  }

  /** What a script would have answered from inside, had it heard. Killing it means losing its worker. */
  async #busyReply(command: readonly Bytes[]): Promise<Held> {
    const worker = this.#active;
    if (isShutdown(command)) {
      this.#shutDown(worker);
      throw new AppError('engine-restarted', { reason: 'shutdown' });
    }
    if (!isKill(command)) return error(BUSY_SCRIPT);
    if (this.#state.busy?.wrote === true) return error(UNKILLABLE);
    this.#replace(worker, 'terminated');
    return OK;
  }

  // The copy

  #keep(ids: readonly EntryId[]): void {
    if (this.#store === undefined) return;
    for (const id of ids) this.#unsaved.set(id, this.#image.get(id));
    if (!this.#saving) void this.#save(this.#store);
  }

  async #save(store: ImageStore): Promise<void> {
    this.#saving = true;
    while (this.#unsaved.size > 0) {
      const entries = this.#unsaved;
      this.#unsaved = new Map();
      try {
        await store.save(entries);
      } catch (failure) {
        this.#options.onStoreFailure?.(failure);
      }
    }
    this.#saving = false;
  }
}

/** The reply of a command that was not sent; undefined for one that may be sent now. */
type Held = RespValue | undefined;

const SCRIPT_KILL = ['SCRIPT', 'KILL'];
const isKill = ([name, action]: readonly Bytes[]): boolean =>
  /^(script|function)$/i.test(name ?? '') && /^kill$/i.test(action ?? '');
const isShutdown = ([name]: readonly Bytes[]): boolean => /^shutdown$/i.test(name ?? '');
