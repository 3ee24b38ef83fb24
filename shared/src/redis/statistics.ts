import type { Bytes } from '../bytes.js';
import type { Command } from './command.js';

/** The counters of INFO stats, errorstats and commandstats (those of the keyspace aside). CONFIG RESETSTAT clears them. */
export class Statistics {
  connections = 0;
  rejectedConnections = 0;
  commands = 0;
  /** Commands that changed data since the last SAVE. */
  dirty = 0;
  evicted = 0;
  errorReplies = 0;
  readonly errors = new Map<Bytes, number>();
  /** Errors when the last command was counted; see {@link countFailure}. */
  private errorsCounted = 0;

  /** `afterErrorReply`: one more error, by its code. */
  countError(text: Bytes): void {
    this.errorReplies++;
    const space = text.slice(0, 31).indexOf(' ');
    const code = space < 0 ? 'ERR' : text.slice(0, space);
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  /** `incrCommandStatsOnError`: charges a command with an error when there was one since the last time this was asked. */
  countFailure(command: Command | undefined, kind: 'rejected' | 'failed'): void {
    if (this.errorReplies > this.errorsCounted && command !== undefined) command.statistics[kind]++;
    this.errorsCounted = this.errorReplies;
  }

  reset(): void {
    this.connections = 0;
    this.rejectedConnections = 0;
    this.commands = 0;
    this.evicted = 0;
    this.errorReplies = 0;
    this.errorsCounted = 0;
    this.errors.clear();
  }
}
