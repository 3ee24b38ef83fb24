import type { Engine, EngineEvent, KillOutcome, RunRequest } from '../engine.js';
import { AppError } from '../errors.js';
import { DEFAULT_PROFILE } from '../../script/profile-names.js';
import type { StartingPoint } from '../record/take.js';
import type { Recording, RecordingId } from '../recording.js';
import type { SandboxWorker } from './sandbox-worker.js';

/** What makes a run: it comes out the same whenever it is made from this. */
export interface RunOrigin extends StartingPoint {
  readonly request: RunRequest;
  /** What its clock told; undefined for a run that was not made yet. */
  readonly times?: readonly number[];
}

export interface StudioOptions {
  readonly newWorker: () => SandboxWorker;
  readonly onProgress: (event: Extract<EngineEvent, { type: 'progress' }>) => void;
  /** A recording that takes longer, ms, loses its worker (`timeout`). */
  readonly maxRunMs?: number;
}

/**
 * Records runs and answers questions about them, in a worker beside the one that runs scripts: so neither waits for the other. When the worker
 * has to go, its recordings can be asked no more.
 */
export class Studio {
  readonly #options: StudioOptions;
  #worker: SandboxWorker | undefined;
  #ending = 'terminated';
  /** Recordings that are being made. */
  #making = 0;
  /** What the clock told the recording that was made last. */
  #lastTimes: { readonly id: RecordingId; readonly times: readonly number[] } | undefined;

  constructor(options: StudioOptions) {
    this.#options = options;
  }

  /** A recording is being made. */
  get busy(): boolean {
    return this.#making > 0;
  }

  async record({ request, times, ...start }: RunOrigin): Promise<Recording> {
    const worker = this.#open();
    const { maxRunMs } = this.#options;
    const tooLong = (): void => this.#end(worker, 'timeout');
    const cancel = maxRunMs === undefined ? () => {} : worker.afterReady(maxRunMs, tooLong);
    this.#making++;
    try {
      worker.recordFrom(start, times);
      return await this.#ask(worker, (engine) => engine.record(request));
    } finally {
      this.#making--;
      cancel();
    }
  }

  /** What the clock told a recording; known of the last one. */
  timesOf(recording: RecordingId): readonly number[] | undefined {
    return this.#lastTimes?.id === recording ? this.#lastTimes.times : undefined;
  }

  /** Asks the engine that made a recording. */
  async ask<T>(recording: RecordingId, question: (engine: Engine) => Promise<T>): Promise<T> {
    if (this.#worker === undefined) throw new AppError('unknown-recording', { recording });
    return this.#ask(this.#worker, question);
  }

  async release(recording: RecordingId): Promise<void> {
    await this.#worker?.engine.release(recording);
  }

  /**
   * Ends the recording that is being made: as SCRIPT KILL ends a script where that can reach it within `patience` ms, else with its worker. What
   * a recording has written is never real, so it can always be ended.
   */
  async kill(patience: number): Promise<KillOutcome> {
    const worker = this.#open();
    if (worker.deafWhileRunning) {
      this.#end(worker, 'terminated');
      return { outcome: 'terminated' };
    }
    const cancel = worker.afterReady(patience, () => this.#end(worker, 'terminated'));
    try {
      return await worker.engine.kill();
    } catch {
      return { outcome: 'terminated' };
    } finally {
      cancel();
    }
  }

  close(): void {
    this.#worker?.terminate();
  }

  #open(): SandboxWorker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = this.#options.newWorker();
    worker.start(
      { image: new Map(), version: DEFAULT_PROFILE },
      {
        onPatch: () => {},
        onRun: (id, told) => (this.#lastTimes = { id, times: told }),
        onFree: () => {},
        onShutdown: () => {},
        onEnd: (reason) => this.#end(worker, reason),
      },
    );
    worker.engine.subscribe((event) => {
      if (event.type === 'progress') this.#options.onProgress(event);
    });
    return (this.#worker = worker);
  }

  async #ask<T>(worker: SandboxWorker, question: (engine: Engine) => Promise<T>): Promise<T> {
    try {
      return await question(worker.engine);
    } catch (failure) {
      if (this.#worker === worker) throw failure;
      throw new AppError('engine-restarted', { reason: this.#ending });
    }
  }

  #end(worker: SandboxWorker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#ending = reason;
    this.#worker = undefined;
    worker.terminate();
  }
}
