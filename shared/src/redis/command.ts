import type { Bytes } from '../bytes.js';
import type { CommandSpec } from '../commands/spec.js';
import type { CommandFlags, FlagsOf, Handler } from './family.js';
import { LatencyHistogram } from './latency-histogram.js';

/** What INFO commandstats counts for a command. */
export interface CommandStatistics {
  calls: number;
  /** Microseconds of the host's stopwatch. */
  time: number;
  rejected: number;
  failed: number;
  /** Of all calls that were timed; undefined before the first. */
  latency: LatencyHistogram | undefined;
}

/** A command or subcommand that the server has: its facts, its handler, its counters. */
export class Command implements CommandFlags {
  readonly spec: CommandSpec;
  /** Undefined for a container, which runs only through its subcommands. */
  readonly handler: Handler | undefined;
  readonly subcommands = new Map<Bytes, Command>();
  readonly statistics: CommandStatistics = { calls: 0, time: 0, rejected: 0, failed: 0, latency: undefined };
  readonly name: Bytes;
  /** Words of the name in a command line. */
  readonly words: number;
  readonly writes: boolean;
  readonly reads: boolean;
  readonly deniesOutOfMemory: boolean;
  readonly deniesScript: boolean;
  readonly deniesMulti: boolean;
  readonly allowsBusy: boolean;
  readonly allowsNoAuth: boolean;
  readonly allowsStale: boolean;
  readonly isAdmin: boolean;
  readonly isFast: boolean;
  readonly skipsMonitor: boolean;
  readonly skipsSlowlog: boolean;
  readonly mayReplicate: boolean;

  private readonly flagsOf: FlagsOf | undefined;

  constructor(spec: CommandSpec, handler: Handler | undefined, flagsOf?: FlagsOf) {
    const has = (flag: string): boolean => spec.flags.includes(flag);
    this.spec = spec;
    this.handler = handler;
    this.flagsOf = flagsOf;
    this.name = spec.name;
    this.words = spec.name.includes('|') ? 2 : 1;
    this.writes = has('write');
    this.reads = has('readonly');
    this.deniesOutOfMemory = has('denyoom');
    this.deniesScript = has('noscript');
    this.deniesMulti = has('no_multi');
    this.allowsBusy = has('allow_busy');
    this.allowsNoAuth = has('no_auth');
    this.allowsStale = has('stale');
    this.isAdmin = has('admin');
    this.isFast = has('fast');
    this.skipsMonitor = has('skip_monitor');
    this.skipsSlowlog = has('skip_slowlog');
    this.mayReplicate = this.writes || spec.mayReplicate;
  }

  /** A call took so many microseconds. */
  recordLatency(duration: number): void {
    (this.statistics.latency ??= new LatencyHistogram()).record(duration);
  }

  /** The flags of a command line: this command's own, unless its arguments say more. */
  flags(argv: readonly Bytes[]): CommandFlags {
    return this.flagsOf?.(argv) ?? this;
  }
}
