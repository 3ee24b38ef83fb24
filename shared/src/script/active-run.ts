import type { Bytes } from '../bytes.js';
import type { Command } from '../redis/command.js';
import type { Context } from '../redis/context.js';
import type { ScriptRun } from '../redis/script-run.js';
import type { Server } from '../redis/server.js';
import type { Session } from '../redis/session.js';
import type { Declared } from './flags.js';

/** A script or function in execution (`scriptRunCtx`). */
export class ActiveRun implements ScriptRun {
  readonly kind: 'script' | 'function';
  /** The script's SHA1, or the function's name. */
  readonly name: Bytes;
  readonly server: Server;
  readonly session: Session;
  readonly caller: Session;
  readonly callingCommand: Command;
  /** The command line that called it, as FUNCTION STATS shows it. */
  readonly argv: readonly Bytes[];
  readonly readOnly: boolean;
  readonly allowsOutOfMemory: boolean;
  /** Stopwatch, µs. */
  readonly startedAt: number;
  wrote = false;
  busy = false;
  killed = false;

  constructor(
    context: Context,
    kind: ScriptRun['kind'],
    name: Bytes,
    declared: Declared | undefined,
    readOnly: boolean,
  ) {
    const { server, session } = context;
    this.kind = kind;
    this.name = name;
    this.server = server;
    this.caller = session;
    this.callingCommand = context.command;
    this.argv = context.argv;
    this.session = server.scriptSession(session);
    this.readOnly = readOnly || declared?.has('no-writes') === true;
    this.allowsOutOfMemory = declared?.has('allow-oom') === true;
    this.startedAt = server.stopwatch();
  }

  /** Whole milliseconds since it began. */
  get duration(): number {
    return Math.floor((this.server.stopwatch() - this.startedAt) / 1000);
  }
}
