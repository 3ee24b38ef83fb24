import type { Bytes } from '../../bytes.js';
import { BUSY_SCRIPT } from '../../redis/errors.js';
import { error, OK, type RespValue } from '../../resp/value.js';
import { UNKILLABLE } from '../../script/kill.js';
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
} from '../engine.js';
import { AppError } from '../errors.js';
import { type EntryId, type Image, type ImageEntry, LiveImage } from '../image/image.js';
import { Listeners } from '../listeners.js';
import type { StartingPoint } from '../record/take.js';
import type { Recording, RecordingId, Steps } from '../recording.js';
import { sandboxCapabilities } from '../sandbox/capabilities.js';
import { lostRecording } from './lost-recording.js';
import { SandboxWorker, type Clock, type Thread } from './sandbox-worker.js';
import { type RunOrigin, Studio } from './studio.js';

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
  /** Which server it is at first; {@link DEFAULT_PROFILE} unless told. */
  readonly version?: ProfileName;
  /** Left out where memory cannot be shared. */
  readonly newMailbox?: () => SharedArrayBuffer;
  readonly store?: ImageStore;
  /** Told when the image could not be loaded or stored. */
  readonly onStoreFailure?: (failure: unknown) => void;
  /** A run that takes longer, ms, loses its worker (`timeout`). */
  readonly maxRunMs?: number;
  /** Recordings and runs get their `origin`. */
  readonly keepOrigins?: boolean;
}

/** A worker that has not answered SCRIPT KILL this long after scripts can be killed, ms, is terminated. */
const GRACE = 1000;
const DEFAULT_BUSY_REPLY_THRESHOLD = 5000;
/** Finished runs that can be recorded afterwards. */
const MOST_RUNS = 8;

