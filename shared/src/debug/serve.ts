import type { Engine, ScanHit } from './engine.js';
import { errorToData } from './errors.js';
import type { CallMessage, CallName, CallResult, ClientMessage, EngineCalls, ServerMessage } from './messages.js';
import { packResult, unpackArgs, type SentResult } from './packing.js';
import type { Transport } from './transport.js';

export interface ServeOptions {
  /**
   * Checks a message that came from another process; throws an `AppError('bad-input')` that names the field. Left out between a page and
   * its own worker, where both ends are one build.
   */
  readonly read?: (message: unknown) => ClientMessage;
  /**
   * Answers a call without waiting, or leaves it to the engine. A script that is running keeps every promise of its thread waiting, so
   * what must be answered from inside it (BUSY, SCRIPT KILL) is answered here.
   */
  readonly atOnce?: (message: CallMessage) => CallResult[CallName] | undefined;
}

/** Answers what the `remoteEngine` at the other end of `transport` asks, until the transport ends. */
export function serve(engine: Engine, transport: Transport, { read, atOnce }: ServeOptions = {}): void {
  const scans = new Map<number, HitStream>();
  const send = (message: ServerMessage): void => transport.send(message);
  const fail = (id: number, error: unknown): void => send({ type: 'failed', id, error: errorToData(error) });

  const answer = async (message: CallMessage): Promise<void> => {
    try {
      const now = atOnce?.(message);
      if (now !== undefined) send({ type: 'result', id: message.id, value: packResult(message.method, now) });
      else send({ type: 'result', id: message.id, value: await invoke(engine, message) });
    } catch (error) {
      fail(message.id, error);
    }
  };

  const nextHits = async (id: number, stream: HitStream): Promise<void> => {
    try {
      const hits = await stream.next();
      if (scans.get(id) !== stream) return;
      if (hits.length > 0) send({ type: 'hits', id, hits });
      else {
        scans.delete(id);
        send({ type: 'end', id });
      }
    } catch (error) {
      if (scans.delete(id)) fail(id, error);
    }
  };

  const receive = (message: ClientMessage): void => {
    switch (message.type) {
      case 'call':
        void answer(message);
        return;
      case 'scan':
        scans.set(message.id, new HitStream(engine.scan(message.recording, message.query)));
        break;
      case 'more':
        break;
      case 'cancel':
        scans.get(message.id)?.close();
        scans.delete(message.id);
        return;
    }
    const stream = scans.get(message.id);
    if (stream !== undefined) void nextHits(message.id, stream);
  };

  const unsubscribe = engine.subscribe((event) => send({ type: 'event', event }));
  transport.onMessage((message) => {
    try {
      receive(read === undefined ? (message as ClientMessage) : read(message));
    } catch (error) {
      const id = idOf(message);
      if (id !== undefined) fail(id, error);
    }
  });
  transport.onEnd(() => {
    unsubscribe();
    for (const stream of scans.values()) stream.close();
    scans.clear();
  });
}

async function invoke<K extends CallName>(engine: EngineCalls, message: CallMessage<K>): Promise<SentResult> {
  const { method, args } = message;
  return packResult(method, await engine[method](...unpackArgs(method, args)));
}

/** The id of a message that could not be understood, so that its sender hears of it. */
function idOf(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('id' in message)) return undefined;
  return typeof message.id === 'number' ? message.id : undefined;
}

/** Hits are found ahead of the asking, up to this many. */
const AHEAD = 1024;

/** Runs a scan and hands its hits on in batches: whatever has been found when somebody asks. One asks at a time. */
class HitStream {
  readonly #iterator: AsyncIterator<ScanHit>;
  #found: ScanHit[] = [];
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  /** Wakes the asker when there are no hits yet, or the search when there are too many: never are both asleep. */
  #wake: () => void = () => {};

  constructor(hits: AsyncIterable<ScanHit>) {
    this.#iterator = hits[Symbol.asyncIterator]();
    void this.#search();
  }

  /** At least one hit, or none at the end. */
  async next(): Promise<readonly ScanHit[]> {
    while (this.#found.length === 0 && !this.#ended) await this.#sleep();
    const hits = this.#found;
    this.#found = [];
    this.#wake();
    if (hits.length === 0 && this.#failure !== undefined) throw this.#failure.error;
    return hits;
  }

  close(): void {
    this.#ended = true;
    this.#wake();
    this.#iterator.return?.().catch(() => {});
  }

  async #search(): Promise<void> {
    try {
      while (!this.#ended) {
        const { done, value } = await this.#iterator.next();
        if (done === true) break;
        this.#found.push(value);
        this.#wake();
        while (this.#found.length >= AHEAD && !this.#ended) await this.#sleep();
      }
    } catch (error) {
      this.#failure = { error };
    }
    this.#ended = true;
    this.#wake();
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}
