import type { Capabilities, Engine, EngineEvent, EngineState, ScanHit, ScanQuery } from './engine.js';
import { AppError, type ErrorData, errorFromData } from './errors.js';
import { Listeners } from './listeners.js';
import type { CallArgs, CallMessage, CallName, CallResult, ClientMessage, ServerMessage } from './messages.js';
import { packArgs, unpackResult } from './packing.js';
import type { RecordingId } from './recording.js';
import type { Transport } from './transport.js';

/** What is known of an engine before it has said anything. */
export const NO_CAPABILITIES: Capabilities = {
  record: false,
  stepBack: false,
  dryRun: false,
  freshData: false,
  calls: false,
  keyChanges: false,
  confirmWrites: false,
  kill: false,
  shutdown: false,
  cluster: false,
  times: 'server',
  versions: [],
};

/**
 * The engine at the other end of `transport`, where `serve` answers. Until its first event has arrived it is `starting` and can do nothing;
 * when the transport ends it is `lost` for good, and what was asked rejects with `AppError('engine-lost', { reason })`.
 *
 * @param now milliseconds of the epoch
 */
export function remoteEngine(transport: Transport, now: () => number): Engine {
  return new RemoteEngine(transport, now);
}

type Answer = Exclude<ServerMessage, { type: 'event' }>;

class RemoteEngine implements Engine {
  readonly run = this.#asks('run');
  readonly record = this.#asks('record');
  readonly inspect = this.#asks('inspect');
  readonly evaluate = this.#asks('evaluate');
  readonly release = this.#asks('release');
  readonly kill = this.#asks('kill');
  readonly execute = this.#asks('execute');

  readonly #transport: Transport;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #listeners = new Listeners<EngineEvent>();
  #state: EngineState;
  #lastId = 0;
  #ended: string | undefined;

  constructor(transport: Transport, now: () => number) {
    this.#transport = transport;
    this.#state = { health: 'starting', since: now(), capabilities: NO_CAPABILITIES };
    transport.onMessage((message) => this.#receive(message as ServerMessage));
    transport.onEnd((reason) => this.#end(reason, now()));
  }

  get capabilities(): Capabilities {
    return this.#state.capabilities;
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    const unsubscribe = this.#listeners.add(listener);
    listener({ type: 'state', state: this.#state });
    return unsubscribe;
  }

  async *scan(recording: RecordingId, query: ScanQuery): AsyncGenerator<ScanHit> {
    const id = ++this.#lastId;
    let open = false;
    try {
      for (;;) {
        const message: ClientMessage = open ? { type: 'more', id } : { type: 'scan', id, recording, query };
        open = true;
        const answer = await this.#ask(message);
        if (answer.type === 'hits') yield* answer.hits;
        else {
          open = false;
          if (answer.type === 'failed') throw errorFromData(answer.error);
          return;
        }
      }
    } finally {
      if (open) this.#transport.send({ type: 'cancel', id });
    }
  }

  #asks<K extends CallName>(method: K): (...args: CallArgs[K]) => Promise<CallResult[K]> {
    return async (...args) => {
      const answer = await this.#ask({
        type: 'call',
        id: ++this.#lastId,
        method,
        args: packArgs(method, args),
      } as CallMessage);
      if (answer.type === 'failed') throw errorFromData(answer.error);
      if (answer.type !== 'result')
        throw new AppError('internal', { message: `${method} was answered by ${answer.type}` });
      return unpackResult(method, answer.value);
    };
  }

  #ask(message: ClientMessage): Promise<Answer> {
    return new Promise((resolve) => {
      const { id } = message;
      if (this.#ended !== undefined) {
        resolve({ type: 'failed', id, error: lost(this.#ended) });
        return;
      }
      this.#waiting.set(id, resolve);
      this.#transport.send(message);
    });
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'event') {
      if (message.event.type === 'state') this.#state = message.event.state;
      this.#listeners.tell(message.event);
      return;
    }
    const resolve = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    resolve?.(message);
  }

  #end(reason: string, since: number): void {
    this.#ended = reason;
    for (const [id, resolve] of this.#waiting) resolve({ type: 'failed', id, error: lost(reason) });
    this.#waiting.clear();
    const { busy: _, ...state } = this.#state;
    this.#state = { ...state, health: 'lost', reason: { code: 'engine-lost', data: { reason } }, since };
    this.#listeners.tell({ type: 'state', state: this.#state });
  }
}

const lost = (reason: string): ErrorData => ({ family: 'AppError', code: 'engine-lost', data: { reason } });
