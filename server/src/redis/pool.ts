import type { RespVersion } from '@luascope/shared/resp';
import type { RedisAddress } from './address.js';
import { RespConnection } from './connection.js';

/** A connection that is one's own until `giveBack`. */
export interface Lease {
  readonly connection: RespConnection;
  readonly giveBack: () => void;
}

/** So many connections wait for the next run; more than that are closed when they are given back. */
const KEPT_IDLE = 4;

/**
 * Connections for runs. A run has one to itself, so that a script that loops blocks nobody's next command here: that is answered BUSY by the
 * server, as any client's is. Scripts leave nothing behind on a connection, except the database and protocol chosen for them.
 */
export class ConnectionPool {
  readonly #address: RedisAddress;
  readonly #idle: RespConnection[] = [];
  readonly #leased = new Set<RespConnection>();

  constructor(address: RedisAddress) {
    this.#address = address;
  }

  /** A connection on that database and protocol; rejects as {@link RespConnection.open} and {@link RespConnection.prepare} do. */
  async lease(db: number, resp: RespVersion): Promise<Lease> {
    const connection = this.#takeIdle(db, resp) ?? (await RespConnection.open(this.#address));
    this.#leased.add(connection);
    const lease = { connection, giveBack: () => this.#giveBack(connection) };
    try {
      await connection.prepare(db, resp);
    } catch (error) {
      lease.giveBack();
      throw error;
    }
    return lease;
  }

  close(): void {
    for (const connection of [...this.#idle.splice(0), ...this.#leased]) connection.close();
  }

  /** One that fits without a command if there is one. */
  #takeIdle(db: number, resp: RespVersion): RespConnection | undefined {
    for (let i = this.#idle.length - 1; i >= 0; i--) if (!this.#idle[i]!.open) this.#idle.splice(i, 1);
    // -1, nothing fits: any other one will do.
    const fitting = this.#idle.findLastIndex((connection) => connection.db === db && connection.resp === resp);
    return this.#idle.splice(fitting, 1)[0];
  }

  #giveBack(connection: RespConnection): void {
    if (!this.#leased.delete(connection) || !connection.open) return;
    if (connection.pending > 0 || this.#idle.length >= KEPT_IDLE) connection.close();
    else this.#idle.push(connection);
  }
}
