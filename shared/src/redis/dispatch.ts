import type { Bytes } from '../bytes.js';
import { arityFits, lowerCase } from '../commands/lookup.js';
import type { ErrorReply, RespValue } from '../resp/value.js';
import { EMPTY_ARRAY, QUEUED } from '../resp/value.js';
import { DENIED_IN_EXEC, deniedText } from './acl.js';
import { Args } from './args.js';
import { Blocked } from './blocking.js';
import type { Command } from './command.js';
import { Context } from './context.js';
import {
  BUSY_FUNCTION,
  BUSY_SCRIPT,
  DEBUG_NOT_ALLOWED,
  MASTER_DOWN,
  MONITOR_KEYSPACE,
  NO_AUTH,
  NO_REPLICAS,
  NOT_IN_TRANSACTION,
  OUT_OF_MEMORY,
  READ_ONLY_REPLICA,
  RedisError,
  SCRIPT_DENIED_COMMAND,
  SCRIPT_ON_STALE_REPLICA,
  SCRIPT_READ_ONLY,
  SCRIPT_UNKNOWN_COMMAND,
  SCRIPT_WRONG_ARITY,
  subscribedContext,
} from './errors.js';
import type { CommandFlags, Outcome } from './family.js';
import type { ScriptRun } from './script-run.js';
import type { Server } from './server.js';
import type { Queued, Session } from './session.js';

/** These run at once inside MULTI; all others are queued. */
const NEVER_QUEUED = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);
/** What a RESP2 client with subscriptions may still send. */
const WHILE_SUBSCRIBED = new Set([
  'ping',
  'subscribe',
  'ssubscribe',
  'unsubscribe',
  'sunsubscribe',
  'psubscribe',
  'punsubscribe',
  'quit',
  'reset',
]);
const NO_QUEUE: readonly Queued[] = [];
/** What does not count as growing a transaction's queue when memory is short. */
const ALLOWED_IN_FULL_MULTI = new Set(['exec', 'discard', 'quit', 'reset']);

/** A command line from a client (`processCommand`): all checks in Redis's order, then MULTI's queue or the call. */
export function dispatch(server: Server, session: Session, argv: readonly Bytes[]): RespValue | undefined {
  const command = server.findCommand(argv);
  if (command === undefined && isHttp(argv[0])) {
    session.closing = true;
    return undefined;
  }
  session.lastCommand = command;
  if (command === undefined) return reject(server, session, undefined, unknownText(server, session, argv));
  if (!arityFits(command.spec, argv.length))
    return reject(server, session, command, server.version.wrongArity(command.name, argv, session.db));
  const flags = command.flags(argv);
  const refusal = refuse(server, session, command, argv, flags);
  if (refusal !== undefined) return reject(server, session, command, refusal);
  if (server.isPaused(command, flags, session)) {
    session.postponed = argv;
    return undefined;
  }
  const { transaction } = session;
  if (transaction !== undefined && !NEVER_QUEUED.has(command.name)) {
    if (!transaction.doomed && !session.watchBroken) transaction.queue.push({ command, argv, flags });
    return QUEUED;
  }
  const outcome = call(server, new Context(server, session, command, 'client', argv));
  if (server.script === undefined) server.waits.serveReady();
  return outcome;
}

/** A command line from a script (`scriptCall`). Refusals are error replies without a position; the script host adds that. */
export function dispatchFromScript(server: Server, run: ScriptRun, argv: readonly Bytes[]): RespValue {
  const command = server.findCommand(argv);
  const refusal = refuseScript(server, run, command, argv);
  if (refusal !== undefined || command === undefined) {
    const reply = server.errorReply(refusal ?? SCRIPT_UNKNOWN_COMMAND);
    server.statistics.countFailure(command, 'rejected');
    return reply;
  }
  if (command.writes) run.wrote = true;
  return answered(call(server, new Context(server, run.session, command, 'script', argv, run)));
}

