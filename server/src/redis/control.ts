import type { KillOutcome, ServerFacts } from '@luascope/shared/debug';
import { error as errorReply, OK } from '@luascope/shared/resp';
import { Redis, type RedisOptions } from 'ioredis';
import type { RedisAddress } from './address.js';
import { type Reason, reasonOf } from './reason.js';

/** What the control connection knows about the server at this moment. */
export type Pulse =
  | { readonly kind: 'ready' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'lost'; readonly reason: Reason };

export type Identity = Pick<ServerFacts, 'product' | 'version'> & {
  readonly cluster: boolean;
  readonly user: string | undefined;
};

const BEAT_MS = 1000;
const FAST_BEAT_MS = 200;
/** Past the default `busy-reply-threshold` of 5 s: until then a server that runs a script answers nobody. */
const SILENCE_MS = 10_000;

/**
 * The connection by which a target is watched, and its scripts are killed. It is open before the first run, and it asks for nothing that a
 * busy server would refuse: no SELECT, no ready check. ioredis brings discovery, retry with backoff and the way back.
 */
export class Control {
  readonly #redis: Redis;
  readonly #label: string;
  readonly #changed: (pulse: Pulse) => void;
  #pulse: Pulse | undefined;
  #timer: NodeJS.Timeout | undefined;
  #waitingSince: number | undefined;
  #lastError: unknown;
  #fast = false;

