import type { Bytes } from '../bytes.js';
import type { Context } from './context.js';
import type { Server } from './server.js';

const MAX_ARGUMENTS = 32;
const MAX_ARGUMENT_LENGTH = 128;

export interface SlowlogEntry {
  readonly id: number;
  /** Unix time, seconds. */
  readonly time: number;
  /** Microseconds. */
  readonly duration: number;
  readonly argv: readonly Bytes[];
  readonly peer: Bytes;
  readonly clientName: Bytes;
}

/** The slow log: commands that took longer than `slowlog-log-slower-than`, the newest first. */
export class Slowlog {
  private readonly server: Server;
  private newestFirst: SlowlogEntry[] = [];
  private nextId = 0;

  constructor(server: Server) {
    this.server = server;
  }

  get entries(): readonly SlowlogEntry[] {
    return this.newestFirst;
  }

  /** `slowlogPushEntryIfNeeded`. */
  add({ command, session, shownArgv }: Context, duration: number): void {
    const { slowerThan, maxLength } = this.server.config.slowlog;
    if (slowerThan < 0 || duration < slowerThan || command.skipsSlowlog) return;
    this.newestFirst.unshift({
      id: this.nextId++,
      // Not a look at the clock: whether a command is slow depends on the machine, and what the clock is asked must not.
      time: Math.floor(this.server.keyspace.now / 1000),
      duration,
      argv: shortened(shownArgv),
      peer: session.peer.address,
      clientName: session.name,
    });
    this.newestFirst.length = Math.min(this.newestFirst.length, maxLength);
  }

  reset(): void {
    this.newestFirst = [];
  }
}

function shortened(argv: readonly Bytes[]): Bytes[] {
  const kept = argv.length > MAX_ARGUMENTS ? argv.slice(0, MAX_ARGUMENTS - 1) : argv;
  const shown = kept.map((argument) =>
    argument.length > MAX_ARGUMENT_LENGTH
      ? `${argument.slice(0, MAX_ARGUMENT_LENGTH)}... (${argument.length - MAX_ARGUMENT_LENGTH} more bytes)`
      : argument,
  );
  if (kept !== argv) shown.push(`... (${argv.length - kept.length} more arguments)`);
  return shown;
}
