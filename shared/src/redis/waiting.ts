import type { Bytes } from '../bytes.js';
import { error, type RespValue } from '../resp/value.js';
import { Context } from './context.js';
import type { Database } from './database.js';
import type { Delta } from './delta.js';
import { RedisError } from './errors.js';
import type { Server } from './server.js';
import type { Session, Wait } from './session.js';

/** The clients that wait on keys, and the keys that became ready for them. */
export class WaitQueue {
  private readonly server: Server;
  /** By database, then by key: first come, first served. */
  private readonly waiting = new Map<Database, Map<Bytes, Set<Session>>>();
  private ready: { readonly db: Database; readonly key: Bytes }[] = [];
  private readonly blockedSessions = new Set<Session>();

  /** Told of changes: from the first client that waits on. */
  private listening = false;

  constructor(server: Server) {
    this.server = server;
  }

  get size(): number {
    return this.blockedSessions.size;
  }

  /** The sessions that wait, oldest first. */
  sessions(): Iterable<Session> {
    return this.blockedSessions;
  }

  /** `blockForKeys`. */
  block(session: Session, wait: Wait): void {
    if (!this.listening) this.listen();
    session.wait = wait;
    this.blockedSessions.add(session);
    let byKey = this.waiting.get(wait.db);
    if (byKey === undefined) this.waiting.set(wait.db, (byKey = new Map<Bytes, Set<Session>>()));
    for (const key of wait.blocked.keys) {
      const sessions = byKey.get(key);
      if (sessions === undefined) byKey.set(key, new Set([session]));
      else sessions.add(session);
    }
  }

  /** Ends a wait without an answer. */
  unblock(session: Session): void {
    const { wait } = session;
    if (wait === undefined) return;
    session.wait = undefined;
    this.blockedSessions.delete(session);
    const byKey = this.waiting.get(wait.db)!;
    for (const key of wait.blocked.keys) {
      const sessions = byKey.get(key);
      sessions?.delete(session);
      if (sessions?.size === 0) byKey.delete(key);
    }
    if (byKey.size === 0) this.waiting.delete(wait.db);
  }

  /** Ends a wait with a reply. */
  finish(session: Session, reply: RespValue): void {
    if (session.wait !== undefined) {
      const { command } = session.wait;
      if (reply.type === 'error') command.statistics.failed++;
      // `updateStatsOnUnblock`: serving a client takes no time that could be told.
      if (this.server.config.latency.tracked) command.recordLatency(0);
    }
    this.unblock(session);
    this.server.deliver(session, reply);
  }

  /** Answers the waits whose time is over. */
  expire(now: number): void {
    for (const session of this.blockedSessions) {
      const { wait } = session;
      if (wait?.deadline !== undefined && wait.deadline <= now) this.finish(session, wait.blocked.timeoutReply);
    }
  }

  /** The clock, ms, of the next wait to time out. */
  nextDeadline(): number | undefined {
    let next: number | undefined;
    for (const { wait } of this.blockedSessions)
      if (wait?.deadline !== undefined && (next === undefined || wait.deadline < next)) next = wait.deadline;
    return next;
  }

  /** `handleClientsBlockedOnKeys`: after each command of a client, with all that it called. Serving may make further keys ready. */
  serveReady(): void {
    while (this.ready.length > 0) {
      const batch = this.ready;
      this.ready = [];
      const seen = new Map<Database, Set<Bytes>>();
      for (const { db, key } of batch) {
        const keys = seen.get(db) ?? new Set<Bytes>();
        if (keys.has(key)) continue;
        seen.set(db, keys.add(key));
        this.serve(db, key);
      }
    }
  }

  private listen(): void {
    this.listening = true;
    this.server.keyspace.journal.listen((delta, undone) => {
      if (!undone && this.waiting.size > 0 && mayServe(delta))
        this.signal(delta.db, delta.kind === 'database' ? undefined : delta.key);
    });
  }

  private signal(db: Database, key: Bytes | undefined): void {
    const byKey = this.waiting.get(db);
    if (byKey === undefined) return;
    if (key === undefined) for (const waitedFor of byKey.keys()) this.ready.push({ db, key: waitedFor });
    else if (byKey.has(key)) this.ready.push({ db, key });
  }

  private serve(db: Database, key: Bytes): void {
    const sessions = this.waiting.get(db)?.get(key);
    if (sessions === undefined) return;
    this.server.readClock();
    for (const session of sessions) {
      const { wait } = session;
      if (wait === undefined) continue;
      const type = db.peek(key)?.type;
      if (type !== wait.blocked.type && !wait.blocked.servesMissing) continue;
      const reply = this.attempt(session, wait, key);
      if (reply !== undefined) this.finish(session, reply);
    }
  }

  private attempt(session: Session, wait: Wait, key: Bytes): RespValue | undefined {
    try {
      return wait.blocked.serve(new Context(this.server, session, wait.command, 'client', []), key);
    } catch (thrown) {
      if (thrown instanceof RedisError) return this.server.errorReply(thrown.text);
      throw thrown;
    }
  }
}

/**
 * `signalKeyAsReady`: a key appeared, a stream got an entry; and for XREADGROUP, a key or a group went away. A list or sorted set that is
 * there already has nobody waiting.
 */
function mayServe(delta: Delta): boolean {
  if (delta.kind !== 'value') return delta.kind !== 'expiry';
  return delta.change.kind === 'stream.append' || delta.change.kind === 'group.remove';
}

/** CLIENT UNBLOCK id ERROR. */
export const UNBLOCKED = error('UNBLOCKED client unblocked via CLIENT UNBLOCK');