/** A command of a transaction that EXEC runs; rights are checked again. */
export function dispatchQueued(server: Server, session: Session, { command, argv }: Queued): RespValue | undefined {
  const denial = server.acl.check(session.user, command.spec, argv);
  if (denial !== undefined) {
    server.acl.log(denial, session, 'multi', argv);
    return server.errorReply(DENIED_IN_EXEC[denial.reason]);
  }
  return call(server, new Context(server, session, command, 'exec', argv));
}

/** `call`: runs the handler, turns what it throws into an error reply, and keeps the books. */
function call(server: Server, context: Context): RespValue | undefined {
  const { command, session } = context;
  const { statistics } = server;
  statistics.countFailure(undefined, 'failed');
  const { dirty } = statistics;
  const { position } = server.keyspace.journal;
  const started = server.stopwatch();
  const outcome = attempt(server, context);
  const duration = server.stopwatch() - started;
  statistics.countFailure(command, 'failed');
  command.statistics.calls++;
  command.statistics.time += duration;
  const { latency } = server.config;
  // A command that blocks is timed when it ends.
  if (latency.tracked && !(outcome instanceof Blocked)) command.recordLatency(duration);
  if (latency.threshold > 0 && duration >= latency.threshold * 1000) noteEvent(server, command, duration);
  statistics.commands++;
  // EXEC and scripts change nothing but by the commands they call.
  if (server.keyspace.journal.position !== position && statistics.dirty === dirty) statistics.dirty++;
  if (!(outcome instanceof Blocked)) server.slowlog.add(context, duration);
  if (server.monitors.size > 0 && !command.skipsMonitor && !command.isAdmin)
    server.feedMonitors(session, context.shownArgv, context.caller);
  if (server.tracking.size > 0) server.tracking.remember(context);
  return outcome instanceof Blocked ? wait(server, context, outcome) : outcome;
}

/** A command took longer than `latency-monitor-threshold`, microseconds. */
function noteEvent({ latency, keyspace }: Server, command: Command, duration: number): void {
  // Not a look at the clock: what is slow depends on the machine, and what the clock is asked must not.
  const endedAt = Math.floor((keyspace.now + duration / 1000) / 1000);
  latency.add(command.isFast ? 'fast-command' : 'command', endedAt, Math.floor(duration / 1000));
}

function attempt(server: Server, context: Context): Outcome {
  try {
    const { command, argv } = context;
    // A container comes here only when it was sent alone, and then its arity has refused it.
    return asVersion(server, context, command.handler!(context, new Args(argv, command.words)));
  } catch (thrown) {
    if (thrown instanceof RedisError)
      return asVersion(server, context, server.errorReply(thrown.text, thrown.keepsBreaks));
    throw thrown;
  }
}

function asVersion({ version }: Server, context: Context, outcome: Outcome): Outcome {
  if (version.reply === undefined || outcome === undefined || outcome instanceof Blocked) return outcome;
  return version.reply(outcome, context);
}

function wait(
  server: Server,
  { session, command, keys, caller, now }: Context,
  blocked: Blocked,
): RespValue | undefined {
  if (caller !== 'client') return blocked.timeoutReply;
  const deadline = blocked.timeout === 0 ? undefined : now + blocked.timeout;
  server.waits.block(session, { blocked, command, db: keys, deadline });
  return undefined;
}

/** A script always gets an answer: nothing there waits, and SUBSCRIBE is not allowed. */
function answered(reply: RespValue | undefined): RespValue {
  return reply ?? EMPTY_ARRAY;
}

/** A browser was talked into sending HTTP here (`securityWarningCommand`). */
function isHttp(word = ''): boolean {
  const name = lowerCase(word);
  return name === 'host:' || name === 'post';
}

/** `rejectCommand`: an error before the command was even tried. It dooms a MULTI; for EXEC it ends it. */
function reject(server: Server, session: Session, command: Command | undefined, text: Bytes): ErrorReply {
  if (session.transaction !== undefined) session.transaction.doomed = true;
  if (command !== undefined) command.statistics.rejected++;
  if (command?.name !== 'exec') return server.errorReply(text);
  server.discard(session);
  return server.errorReply(`EXECABORT Transaction discarded because of: ${text.replace(/^ERR /, '')}`);
}

