import type { Bytes } from '@luascope/shared/bytes';
import type { ConsoleId, EngineEvent } from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';
import type { RespConnection } from '../redis/connection.js';
import { Pushes } from './pushes.js';
import type { Target } from '../redis/target.js';

/** The consoles of one visit: each owns a connection with its own database, transaction, protocol and subscriptions, as redis-cli does. */
export class Consoles {
  readonly #target: Target;
  readonly #tell: (event: EngineEvent) => void;
  readonly #connections = new Map<ConsoleId, Promise<RespConnection>>();

  /** `tell` hears of what arrives on a console unasked. */
  constructor(target: Target, tell: (event: EngineEvent) => void) {
    this.#target = target;
    this.#tell = tell;
  }

  /** Sends a command on the console's connection, which is opened when there is none or it has ended. */
  async execute(command: readonly Bytes[], console: ConsoleId): Promise<RespValue> {
    const connection = await this.#connection(console);
    return (await connection.send(command)).value;
  }

  close(): void {
    for (const opening of this.#connections.values())
      void opening.then(
        (connection) => connection.close(),
        () => undefined,
      );
    this.#connections.clear();
  }

  #connection(console: ConsoleId): Promise<RespConnection> {
    const known = this.#connections.get(console);
    if (known !== undefined) return known;
    const opening = this.#open(console);
    this.#connections.set(console, opening);
    const forget = () => {
      if (this.#connections.get(console) === opening) this.#connections.delete(console);
    };
    opening.then((connection) => connection.ended.then(forget), forget);
    return opening;
  }

  async #open(console: ConsoleId): Promise<RespConnection> {
    const connection = await this.#target.open();
    const pushes = new Pushes(console, this.#tell);
    connection.unasked = ({ value }) => pushes.add(value);
    void connection.ended.then(() => pushes.flush());
    try {
      await connection.prepare(this.#target.address?.db ?? 0, 2);
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }
}
