import {
  AppError,
  type Capabilities,
  type EngineEvent,
  type EngineState,
  type KillOutcome,
} from '@luascope/shared/debug';
import type { RespValue, RespVersion } from '@luascope/shared/resp';
import type { Logger } from 'pino';
import type { RedisAddress } from './address.js';
import { RespConnection } from './connection.js';
import { Control, type Identity, type Pulse } from './control.js';
import { Guard } from './guard.js';
import { ConnectionPool, type Lease } from './pool.js';
import type { PrivateServer, ServerEnd } from './private-server.js';
import type { Reason } from './reason.js';

/** Where a target's Redis comes from. */
export type Supply =
  | { readonly kind: 'address'; readonly address: RedisAddress }
  | { readonly kind: 'private'; readonly server: PrivateServer }
  | { readonly kind: 'none'; readonly reason: Reason };

/** A private server that ends this soon after its start, this many times in a row, is given up. */
const SOON_MS = 2000;
const MAX_QUICK_ENDS = 3;

/**
 * One Redis and everything this process keeps for it: the control connection, the pool of connections that run scripts, the private server
 * when it is ours, and the state that every visit is told of. Lives as long as the process.
 */
export class Target {
  readonly guard: Guard;
  readonly #supply: Supply;
  readonly #log: Logger;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #pool: ConnectionPool | undefined;
  readonly #runsSince = new Set<number>();
  #control: Control | undefined;
  #identity: Identity | undefined;
  /** What the server answers to SCRIPT DEBUG, when it refuses that. */
  #debugRefusal: string | undefined;
  #state: EngineState;
  #wrote = false;
  #crash: Reason | undefined;
  #quickEnds = 0;
  #closed = false;

