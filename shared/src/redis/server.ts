import type { Keyspace } from './keyspace.js';

/** The emulator: databases, clients, configuration and the one place where commands are dispatched. */
export class Server {
  readonly keyspace: Keyspace;

  constructor(keyspace: Keyspace) {
    this.keyspace = keyspace;
  }
}
