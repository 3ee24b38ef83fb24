import type { Bytes } from '../bytes.js';
import { bulk, NIL, push, type RespValue } from '../resp/value.js';
import type { Session } from './session.js';
import { globMatch } from './values/glob.js';

/** The three kinds of subscription; shard channels have a name space of their own. */
export type SubscriptionKind = 'channel' | 'pattern' | 'shard';

interface Registry {
  readonly bySubscription: Map<Bytes, Set<Session>>;
  readonly ofSession: (session: Session) => Set<Bytes>;
  readonly prefix: '' | 'p' | 's';
}

/** Who listens to what. Messages go to the sessions' outputs at once. */
export class PubSub {
  private readonly registries: Readonly<Record<SubscriptionKind, Registry>> = {
    channel: { bySubscription: new Map(), ofSession: (session) => session.channels, prefix: '' },
    pattern: { bySubscription: new Map(), ofSession: (session) => session.patterns, prefix: 'p' },
    shard: { bySubscription: new Map(), ofSession: (session) => session.shardChannels, prefix: 's' },
  };

  /** Subscribes; gives what the session is to be told. */
  subscribe(session: Session, kind: SubscriptionKind, name: Bytes): RespValue {
    const { bySubscription, ofSession, prefix } = this.registries[kind];
    ofSession(session).add(name);
    const sessions = bySubscription.get(name);
    if (sessions === undefined) bySubscription.set(name, new Set([session]));
    else sessions.add(session);
    return push([bulk(`${prefix}subscribe`), bulk(name), this.count(session, kind)]);
  }

  /** Unsubscribes and says so, also when there was no subscription. */
  unsubscribe(session: Session, kind: SubscriptionKind, name: Bytes): void {
    this.forget(session, kind, name);
    const { prefix } = this.registries[kind];
    session.output(push([bulk(`${prefix}unsubscribe`), bulk(name), this.count(session, kind)]));
  }

  /** Unsubscribes from everything of a kind; without any, says so once. */
  unsubscribeAll(session: Session, kind: SubscriptionKind): void {
    const { ofSession, prefix } = this.registries[kind];
    const names = [...ofSession(session)];
    for (const name of names) this.unsubscribe(session, kind, name);
    if (names.length === 0) session.output(push([bulk(`${prefix}unsubscribe`), NIL, this.count(session, kind)]));
  }

  /** Drops all subscriptions of a session without a word. */
  drop(session: Session): void {
    for (const kind of ['channel', 'pattern', 'shard'] as const)
      for (const name of this.registries[kind].ofSession(session)) this.forget(session, kind, name);
  }

  /** Sends a message; gives how many received it (`pubsubPublishMessage`). */
  publish(channel: Bytes, message: Bytes, sharded = false): number {
    const kind = sharded ? 'shard' : 'channel';
    let receivers = 0;
    for (const session of this.registries[kind].bySubscription.get(channel) ?? []) {
      session.output(push([bulk(sharded ? 'smessage' : 'message'), bulk(channel), bulk(message)]));
      receivers++;
    }
    if (sharded) return receivers;
    for (const [pattern, sessions] of this.registries.pattern.bySubscription) {
      if (!globMatch(pattern, channel)) continue;
      for (const session of sessions) {
        session.output(push([bulk('pmessage'), bulk(pattern), bulk(channel), bulk(message)]));
        receivers++;
      }
    }
    return receivers;
  }

  /** Channels with subscribers, of those that match. */
  active(kind: 'channel' | 'shard', pattern?: Bytes): Bytes[] {
    const names = [...this.registries[kind].bySubscription.keys()];
    return pattern === undefined ? names : names.filter((name) => globMatch(pattern, name));
  }

  subscribers(kind: 'channel' | 'shard', name: Bytes): number {
    return this.registries[kind].bySubscription.get(name)?.size ?? 0;
  }

  /** Patterns that somebody listens to. */
  get patternCount(): number {
    return this.registries.pattern.bySubscription.size;
  }

  private forget(session: Session, kind: SubscriptionKind, name: Bytes): void {
    const { bySubscription, ofSession } = this.registries[kind];
    ofSession(session).delete(name);
    const sessions = bySubscription.get(name);
    sessions?.delete(session);
    if (sessions?.size === 0) bySubscription.delete(name);
  }

  private count(session: Session, kind: SubscriptionKind): RespValue {
    return { type: 'integer', value: kind === 'shard' ? session.shardChannels.size : session.subscriptions };
  }
}
