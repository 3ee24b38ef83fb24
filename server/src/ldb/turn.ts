import type { Target } from '../redis/target.js';

const CHANNEL = 'luascope:debug-session';
const MAX_TRIES = 200;
const WAIT_MS = 25;

/**
 * Lets one debug session begin at a time on a server: the server keeps a single global for the connection that debugs, and two sessions that
 * begin together get each other's stops. Within this process by a queue; among processes by a channel that only one may be subscribed to,
 * which leaves no key behind and goes with the connection.
 */
export class DebugTurns {
  readonly #target: Target;
  #last: Promise<unknown> = Promise.resolve();

  constructor(target: Target) {
    this.#target = target;
  }

  /** Runs `session` when it is its turn; the turn ends with the first of: `started` is called, the session ends. */
  async take<T>(session: (started: () => void) => Promise<T>): Promise<T> {
    const before = this.#last;
    let next = (): void => undefined;
    this.#last = new Promise<void>((resolve) => (next = resolve));
    await before;
    let giveUp = (): void => undefined;
    const started = (): void => {
      giveUp();
      next();
    };
    try {
      giveUp = await this.#claim();
      return await session(started);
    } finally {
      started();
    }
  }

  /** Resolves with what gives the channel up. Where the user may not subscribe, only this process is kept in order. */
  async #claim(): Promise<() => void> {
    const connection = await this.#target.open();
    for (let i = 0; i < MAX_TRIES; i++) {
      const { value } = await connection.send(['SUBSCRIBE', CHANNEL]);
      const count = value.type === 'error' ? undefined : await this.#subscribers();
      if (count === undefined || count <= 1) return () => connection.close();
      await connection.send(['UNSUBSCRIBE', CHANNEL]);
      // Two that saw each other must not try again at the same moment.
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS * (0.5 + Math.random())));
    }
    connection.close();
    return () => undefined;
  }

  async #subscribers(): Promise<number | undefined> {
    const { connection, giveBack } = await this.#target.lease(this.#target.address?.db ?? 0, 2);
    const { value } = await connection.send(['PUBSUB', 'NUMSUB', CHANNEL]);
    giveBack();
    const count = value.type === 'array' ? value.items[1] : undefined;
    return count?.type === 'integer' ? Number(count.value) : undefined;
  }
}

const turns = new WeakMap<Target, DebugTurns>();

/** The one queue of a target: all visits of this process share it. */
export function turnsOf(target: Target): DebugTurns {
  let known = turns.get(target);
  if (known === undefined) turns.set(target, (known = new DebugTurns(target)));
  return known;
}
