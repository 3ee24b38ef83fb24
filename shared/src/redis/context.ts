import type { Bytes } from '../bytes.js';
import type { RespVersion } from '../resp/value.js';
import type { Command } from './command.js';
import type { Database } from './database.js';
import type { Keyspace } from './keyspace.js';
import type { Random } from './random.js';
import type { ScriptRun } from './script-run.js';
import type { Server } from './server.js';
import type { Session } from './session.js';

/** Who issues a command: a client, EXEC running a queue, or a script. */
export type Caller = 'client' | 'exec' | 'script';

/** What a handler works with. Good for one command. */
export class Context {
  readonly server: Server;
  /** Whose database, protocol and subscriptions count: the client's, or those of the script that runs. */
  readonly session: Session;
  readonly command: Command;
  readonly caller: Caller;
  /** The script that issues the command. */
  readonly run: ScriptRun | undefined;
  readonly argv: readonly Bytes[];
  private readAt: number | undefined;
  private redacted: Bytes[] | undefined;

  constructor(
    server: Server,
    session: Session,
    command: Command,
    caller: Caller,
    argv: readonly Bytes[],
    run?: ScriptRun,
  ) {
    this.server = server;
    this.session = session;
    this.command = command;
    this.caller = caller;
    this.argv = argv;
    this.run = run;
  }

  /** The selected database: look-ups and the write path. */
  get keys(): Database {
    return this.session.db;
  }

  get keyspace(): Keyspace {
    return this.server.keyspace;
  }

  /** The protocol of whoever reads the reply: of the script while one runs (`redis.setresp`), else of the session. */
  get resp(): RespVersion {
    return this.session.resp;
  }

  get random(): Random {
    return this.server.random;
  }

  /**
   * Clock, whole ms since 1970, when this command first asked (`mstime`): what relative times to live count from. It moves on during a
   * script, while the clock that expiry goes by, `keyspace.now`, stands still at the script's start.
   */
  get now(): number {
    return (this.readAt ??= Math.floor(this.server.clock() / 1000));
  }

  /** The command line as MONITOR and the slow log show it. */
  get shownArgv(): readonly Bytes[] {
    return this.redacted ?? this.argv;
  }

  /** Hides an argument (a password) from MONITOR and the slow log. */
  redact(index: number): void {
    this.redacted ??= [...this.argv];
    if (index < this.redacted.length) this.redacted[index] = '(redacted)';
  }

  /** True when a wait may be answered with `Blocked`. */
  get mayBlock(): boolean {
    return this.caller === 'client';
  }
}
