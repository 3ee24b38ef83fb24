import type { Bytes } from '../bytes.js';
import type { EventClass } from './database.js';
import { parseEventClasses, type EventFilter } from './event-classes.js';
import type { Server } from './server.js';

/** Keyspace events to whoever listens: pub/sub as `notify-keyspace-events` says, and the host's own listeners. */
export class Notifications {
  private readonly server: Server;
  private filter: EventFilter;

  constructor(server: Server) {
    this.server = server;
    this.filter = this.readFilter();
    server.config.onChange(() => {
      this.filter = this.readFilter();
    });
  }

  /** `notifyKeyspaceEvent`. */
  send(type: EventClass, event: Bytes, key: Bytes, db: number): void {
    const { classes, keyspace, keyevent } = this.filter;
    if (classes.size === 0 || !classes.has(type)) return;
    if (keyspace) this.server.pubsub.publish(`__keyspace@${db}__:${key}`, event);
    if (keyevent) this.server.pubsub.publish(`__keyevent@${db}__:${event}`, key);
  }

  private readFilter(): EventFilter {
    return parseEventClasses(this.server.config.textGiven('notify-keyspace-events'))!;
  }
}
