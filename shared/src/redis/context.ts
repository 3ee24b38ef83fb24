import type { RespVersion } from '../resp/value.js';
import type { Database } from './database.js';
import type { Keyspace } from './keyspace.js';
import type { Random } from './random.js';
import type { Server } from './server.js';
import type { Session } from './session.js';

/** Who issues a command: a client, EXEC running a queue, or a script. */
export type Caller = 'client' | 'exec' | 'script';

/** What a handler works with. Good for one command. */
export interface Context {
  readonly server: Server;
  readonly session: Session;
  readonly caller: Caller;
  /** The protocol of whoever reads the reply: of the script while one runs (`redis.setresp`), else of the session. */
  readonly resp: RespVersion;
  /** The selected database: look-ups and the write path. */
  readonly keys: Database;
  readonly keyspace: Keyspace;
  /** Clock, ms since 1970, at which the command (or its script) began; what expiry compares with. */
  readonly now: number;
  readonly random: Random;
  /** True when a wait may be answered with `Blocked`. */
  readonly mayBlock: boolean;
}