  /** `changed` is told of every pulse that differs in kind or reason from the one before. */
  constructor(address: RedisAddress, changed: (pulse: Pulse) => void) {
    this.#label = address.label;
    this.#changed = changed;
    this.#redis = new Redis(watchOptions(address));
    this.#redis.on('error', (error: unknown) => {
      this.#lastError = error;
      if (this.#redis.status !== 'ready') this.#tell({ kind: 'lost', reason: reasonOf(error, this.#label) });
    });
    this.#redis.on('ready', () => {
      this.#lastError = undefined;
      this.#waitingSince = undefined;
      void this.#beat();
    });
    this.#redis.on('close', () => {
      clearTimeout(this.#timer);
      this.#tell({ kind: 'lost', reason: reasonOf(this.#lastError, this.#label) });
    });
    this.#redis.connect().catch(() => undefined);
  }

  /** While a run goes on, the server is looked at more often. */
  set attentive(on: boolean) {
    if (on === this.#fast) return;
    this.#fast = on;
    if (on && this.#waitingSince === undefined && this.#redis.status === 'ready') void this.#beat();
  }

  /** Tries at once instead of at the end of the backoff; for a server of our own that has just been started again. */
  reconnect(): void {
    if (this.#redis.status === 'reconnecting' || this.#redis.status === 'end')
      this.#redis.connect().catch(() => undefined);
  }

  /** A reply on another connection tells as much as a beat of this one. */
  heard(kind: 'ready' | 'busy'): void {
    if (this.#redis.status === 'ready') this.#tell({ kind });
  }

  /**
   * SCRIPT KILL, or FUNCTION KILL when a function is what runs. Waits until the server answers, which it does only after
   * `busy-reply-threshold`. Rejects when the connection is lost meanwhile.
   */
  async kill(): Promise<KillOutcome> {
    const text = await this.#tryKill('SCRIPT');
    const other = /FUNCTION KILL/.test(text ?? '') ? await this.#tryKill('FUNCTION') : text;
    if (other === undefined) return { outcome: 'killed', reply: OK };
    const outcome = other.startsWith('UNKILLABLE') ? 'unkillable' : 'notbusy';
    return { outcome, reply: errorReply(other) };
  }

  /** What the server says about itself. Rejects while it is busy or lost. */
  async identify(): Promise<Identity> {
    const hello = await this.#hello();
    const info = await this.#info();
    const user = await this.#redis.call('ACL', 'WHOAMI').catch(() => undefined);
    const valkey = info.get('server_name') === 'valkey' || info.has('valkey_version');
    return {
      product: valkey ? 'valkey' : 'redis',
      version:
        (valkey ? info.get('valkey_version') : undefined) ?? hello.get('version') ?? info.get('redis_version') ?? '',
      cluster: (hello.get('mode') ?? info.get('redis_mode')) === 'cluster',
      user: typeof user === 'string' ? user : undefined,
    };
  }

  /**
   * What the server answers when it is asked to end a debug session that there is none of, should that be an error: it will not begin one
   * either. A managed server does not know the command, an ACL may forbid it. Rejects while the server is lost.
   */
  async debugRefusal(): Promise<string | undefined> {
    try {
      await this.#redis.call('SCRIPT', 'DEBUG', 'NO');
      return undefined;
    } catch (error) {
      // Busy and loading servers refuse everything for a while; that says nothing.
      if (isReply(error)) return beatKind(error.message) === 'ready' ? error.message : undefined;
      throw error;
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#redis.removeAllListeners();
    this.#redis.on('error', () => undefined);
    this.#redis.disconnect();
  }

  async #tryKill(family: 'SCRIPT' | 'FUNCTION'): Promise<string | undefined> {
    try {
      await this.#redis.call(family, 'KILL');
      return undefined;
    } catch (error) {
      if (isReply(error)) return error.message;
      throw error;
    }
  }

  /** HELLO without a protocol needs no permission and is answered even by a busy server; a Redis before 6 does not know it. */
  async #hello(): Promise<ReadonlyMap<string, string>> {
    const flat = await this.#redis.call('HELLO').catch(() => []);
    const facts = new Map<string, string>();
    if (Array.isArray(flat))
      for (let i = 0; i + 1 < flat.length; i += 2) facts.set(String(flat[i]), String(flat[i + 1]));
    return facts;
  }

  async #info(): Promise<ReadonlyMap<string, string>> {
    const text = await this.#redis.call('INFO', 'server').catch(() => '');
    const lines = typeof text === 'string' ? text.split('\r\n') : [];
    return new Map(
      lines.flatMap((line) => {
        const colon = line.indexOf(':');
        return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
      }),
    );
  }

  async #beat(): Promise<void> {
    clearTimeout(this.#timer);
    this.#waitingSince = Date.now();
    this.#timer = setTimeout(() => this.#silence(), SILENCE_MS);
    try {
      await this.#redis.call('PING');
      this.#tell({ kind: 'ready' });
    } catch (error) {
      // The connection ended: the close event has told, or will.
      if (!isReply(error)) return;
      this.#tell({ kind: beatKind(error.message) });
    } finally {
      this.#waitingSince = undefined;
    }
    clearTimeout(this.#timer);
    const often = this.#fast || this.#pulse?.kind !== 'ready';
    this.#timer = setTimeout(() => void this.#beat(), often ? FAST_BEAT_MS : BEAT_MS);
  }

  #silence(): void {
    this.#lastError = Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' });
    this.#redis.disconnect(true);
  }

  #tell(pulse: Pulse): void {
    const before = this.#pulse;
    this.#pulse = pulse;
    const same =
      before?.kind === pulse.kind &&
      (pulse.kind !== 'lost' || (before.kind === 'lost' && before.reason.code === pulse.reason.code));
    if (!same) this.#changed(pulse);
  }
}

function watchOptions(address: RedisAddress): Omit<RedisOptions, 'replyMapping'> {
  return {
    ...address.socket.options,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(address.password === undefined ? {} : { password: address.password }),
    protocol: 2,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    connectTimeout: 5000,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 3000),
  };
}

/** Any other error reply (no permission for PING, a replica without its master) is a sign of life. */
function beatKind(text: string): 'ready' | 'busy' | 'loading' {
  if (text.startsWith('BUSY')) return 'busy';
  return text.startsWith('LOADING') ? 'loading' : 'ready';
}

function isReply(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}
