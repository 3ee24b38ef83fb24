import type { Engine } from '../engine.js';
import type { ImagePatch } from '../image/image.js';
import { MailboxWriter } from '../mailbox.js';
import type { ClientMessage, ServerMessage } from '../messages.js';
import type { StartingPoint } from '../record/take.js';
import type { RecordingId } from '../recording.js';
import { remoteEngine } from '../remote.js';
import type { Transport } from '../transport.js';
import type { FromWorker, ToWorker } from './protocol.js';

/** A thread that runs a sandbox: its port, and the power to end it whatever it does. Its port ends with it. */
export interface Thread extends Transport {
  terminate(): void;
}

export interface Clock {
  /** Milliseconds of the epoch. */
  now(): number;
  /** Calls `action` once, `ms` milliseconds from now, unless the returned function is called before. */
  after(ms: number, action: () => void): () => void;
}

export interface WorkerEvents {
  onPatch(patch: ImagePatch): void;
  /** A run has ended; its clock told these times. */
  onRun(id: RecordingId, times: readonly number[]): void;
  /** Every call sent has been answered. */
  onFree(): void;
  onShutdown(): void;
  onEnd(reason: string): void;
}

/** How often what did not fit into a full mailbox is tried again, ms. */
const RETRY = 10;

/**
 * The sandbox in one worker, as its page sees it. While an answer is awaited the worker may be inside a script, where it reads no port: then
 * messages go through the mailbox.
 */
export class SandboxWorker {
  readonly engine: Engine;
  /** Resolves once its thread has loaded everything, or has ended. */
  readonly ready: Promise<void>;
  readonly #thread: Thread;
  readonly #clock: Clock;
  readonly #mailbox: { readonly memory: SharedArrayBuffer; readonly writer: MailboxWriter } | undefined;
  readonly #awaited = new Set<number>();
  #occupiedSince = 0;
  #events: WorkerEvents | undefined;
  #cancelRetry: (() => void) | undefined;
  #ended: string | undefined;

  /** @param mailbox undefined where memory cannot be shared; then nothing reaches a script that runs */
  constructor(thread: Thread, clock: Clock, mailbox: SharedArrayBuffer | undefined) {
    this.#thread = thread;
    this.#clock = clock;
    this.#mailbox = mailbox && { memory: mailbox, writer: new MailboxWriter(mailbox) };
    this.engine = remoteEngine(this.#engineTransport(), () => clock.now());
    this.ready = new Promise((resolve) => {
      this.engine.subscribe((event) => {
        if (event.type === 'state' && event.state.health !== 'starting') resolve();
      });
    });
  }

  /** When it became occupied, ms of the epoch; undefined while every call sent has been answered. */
  get occupiedSince(): number | undefined {
    return this.#awaited.size === 0 ? undefined : this.#occupiedSince;
  }

  /** No script that runs in it can be told anything. */
  get deafWhileRunning(): boolean {
    return this.#mailbox === undefined;
  }

  start({ image, version }: StartingPoint, events: WorkerEvents): void {
    this.#events = events;
    const mailbox = this.#mailbox && { mailbox: this.#mailbox.memory };
    this.#post({ to: 'start', image: [...image], version, ...mailbox });
    if (this.#ended !== undefined) events.onEnd(this.#ended);
  }

  /** Calls `action` once the worker has been ready for `ms` milliseconds, unless the returned function is called before. */
  afterReady(ms: number, action: () => void): () => void {
    let cancelled = false;
    let cancel = (): void => {};
    void this.ready.then(() => {
      if (!cancelled) cancel = this.#clock.after(ms, action);
    });
    return () => {
      cancelled = true;
      cancel();
    };
  }

  /** What the next recording starts from; `times` when it is a run made before. */
  recordFrom({ image, ...start }: StartingPoint, times: readonly number[] | undefined): void {
    this.#post({ to: 'record-from', image: [...image], ...start, ...(times !== undefined && { times }) });
  }

  terminate(): void {
    this.#events = undefined;
    this.#cancelRetry?.();
    this.#thread.terminate();
  }

  #post(message: ToWorker): void {
    this.#thread.send(message);
  }

  #engineTransport(): Transport {
    const listeners: ((message: unknown) => void)[] = [];
    this.#thread.onMessage((received) => {
      const message = received as FromWorker;
      switch (message.from) {
        case 'engine':
          this.#noteAnswer(message.message as ServerMessage);
          for (const listener of listeners) listener(message.message);
          return;
        case 'image':
          this.#events?.onPatch(message.patch);
          return;
        case 'run':
          this.#events?.onRun(message.id, message.times);
          return;
        case 'shutdown':
          this.#events?.onShutdown();
      }
    });
    this.#thread.onEnd((reason) => {
      this.#cancelRetry?.();
      this.#ended = reason;
      this.#events?.onEnd(reason);
    });
    return {
      send: (message) => this.#sendToEngine(message as ClientMessage),
      onMessage: (listener) => void listeners.push(listener),
      onEnd: (listener) => this.#thread.onEnd(listener),
    };
  }

  #sendToEngine(message: ClientMessage): void {
    if (this.#mailbox === undefined || this.#awaited.size === 0) this.#post({ to: 'engine', message });
    else if (this.#mailbox.writer.write(message)) this.#post({ to: 'mail' });
    else this.#retry(this.#mailbox.writer);
    if (message.type === 'cancel') return;
    if (this.#awaited.size === 0) this.#occupiedSince = this.#clock.now();
    this.#awaited.add(message.id);
  }

  #retry(writer: MailboxWriter): void {
    this.#post({ to: 'mail' });
    this.#cancelRetry?.();
    this.#cancelRetry = this.#clock.after(RETRY, () => {
      if (writer.flush()) this.#post({ to: 'mail' });
      else this.#retry(writer);
    });
  }

  #noteAnswer(message: ServerMessage): void {
    if (message.type === 'event') return;
    this.#awaited.delete(message.id);
    if (this.#awaited.size === 0) this.#events?.onFree();
  }
}
