import type { Bytes } from '../bytes.js';
import type { RespValue, RespVersion } from '../resp/value.js';
import type { User } from './acl-user.js';
import type { Blocked } from './blocking.js';
import type { Command } from './command.js';
import type { Database } from './database.js';
import type { CommandFlags } from './family.js';
import type { Server } from './server.js';

/** Takes whatever is sent outside the direct answer to a command: messages, late replies of blocked commands. */
export type Output = (reply: RespValue) => void;

/** A wait in progress. `deadline` is a clock, ms; undefined waits for ever. */
export interface Wait {
  readonly blocked: Blocked;
  readonly command: Command;
  readonly db: Database;
  readonly deadline: number | undefined;
}

/** A command of a MULTI. */
export interface Queued {
  readonly command: Command;
  readonly argv: readonly Bytes[];
  /** Of this command line when it was queued. */
  readonly flags: CommandFlags;
}

/** A MULTI in progress: the queue, and whether an error while queueing dooms it (`CLIENT_DIRTY_EXEC`). */
export interface Transaction {
  readonly queue: Queued[];
  doomed: boolean;
}

/** A key watched, and whether it was already expired when WATCH came. */
export interface Watch {
  readonly session: Session;
  readonly db: Database;
  readonly key: Bytes;
  expired: boolean;
}

/** Which replies are sent: CLIENT REPLY. `skip-next` drops those of the next command. */
export type ReplyMode = 'on' | 'off' | 'skip-next' | 'skip-now';

/** Client-side caching: CLIENT TRACKING ON and its options. */
export interface Tracking {
  /** The client that is told instead of this one. */
  readonly redirect: number | undefined;
  readonly broadcast: boolean;
  readonly prefixes: readonly Bytes[];
  readonly optIn: boolean;
  readonly optOut: boolean;
  readonly noLoop: boolean;
}

/** Where a session comes from, as CLIENT LIST shows it. */
export interface Peer {
  /** `127.0.0.1:50000`. */
  readonly address: Bytes;
  readonly localAddress: Bytes;
}

/** One client of the server. */
export class Session {
  readonly id: number;
  private readonly send: Output;
  /** While EXEC runs: what its commands answer and send to this client, in order, instead of sending it. */
  collected: RespValue[] | undefined;
  readonly peer: Peer;
  /** Clock, ms. */
  readonly createdAt: number;
  lastCommandAt: number;
  lastCommand: Command | undefined;
  /** The last command line. */
  argv: readonly Bytes[] = [];
  name: Bytes = '';
  /** The selected database. */
  db: Database;
  resp: RespVersion = 2;
  user: User;
  authenticated: boolean;
  transaction: Transaction | undefined;
  readonly watches: Watch[] = [];
  /** A watched key was written (`CLIENT_DIRTY_CAS`). */
  watchBroken = false;
  wait: Wait | undefined;
  /** A command held back by CLIENT PAUSE. */
  postponed: readonly Bytes[] | undefined;
  readonly channels = new Set<Bytes>();
  readonly patterns = new Set<Bytes>();
  readonly shardChannels = new Set<Bytes>();
  replyMode: ReplyMode = 'on';
  noEvict = false;
  /** CLIENT TRACKING is on. */
  tracking: Tracking | undefined;
  /** CLIENT CACHING was called, and holds until a command that is no CLIENT. */
  caching = false;
  /** QUIT, CLIENT KILL or a protocol error: the host closes the connection once what it has to send is sent. */
  closing = false;

  constructor(id: number, server: Server, output: Output, peer: Peer) {
    const now = Math.floor(server.clock() / 1000);
    this.id = id;
    this.db = server.keyspace.databases[0]!;
    this.user = server.acl.defaultUser;
    this.authenticated = this.user.noPassword && this.user.enabled;
    this.createdAt = now;
    this.lastCommandAt = now;
    this.send = output;
    this.peer = peer;
  }

  /** Sends what is not the direct answer to a command. */
  output(reply: RespValue): void {
    if (this.collected === undefined) this.send(reply);
    else this.collected.push(reply);
  }

  /** Channels and patterns: in RESP2 a client that has any may send only a few commands. */
  get subscriptions(): number {
    return this.channels.size + this.patterns.size;
  }

  get subscribed(): boolean {
    return this.subscriptions + this.shardChannels.size > 0;
  }

  /** The next command of this client has to wait: its reply is still to come. */
  get blocked(): boolean {
    return this.wait !== undefined || this.postponed !== undefined;
  }
}