function unknownText(server: Server, { db }: Session, argv: readonly Bytes[]): Bytes {
  const { version } = server;
  const container = server.findCommand(argv.slice(0, 1));
  if (container !== undefined && container.subcommands.size > 0) return version.unknownSubcommand(argv, db);
  return version.unknownCommand(argv);
}

function refuse(
  server: Server,
  session: Session,
  command: Command,
  argv: readonly Bytes[],
  flags: CommandFlags,
): Bytes | undefined {
  const { config } = server;
  const { transaction } = session;
  if (command.name === 'debug' && !server.allowsDebug) return DEBUG_NOT_ALLOWED;
  if (!session.authenticated && !command.allowsNoAuth && server.requiresAuth(session)) return NO_AUTH;
  if (transaction !== undefined && command.deniesMulti) return NOT_IN_TRANSACTION;
  const denial = server.acl.check(session.user, command.spec, argv);
  if (denial !== undefined) {
    server.acl.log(denial, session, transaction === undefined ? 'toplevel' : 'multi', argv);
    return deniedText(denial, command.name);
  }
  const queue = command.name === 'exec' && transaction !== undefined ? transaction.queue : NO_QUEUE;
  if (config.maxmemory > 0 && server.script === undefined) {
    server.outOfMemory = !server.memory.evict();
    const denies =
      flags.deniesOutOfMemory ||
      queue.some((queued) => queued.flags.deniesOutOfMemory) ||
      (transaction !== undefined && !ALLOWED_IN_FULL_MULTI.has(command.name));
    if (server.outOfMemory && denies) return OUT_OF_MEMORY;
  }
  if (flags.writes || queue.some((queued) => queued.flags.writes)) {
    if (server.lacksReplicas) return NO_REPLICAS;
    if (server.isReadOnlyReplica) return READ_ONLY_REPLICA;
  }
  if (session.subscribed && session.resp === 2 && !WHILE_SUBSCRIBED.has(command.name))
    return subscribedContext(command.name);
  if (server.isStaleReplica && !(flags.allowsStale && queue.every((queued) => queued.flags.allowsStale)))
    return MASTER_DOWN;
  if (server.script?.busy === true && !command.allowsBusy)
    return server.script.kind === 'script' ? BUSY_SCRIPT : BUSY_FUNCTION;
  if (server.monitors.size > 0 && server.monitors.has(session) && (command.mayReplicate || command.reads))
    return MONITOR_KEYSPACE;
  return undefined;
}

function refuseScript(
  server: Server,
  run: ScriptRun,
  command: Command | undefined,
  argv: readonly Bytes[],
): Bytes | undefined {
  const { wrongSubcommandInScript } = server.version;
  if (command === undefined) {
    const isContainer = wrongSubcommandInScript !== undefined && server.findCommand(argv.slice(0, 1)) !== undefined;
    return isContainer ? wrongSubcommandInScript(argv, run.session.db) : SCRIPT_UNKNOWN_COMMAND;
  }
  if (!arityFits(command.spec, argv.length))
    return command.words === 2 && wrongSubcommandInScript !== undefined
      ? wrongSubcommandInScript(argv, run.session.db)
      : SCRIPT_WRONG_ARITY;
  if (command.deniesScript && !server.debugging.scriptsMayCallAll) return SCRIPT_DENIED_COMMAND;
  if (server.isStaleReplica && !command.allowsStale) return SCRIPT_ON_STALE_REPLICA;
  const denial = server.acl.check(run.caller.user, command.spec, argv);
  if (denial !== undefined) {
    server.acl.log(denial, run.caller, 'lua', argv);
    return server.version.deniedInScript(denial, command.name, run.caller.user.name);
  }
  if (run.readOnly && command.mayReplicate) return SCRIPT_READ_ONLY;
  if (command.writes && !run.wrote) {
    if (server.isReadOnlyReplica) return READ_ONLY_REPLICA;
    if (server.lacksReplicas) return NO_REPLICAS;
  }
  if (
    !run.allowsOutOfMemory &&
    server.config.maxmemory > 0 &&
    !run.wrote &&
    server.outOfMemory &&
    command.deniesOutOfMemory
  )
    return OUT_OF_MEMORY;
  return undefined;
}