  constructor(supply: Supply, allow: ReadonlySet<string>, log: Logger) {
    this.#supply = supply;
    this.#log = log;
    this.guard = new Guard(supply.kind === 'private', allow);
    const address = this.address;
    this.#pool = address === undefined ? undefined : new ConnectionPool(address);
    this.#state = {
      health: supply.kind === 'none' ? 'off' : 'starting',
      reason: supply.kind === 'none' ? supply.reason : { code: 'connecting', data: { address: address?.label ?? '' } },
      since: Date.now(),
      capabilities: this.#capabilities(),
    };
  }

  /** Starts the private server if it is ours, and the control connection. Resolves when the server is known or not to be reached. */
  async start(): Promise<void> {
    if (this.#supply.kind === 'none') return;
    if (this.#supply.kind === 'private' && !(await this.#startServer(this.#supply.server))) return;
    const settled = new Promise<void>((resolve) => {
      const stop = this.subscribe((event) => {
        if (event.type !== 'state' || event.state.health === 'starting') return;
        queueMicrotask(() => stop());
        resolve();
      });
    });
    this.#connectControl();
    await settled;
  }

  get state(): EngineState {
    return this.#state.busy === undefined ? this.#state : { ...this.#state, busy: this.#busy() };
  }

  get address(): RedisAddress | undefined {
    if (this.#supply.kind === 'none') return undefined;
    return this.#supply.kind === 'address' ? this.#supply.address : this.#supply.server.address;
  }

  get ours(): boolean {
    return this.#supply.kind === 'private';
  }

  /** Why our own server has just ended, when it has: its end is noticed a moment after its connections. Undefined for another's. */
  async crash(): Promise<Reason | undefined> {
    if (!this.ours) return undefined;
    const deadline = performance.now() + CRASH_NOTICED_MS;
    while (this.#crash === undefined && performance.now() < deadline)
      await this.#nextState(deadline - performance.now());
    return this.#crash;
  }

  /**
   * Reached by TLS. A debug session cannot be forked there: the server's parent process says goodbye on the connection that its child goes on
   * with, and both number their TLS records alike.
   */
  get secure(): boolean {
    return this.address?.socket.options.tls !== undefined;
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    const own = (event: EngineEvent) => listener(event);
    this.#listeners.add(own);
    own({ type: 'state', state: this.state });
    return () => void this.#listeners.delete(own);
  }

  /** Tells every visit of something that one of them did. */
  tell(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /**
   * A connection of one's own until it is given back, on that database and protocol. Rejects with `AppError` `engine-off` or `engine-lost`,
   * or with the `RedisError` that SELECT or HELLO was answered.
   */
  async lease(db: number, resp: RespVersion): Promise<Lease> {
    if (this.#pool === undefined) throw this.unavailable();
    return this.#reached(this.#pool.lease(db, resp));
  }

  /** A connection that nobody else uses; its owner closes it. */
  async open(): Promise<RespConnection> {
    if (this.address === undefined) throw this.unavailable();
    return this.#reached(RespConnection.open(this.address));
  }

  /** Watches the server closely while `run` goes on, and knows since when, should it turn out busy. */
  async running<T>(run: () => Promise<T>): Promise<T> {
    const since = performance.now();
    this.#runsSince.add(since);
    const attention = setTimeout(() => this.#attend(), ATTENTION_MS);
    try {
      return await run();
    } finally {
      clearTimeout(attention);
      this.#runsSince.delete(since);
      if (this.#runsSince.size === 0 && this.#control !== undefined) this.#control.attentive = false;
    }
  }

  /** Takes note of a reply to anything but what a busy server answers as well: it says whether the server is busy. */
  heard(reply: RespValue): void {
    const busy = reply.type === 'error' && reply.text.startsWith('BUSY ');
    if (busy || this.#state.health === 'busy') this.#control?.heard(busy ? 'busy' : 'ready');
  }

  async kill(): Promise<KillOutcome> {
    if (this.#control === undefined) throw this.unavailable();
    const outcome = await this.#reached(this.#control.kill());
    if (outcome.outcome === 'unkillable') this.#hasWritten();
    return outcome;
  }

  /** Takes note that SCRIPT DEBUG was refused, as it may be from one moment to the next: an ACL was changed. */
  debugRefused(reply: string): void {
    if (this.#debugRefusal === reply) return;
    this.#debugRefusal = reply;
    this.#become(this.#state);
  }

  /** Asks once more for debug sessions if they were refused: an ACL may have been changed again. */
  async askDebugAgain(): Promise<void> {
    if (this.#debugRefusal === undefined || this.#state.health !== 'ready') return;
    const before = this.#debugRefusal;
    // Lost meanwhile: it is asked when the server is back.
    this.#debugRefusal = await this.#control?.debugRefusal().catch(() => before);
    if (this.#debugRefusal !== before) this.#become(this.#state);
  }

  /** Takes note of what a busy server answered to a console. */
  heardInConsole(reply: RespValue): void {
    if (reply.type === 'error' && reply.text.startsWith('UNKILLABLE ')) this.#hasWritten();
  }

  /** Throws {@link unavailable} when there is nothing to talk to. */
  checkUsable(): void {
    const { health } = this.#state;
    if (health === 'off' || health === 'lost') throw this.unavailable();
  }

  /** `engine-off` or `engine-lost`, with the reason's code and data. */
  unavailable(): AppError {
    const { health, reason } = this.#state;
    return new AppError(health === 'off' ? 'engine-off' : 'engine-lost', {
      ...reason?.data,
      reason: reason?.code ?? 'closed',
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#control?.close();
    this.#pool?.close();
    if (this.#supply.kind === 'private') await this.#supply.server.stop();
  }

  #nextState(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, limitMs);
      this.#listeners.add(done);
    });
  }

  #attend(): void {
    if (this.#control !== undefined) this.#control.attentive = true;
  }

  async #reached<T>(attempt: Promise<T>): Promise<T> {
    try {
      return await attempt;
    } catch (error) {
      // Only the codes of our own reasons leave this process; a socket's error may name more than an address.
      if (error instanceof Error && error.name !== 'RedisError' && !(error instanceof AppError))
        throw this.unavailable();
      throw error;
    }
  }

  async #startServer(server: PrivateServer): Promise<boolean> {
    const started = Date.now();
    try {
      await server.start((end) => void this.#serverEnded(server, end, Date.now() - started));
      return true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#log.error({ why }, 'the private server does not start');
      this.#become({
        ...this.#state,
        health: 'off',
        reason: { code: 'server-failed', data: { why } },
        since: Date.now(),
      });
      return false;
    }
  }

  async #serverEnded(server: PrivateServer, end: ServerEnd, livedMs: number): Promise<void> {
    if (this.#closed) return;
    this.#quickEnds = livedMs < SOON_MS ? this.#quickEnds + 1 : 0;
    const data = {
      why: end.why,
      ...(end.signal !== null && { signal: end.signal }),
      ...(end.code !== null && { exitCode: end.code }),
    };
    this.#log.warn(data, 'the private server ended');
    if (this.#quickEnds >= MAX_QUICK_ENDS) {
      this.#become({ ...this.#state, health: 'off', reason: { code: 'server-failed', data }, since: Date.now() });
      return;
    }
    this.#crash = { code: 'server-crashed', data };
    this.#become(without(this.#state, { health: 'starting', reason: this.#crash, since: Date.now() }));
    if (!(await this.#startServer(server)) || this.#closed) return;
    this.#control?.reconnect();
    for (const what of ['data', 'scripts', 'functions'] as const) this.tell({ type: 'changed', what });
  }

  #connectControl(): void {
    const address = this.address;
    if (address !== undefined) this.#control = new Control(address, (pulse) => void this.#pulse(pulse));
  }

  async #pulse(pulse: Pulse): Promise<void> {
    switch (pulse.kind) {
      case 'ready':
        // A server that was only busy is the one it was.
        if (this.#state.health !== 'busy') await this.#identify();
        this.#crash = undefined;
        this.#wrote = false;
        this.#become(without(this.#state, { health: 'ready', since: Date.now() }));
        return;
      case 'busy':
        if (this.#identity === undefined) await this.#identify();
        this.#become({
          ...without(this.#state, { health: 'busy', since: Date.now() - this.#runningMs() }),
          busy: this.#busy(),
        });
        return;
      case 'loading':
        this.#become(without(this.#state, { health: 'starting', reason: this.#named('loading'), since: Date.now() }));
        return;
      case 'lost':
        // While our own server is started again, its end is the reason to show, not the closed connection.
        if (this.#crash !== undefined || this.#state.health === 'off') return;
        this.#become(without(this.#state, { health: 'lost', reason: pulse.reason, since: Date.now() }));
    }
  }

  #named(code: Reason['code']): Reason {
    return { code, data: { address: this.address?.label ?? '' } };
  }

  async #identify(): Promise<void> {
    try {
      this.#identity = await this.#control?.identify();
      this.#debugRefusal = this.secure ? undefined : await this.#control?.debugRefusal();
    } catch {
      // Lost again while it was asked; the next pulse says so.
    }
  }

  /** UNKILLABLE was answered: what runs has written. */
  #hasWritten(): void {
    if (this.#state.health !== 'busy') return;
    this.#wrote = true;
    this.#become({ ...this.#state, busy: this.#busy() });
  }

  #busy(): NonNullable<EngineState['busy']> {
    const elapsedMs = this.#state.health === 'busy' ? Date.now() - this.#state.since : this.#runningMs();
    return { elapsedMs, ...(this.#wrote && { wrote: true }) };
  }

  /** How long our oldest run has gone on; 0 when it is somebody else's script: when that began is not known. */
  #runningMs(): number {
    return this.#runsSince.size === 0 ? 0 : Math.round(performance.now() - Math.min(...this.#runsSince));
  }

  #become(state: EngineState): void {
    const address = this.address;
    const identity = this.#identity;
    this.#state = {
      ...state,
      capabilities: this.#capabilities(),
      ...(identity !== undefined &&
        address !== undefined && {
          server: {
            product: identity.product,
            version: identity.version,
            address: address.label,
            db: address.db,
            ours: this.ours,
            ...(identity.user !== undefined && { user: identity.user }),
          },
        }),
    };
    this.#log.info(
      { health: state.health, ...(state.reason && { reason: state.reason.code }) },
      'the live target is %s',
      state.health,
    );
    this.tell({ type: 'state', state: this.state });
  }

  #noRecord(): Capabilities['noRecord'] {
    if (this.secure) return { code: 'tls' };
    return this.#debugRefusal === undefined ? undefined : { code: 'refused', reply: this.#debugRefusal };
  }

  #capabilities(): Capabilities {
    const noRecord = this.#noRecord();
    const records = noRecord === undefined;
    return {
      record: records,
      stepBack: records,
      dryRun: records,
      ...(noRecord && { noRecord }),
      freshData: this.ours,
      calls: false,
      keyChanges: false,
      confirmWrites: this.#supply.kind === 'address',
      kill: true,
      shutdown: this.guard.refused(['SHUTDOWN', 'NOSAVE']) === undefined,
      cluster: this.#identity?.cluster ?? false,
      times: 'server',
      versions: this.#identity === undefined ? [] : [this.#identity.version],
    };
  }
}

const CRASH_NOTICED_MS = 1000;

/** A run is worth closer looks at the server when it has lasted this long. */
const ATTENTION_MS = 300;

/** A state without what belonged to the one before. */
function without(state: EngineState, next: Pick<EngineState, 'health' | 'reason' | 'since'>): EngineState {
  const { reason: _reason, busy: _busy, ...kept } = state;
  return { ...kept, ...next };
}
