import type { Bytes } from '../bytes.js';
import type { RespValue, RespVersion } from '../resp/value.js';
import type { Blocked } from './blocking.js';
import type { Database } from './database.js';

/** Takes whatever is sent outside the direct answer to a command: messages, late replies of blocked commands. */
export type Output = (reply: RespValue) => void;

/** A wait in progress. `deadline` is a clock, ms; undefined waits for ever. */
export interface Wait {
  readonly blocked: Blocked;
  readonly db: Database;
  readonly deadline: number | undefined;
}

/** A MULTI in progress: the queue, and whether an error while queueing dooms it (`CLIENT_DIRTY_EXEC`). */
export interface Transaction {
  readonly queue: (readonly Bytes[])[];
  doomed: boolean;
}

/** A key watched, and whether it was already expired when WATCH came. */
export interface Watch {
  readonly db: Database;
  readonly key: Bytes;
  readonly expired: boolean;
}

/** One client of the server. */
export class Session {
  readonly id: number;
  readonly output: Output;
  name: Bytes = '';
  /** The selected database. */
  db: Database;
  resp: RespVersion = 2;
  transaction: Transaction | undefined;
  readonly watches: Watch[] = [];
  /** A watched key was written (`CLIENT_DIRTY_CAS`). */
  watchBroken = false;
  wait: Wait | undefined;
  readonly channels = new Set<Bytes>();
  readonly patterns = new Set<Bytes>();
  readonly shardChannels = new Set<Bytes>();

  constructor(id: number, db: Database, output: Output) {
    this.id = id;
    this.db = db;
    this.output = output;
  }

  get subscriptions(): number {
    return this.channels.size + this.patterns.size;
  }
}
