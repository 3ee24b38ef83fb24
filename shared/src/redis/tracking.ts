import type { Bytes } from '../bytes.js';
import { keyPositions } from '../commands/keys.js';
import { array, bulk, NIL, push, type RespValue } from '../resp/value.js';
import type { Context } from './context.js';
import type { Server } from './server.js';
import type { Session, Tracking } from './session.js';

/** Client-side caching (`tracking.c`): who read which key, and whom to tell when it changes. */
export class TrackingTable {
  private readonly server: Server;
  private readonly readers = new Map<Bytes, Set<Session>>();
  private readonly sessions = new Set<Session>();
  /** Keys changed since the last broadcast, with the session that changed each. */
  private readonly changed = new Map<Bytes, Session | undefined>();
  /** What the session in execution is told once its reply is out; undefined for a key is "everything". */
  private pending: { readonly session: Session; readonly key: Bytes | undefined }[] = [];
  /** Told of writes: from the first CLIENT TRACKING ON. */
  private listening = false;

  constructor(server: Server) {
    this.server = server;
  }

  get size(): number {
    return this.sessions.size;
  }

  enable(session: Session, options: Tracking): void {
    if (!this.listening) this.listen();
    session.tracking = options;
    this.sessions.add(session);
  }

  disable(session: Session): void {
    session.tracking = undefined;
    session.caching = false;
    this.sessions.delete(session);
  }

  /** `trackingRememberKeys`, after a command that read. A script's reads count for whoever called it. */
  remember({ command, argv, session, run }: Context): void {
    const reader = run?.caller ?? session;
    const options = reader.tracking;
    if (options === undefined || options.broadcast || !command.reads) return;
    if ((options.optIn && !reader.caching) || (options.optOut && reader.caching)) return;
    for (const { index } of keyPositions(command.spec, argv)) {
      const key = argv[index]!;
      const readers = this.readers.get(key);
      if (readers === undefined) this.readers.set(key, new Set([reader]));
      else readers.add(reader);
    }
  }

  /** After each command of a client: what was held back for it, then the broadcasts. */
  flush(): void {
    const { pending } = this;
    this.pending = [];
    for (const { session, key } of pending) this.tell(session, key === undefined ? NIL : array([bulk(key)]));
    if (this.changed.size > 0) this.broadcast();
  }

  private listen(): void {
    this.listening = true;
    this.server.keyspace.onTouched((_, key) => {
      if (this.sessions.size > 0 && key !== undefined) this.invalidate(key);
    });
  }

  private invalidate(key: Bytes): void {
    const current = this.server.currentSession;
    this.changed.set(key, current);
    const readers = this.readers.get(key);
    if (readers === undefined) return;
    this.readers.delete(key);
    for (const session of readers) {
      const options = session.tracking;
      if (options === undefined || options.broadcast || (options.noLoop && session === current)) continue;
      if (session === current) this.pending.push({ session, key });
      else this.tell(session, array([bulk(key)]));
    }
  }

  /** `trackingInvalidateKeysOnFlush`: a database was emptied, even one without a key. SWAPDB tells nobody. */
  invalidateAll(): void {
    this.readers.clear();
    for (const session of this.sessions) {
      if (session === this.server.currentSession) this.pending.push({ session, key: undefined });
      else this.tell(session, NIL);
    }
  }

  /** `trackingBroadcastInvalidationMessages`: one message for each prefix that has changed keys. */
  private broadcast(): void {
    const changed = [...this.changed].sort(([a], [b]) => (a < b ? -1 : 1));
    this.changed.clear();
    for (const session of this.sessions) {
      const options = session.tracking!;
      if (!options.broadcast) continue;
      for (const prefix of options.prefixes) {
        const keys = changed
          .filter(([key, by]) => key.startsWith(prefix) && !(options.noLoop && by === session))
          .map(([key]) => bulk(key));
        if (keys.length > 0) this.tell(session, array(keys));
      }
    }
  }

  /** `sendTrackingMessage`. */
  private tell(session: Session, keys: RespValue): void {
    const redirect = session.tracking?.redirect;
    const receiver = redirect === undefined ? session : this.server.sessions.get(redirect);
    if (receiver === undefined) {
      if (session.resp === 3)
        session.output(push([bulk('tracking-redir-broken'), { type: 'integer', value: redirect! }]));
    } else if (receiver.resp === 3) receiver.output(push([bulk('invalidate'), keys]));
    else if (receiver !== session && receiver.subscribed)
      receiver.output(push([bulk('message'), bulk('__redis__:invalidate'), keys]));
  }
}