/** A run that can be made again. */
interface KnownRun {
  readonly origin: RunOrigin;
  /** Of its reply, to tell that it came out the same. */
  readonly wire: Bytes | undefined;
}

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
  #version: ProfileName;
  #active: SandboxWorker;
  #spare: SandboxWorker | undefined;
  #unfollow: () => void = () => {};
  #state: EngineState;
  #progress: Extract<EngineEvent, { type: 'progress' }> | undefined;
  readonly #studio: Studio;
  readonly #runs = new Map<RecordingId, KnownRun>();
  /** What the clock told the run that ended last. */
  #lastTimes: { readonly id: RecordingId; readonly times: readonly number[] } | undefined;
  #store: ImageStore | undefined;
  #unsaved = new Map<EntryId, ImageEntry | undefined>();
  #saving = false;
  #closed = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#version = options.version ?? DEFAULT_PROFILE;
    this.#active = this.#newWorker();
    const { maxRunMs } = options;
    this.#studio = new Studio({
      newWorker: () => this.#takeSpare(),
      onProgress: (event) => this.#listeners.tell(event),
      ...(maxRunMs !== undefined && { maxRunMs }),
    });
    this.#state = {
      health: 'starting',
      since: options.clock.now(),
      capabilities: sandboxCapabilities(this.#version),
    };
    this.#started = this.#start();
  }

  get capabilities(): Capabilities {
    return this.#state.capabilities;
  }

  /** Starts again as the server of another version, with the same data, scripts and functions. What runs is lost (`version`). */
  async changeVersion(version: ProfileName): Promise<void> {
    await this.#started;
    if (version === this.#version) return;
    this.#version = version;
    this.#replace(this.#active, 'version');
  }

  async run(request: RunRequest): Promise<Recording> {
    await this.#started;
    const { clock, newId, maxRunMs } = this.#options;
    const worker = this.#active;
    const tooLong = (): void => this.#replace(worker, 'timeout');
    const cancel = maxRunMs === undefined ? () => {} : worker.afterReady(maxRunMs, tooLong);
    const startedAt = clock.now();
    this.#progress = undefined;
    const start = this.#startingPoint();
    try {
      const recording = await worker.engine.run(request);
      this.#keepRun(recording, start);
      return this.#withOrigin(recording, start, this.#runs.get(recording.id)?.origin.times);
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
    if (this.#studio.busy) return this.#studio.kill(this.#busyReplyThreshold() + GRACE);
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

  async record(request: RunRequest): Promise<Recording> {
    await this.#started;
    if (request.again !== undefined) return this.#takeUp(request.again);
    if (request.rerun !== undefined) return this.#recordAgain(request.rerun);
    const start = request.startOf === undefined ? this.#startingPoint() : this.#startOf(request.startOf);
    const recording = await this.#studio.record({ ...start, request });
    return this.#withOrigin(recording, start, this.#studio.timesOf(recording.id));
  }

  inspect(recording: RecordingId, step: number): Promise<FrameWindow> {
    return this.#studio.ask(recording, (engine) => engine.inspect(recording, step));
  }

  evaluate(recording: RecordingId, step: number, frame: number, expression: Bytes): Promise<LuaView> {
    return this.#studio.ask(recording, (engine) => engine.evaluate(recording, step, frame, expression));
  }

  async *scan(recording: RecordingId, query: ScanQuery): AsyncGenerator<ScanHit> {
    yield* await this.#studio.ask(recording, async (engine) => engine.scan(recording, query));
  }

  async release(recording: RecordingId): Promise<void> {
    this.#runs.delete(recording);
    await this.#studio.release(recording);
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    const unsubscribe = this.#listeners.add(listener);
    listener({ type: 'state', state: this.#state });
    return unsubscribe;
  }

  /** Ends both workers. What waits is rejected; nothing can be asked any more. */
  close(): void {
    this.#closed = true;
    this.#endings.set(this.#active, 'closed');
    this.#unfollow();
    this.#active.terminate();
    this.#spare?.terminate();
    this.#studio.close();
  }

  #startOf(id: RecordingId): StartingPoint {
    const { image, version, times: [at] = [] } = this.#runs.get(id)?.origin ?? {};
    if (image === undefined || version === undefined) throw new AppError('unknown-recording', { recording: id });
    return { image, version, ...(at !== undefined && { at }) };
  }

  async #recordAgain(id: RecordingId): Promise<Recording> {
    const run = this.#runs.get(id);
    if (run === undefined) throw new AppError('unknown-recording', { recording: id });
    const { origin } = run;
    const recording = await this.#studio.record(origin);
    if (recording.wire?.bytes === run.wire) {
      this.#remember(recording.id, run);
      return this.#withOrigin(recording, origin, origin.times);
    }
    await this.#studio.release(recording.id);
    throw new AppError('diverged', { reason: 'reply' });
  }

  /** What it tells itself stays as it is; only the frames are made here. A run without steps gets them. */
  async #takeUp(recording: Recording): Promise<Recording> {
    const { request, origin, trace, steps } = recording;
    if (trace !== undefined) {
      const start = { image: new Map(), version: this.#version };
      const { id } = await this.#studio.record({ ...start, request: { ...request, again: recording } });
      return { ...recording, id };
    }
    if (origin === undefined) throw new AppError('unknown-recording', { recording: recording.id });
    const taken = await this.#studio.record({ ...origin, request });
    if (taken.wire?.bytes === recording.wire?.bytes && (steps === undefined || sameSteps(taken.steps, steps))) {
      this.#remember(taken.id, { origin: { ...origin, request }, wire: taken.wire?.bytes });
      return steps === undefined ? { ...taken, origin } : { ...recording, id: taken.id };
    }
    await this.#studio.release(taken.id);
    throw new AppError('diverged', { reason: 'reply' });
  }

  /** The recording with what it takes to make it again, where that is wanted. */
  #withOrigin(recording: Recording, start: StartingPoint, times: readonly number[] | undefined): Recording {
    if (this.#options.keepOrigins !== true || times === undefined) return recording;
    // Fresh data leaves nothing of what was there.
    const image = recording.request.data === 'fresh' ? withoutKeys(start.image) : start.image;
    return { ...recording, origin: { image, version: start.version, times } };
  }

  async #ask<T>(question: (engine: Engine) => Promise<T>): Promise<T> {
    await this.#started;
    const worker = this.#active;
    try {
      return await question(worker.engine);
    } catch (failure) {
      const reason = this.#endings.get(worker);
      throw reason === undefined ? failure : new AppError('engine-restarted', { reason });
    }
  }

  /** Remembers what a run came from, so that it can be recorded afterwards. */
  #keepRun(recording: Recording, start: StartingPoint): void {
    const { id, request, wire } = recording;
    if (this.#lastTimes?.id !== id) return;
    this.#remember(id, { origin: { ...start, request, times: this.#lastTimes.times }, wire: wire?.bytes });
  }

  #remember(id: RecordingId, run: KnownRun): void {
    this.#runs.set(id, run);
    for (const oldest of this.#runs.keys()) {
      if (this.#runs.size <= MOST_RUNS) break;
      this.#runs.delete(oldest);
    }
  }

  // Workers

  #newWorker(): SandboxWorker {
    const { startThread, clock, newMailbox } = this.#options;
    return new SandboxWorker(startThread(), clock, newMailbox?.());
  }

  /** Keeps a worker warm; not before the one at work is ready, so that the two do not compete while somebody waits. */
  #warmSpare(): void {
    if (!this.#closed) this.#spare ??= this.#newWorker();
  }

  /** A warm worker if there is one. */
  #takeSpare(): SandboxWorker {
    const worker = this.#spare ?? this.#newWorker();
    this.#spare = undefined;
    void worker.ready.then(() => this.#warmSpare());
    return worker;
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
    void this.#active.ready.then(() => this.#warmSpare());
  }

  #activate(worker: SandboxWorker): void {
    this.#active = worker;
    worker.start(this.#startingPoint(), {
      onPatch: (patch) => this.#keep(this.#image.apply(patch)),
      onRun: (id, times) => (this.#lastTimes = { id, times }),
      onFree: () => this.#releaseHeld(),
      onShutdown: () => this.#shutDown(worker),
      onEnd: (reason) => this.#replace(worker, reason),
    });
    this.#unfollow = worker.engine.subscribe((event) => this.#follow(event));
  }

  #follow(event: EngineEvent): void {
    if (event.type === 'progress') this.#progress = event;
    if (event.type === 'state') {
      // A worker that is still starting says nothing that is not known.
      if (event.state.health === 'starting') return;
      // Nor does one that has been kept warm, until it has become the server it is to be.
      if (event.state.server?.version !== this.#version) return;
      this.#state = event.state;
      if (event.state.health === 'busy') this.#answerHeld();
    }
    this.#listeners.tell(event);
  }

  /** Goes on with the spare worker, from the copy. A worker that ends before it was ever ready is not tried again. */
  #replace(worker: SandboxWorker, code: string): void {
    if (worker !== this.#active) return;
    const { busy: _, ...state } = this.#state;
    const health = state.health === 'starting' && code !== 'version' ? 'lost' : 'starting';
    this.#endings.set(worker, code);
    this.#unfollow();
    this.#state = { ...state, health, reason: { code, data: {} }, since: this.#options.clock.now() };
    this.#listeners.tell({ type: 'state', state: this.#state });
    worker.terminate();
    if (health === 'lost') return;
    this.#activate(this.#takeSpare());
    this.#releaseHeld();
  }

  /** What the next run starts from. */
  #startingPoint(): StartingPoint {
    return { image: this.#image.snapshot(), version: this.#version };
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
    const patience = Math.max(0, killableAt - clock.now()) + GRACE;
    return worker.afterReady(patience, () => this.#replace(worker, 'terminated'));
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

const withoutKeys = (image: Image): Image => new Map([...image].filter(([, { kind }]) => kind !== 'key'));

const sameSteps = (a: Steps | undefined, b: Steps): boolean =>
  a !== undefined &&
  (['line', 'column', 'depth', 'functionId'] as const).every(
    (name) => a[name].length === b[name].length && a[name].every((value, i) => value === b[name][i]),
  );

/** The reply of a command that was not sent; undefined for one that may be sent now. */
type Held = RespValue | undefined;

const SCRIPT_KILL = ['SCRIPT', 'KILL'];
const isKill = ([name, action]: readonly Bytes[]): boolean =>
  /^(script|function)$/i.test(name ?? '') && /^kill$/i.test(action ?? '');
const isShutdown = ([name]: readonly Bytes[]): boolean => /^shutdown$/i.test(name ?? '');
