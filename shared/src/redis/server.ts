import type { Bytes } from '../bytes.js';
import { lowerCase } from '../commands/lookup.js';
import { TABLE } from '../commands/table.generated.js';
import type { CommandSpec } from '../commands/spec.js';
import { error, status, type ErrorReply, type RespValue } from '../resp/value.js';
import { quoted } from '../bytes.js';
import { Acl } from './acl.js';
import { Command } from './command.js';
import { Configuration } from './config.js';
import type { Caller } from './context.js';
import { Debugging } from './debugging.js';
import { dispatch, dispatchFromScript, dispatchQueued } from './dispatch.js';
import type { CommandFlags, Family, FlagsOf, Handler } from './family.js';
import { Keyspace } from './keyspace.js';
import { LatencyMonitor } from './latency-monitor.js';
import { Memory } from './memory.js';
import { Notifications } from './notifications.js';
import { PubSub } from './pubsub.js';
import { Random } from './random.js';
import type { PayloadFormat } from './rdb/encode-value.js';
import type { ScriptRun } from './script-run.js';
import { Session, type Output, type Peer, type Queued } from './session.js';
import { Slowlog } from './slowlog.js';
import { Statistics } from './statistics.js';
import { TrackingTable } from './tracking.js';
import type { RedisVersion } from './version.js';
import { VERSION_7_0 } from './versions/seven.js';
import { WaitQueue } from './waiting.js';
import { Watchers } from './watching.js';

export interface ServerOptions {
  readonly families: readonly Family[];
  /** Whole microseconds since 1970. Everything a command can see of time comes from here. */
  readonly clock: () => number;
  /** Microseconds from any origin, for statistics and the slow log only; without it, commands take no time. */
  readonly stopwatch?: () => number;
  /** Seeds chance (RANDOMKEY, SPOP …). */
  readonly seed: number;
  /** Seeds the order of hash tables; by default `seed`. */
  readonly hashSeed?: number;
  /** Settings by their names, as a configuration file would have them. Throws for what CONFIG SET would refuse. */
  readonly settings?: Readonly<Record<string, Bytes>>;
  /** Whose commands and texts it has; by default those of 7.0.15. */
  readonly version?: RedisVersion;
  /** Puts the thread to sleep for so many microseconds (DEBUG SLEEP); without it, that takes no time. */
  readonly sleep?: (duration: number) => void;
  /** SHUTDOWN was accepted: the host ends the server. Without it, SHUTDOWN fails. */
  readonly onShutdown?: () => void;
  /** Told that a client was cut off by another: the host closes its connection. */
  readonly onKill?: (session: Session) => void;
}

const NO_PEER: Peer = { address: '127.0.0.1:0', localAddress: '127.0.0.1:0' };

/** The emulator: databases, clients, configuration and the one place where commands are dispatched. */
export class Server {
  readonly version: RedisVersion;
  readonly clock: () => number;
  readonly stopwatch: () => number;
  readonly startedAt: number;
  readonly random: Random;
  readonly config: Configuration;
  readonly keyspace: Keyspace;
  readonly pubsub = new PubSub();
  readonly statistics = new Statistics();
  readonly acl: Acl;
  readonly memory: Memory;
  readonly slowlog: Slowlog;
  readonly latency = new LatencyMonitor();
  readonly debugging = new Debugging();
  readonly waits: WaitQueue;
  readonly watchers: Watchers;
  readonly tracking: TrackingTable;
  readonly commands: ReadonlyMap<Bytes, Command>;
  readonly sessions = new Map<number, Session>();
  /** The clients in MONITOR. */
  readonly monitors = new Set<Session>();
  /** Whose command is in execution. */
  currentSession: Session | undefined;
  /** The script in execution. */
  script: ScriptRun | undefined;
  /** Memory was short, and nothing to evict, when the current command began. */
  outOfMemory = false;
  /** REPLICAOF: a master that is never reached. */
  master: { readonly host: Bytes; readonly port: number } | undefined;
  /** CLIENT PAUSE: until a clock, ms. */
  pause: { readonly until: number; readonly writesOnly: boolean } | undefined;
  /** What INFO says of the script cache and the libraries; the script families keep it up to date. */
  readonly scriptCounts = { scripts: 0, functions: 0, libraries: 0, scriptBytes: 0, libraryBytes: 0 };
  /** Forty hexadecimal digits. */
  readonly runId: Bytes;
  /** Clock, ms, of the last SAVE, or of the start. */
  lastSaveAt: number;
  readonly sleep: (duration: number) => void;
  /** The commands by the two spellings that clients use, `get` and `GET`; any other is folded first. */
  private readonly spellings: ReadonlyMap<Bytes, Command>;
  private readonly onShutdown: (() => void) | undefined;
  private readonly onKill: (session: Session) => void;
  private lastSessionId = 0;
  private readonly behind: { readonly session: Session; readonly reply: RespValue }[] = [];

  constructor(options: ServerOptions) {
    this.version = options.version ?? VERSION_7_0;
    this.clock = options.clock;
    this.stopwatch = options.stopwatch ?? ((): number => 0);
    this.sleep = options.sleep ?? ((): void => undefined);
    this.onShutdown = options.onShutdown;
    this.onKill = options.onKill ?? ((): void => undefined);
    this.startedAt = Math.floor(options.clock() / 1000);
    this.lastSaveAt = this.startedAt;
    this.random = new Random(options.seed);
    this.runId = hexadecimal(new Random(options.seed ^ 0x5bd1e995), 40);
    this.config = new Configuration(options.settings ?? {});
    const notifications = new Notifications(this);
    this.keyspace = new Keyspace({
      databases: this.config.databases,
      limits: this.config.limits,
      hashSeed: options.hashSeed ?? options.seed,
      onEvent: (type, event, key, db) => notifications.send(type, event, key, db),
    });
    this.config.onChange(() => this.applySettings());
    this.acl = new Acl(this);
    this.memory = new Memory(this);
    this.slowlog = new Slowlog(this);
    this.waits = new WaitQueue(this);
    this.watchers = new Watchers(this.keyspace);
    this.tracking = new TrackingTable(this);
    this.commands = buildCommands(options.families, this.version);
    this.spellings = new Map(
      [...this.commands].flatMap(([name, command]) => [name, name.toUpperCase()].map((word) => [word, command])),
    );
    this.readClock();
  }

  /** A new client. `output` receives what is not the direct answer to a command. */
  connect(output: Output, peer: Peer = NO_PEER): Session {
    const session = new Session(++this.lastSessionId, this, output, peer);
    this.sessions.set(session.id, session);
    this.statistics.connections++;
    return session;
  }

  /** The client of a script: shares no state with the one that called it but the database selected at the start. */
  scriptSession(caller: Session): Session {
    const session = new Session(0, this, () => undefined, caller.peer);
    session.db = caller.db;
    session.user = caller.user;
    return session;
  }

  /** Ends a client's connection from outside: CLIENT KILL, ACL DELUSER. */
  kill(session: Session): void {
    session.closing = true;
    this.disconnect(session);
    this.onKill(session);
  }

  /** Back to the default user, logged in when it needs no password. */
  authenticateAsDefault(session: Session): void {
    session.user = this.acl.defaultUser;
    session.authenticated = this.acl.defaultUser.noPassword && this.acl.defaultUser.enabled;
  }

  /** A client has gone. */
  disconnect(session: Session): void {
    this.waits.unblock(session);
    this.watchers.unwatch(session);
    this.pubsub.drop(session);
    this.tracking.disable(session);
    this.monitors.delete(session);
    this.sessions.delete(session.id);
  }

  /**
   * One command of a client. Gives its reply; undefined when there is none to give now: the client is blocked (`session.blocked`; the reply
   * comes to its output later), the replies were messages to its output (SUBSCRIBE), or it wants none (CLIENT REPLY).
   */
  execute(session: Session, argv: readonly Bytes[]): RespValue | undefined {
    if (this.script === undefined) {
      this.readClock();
      session.lastCommandAt = this.keyspace.now;
    } else session.lastCommandAt = Math.floor(this.clock() / 1000);
    const interrupted = this.currentSession;
    this.currentSession = session;
    session.argv = argv;
    const skip = session.replyMode === 'skip-now';
    const reply = dispatch(this, session, argv);
    this.currentSession = interrupted;
    // CLIENT REPLY ON ends the skipping at once, and is answered.
    const skipped = skip && session.replyMode !== 'on';
    if (skip && session.replyMode === 'skip-now') session.replyMode = 'on';
    else if (session.replyMode === 'skip-next') session.replyMode = 'skip-now';
    if (
      session.caching &&
      session.transaction === undefined &&
      session.lastCommand?.name.startsWith('client|') !== true
    )
      session.caching = false;
    return session.replyMode === 'off' || skipped ? undefined : reply;
  }

  /**
   * After the host has sent the reply to a command: what must come behind it (invalidation messages for the same client, broadcasts).
   */
  afterReply(): void {
    if (this.behind.length > 0) for (const { session, reply } of this.behind.splice(0)) session.output(reply);
    if (this.tracking.size > 0) this.tracking.flush();
  }

  /** Sends something to a client once the reply to the command in execution is out. */
  sendBehind(session: Session, reply: RespValue): void {
    this.behind.push({ session, reply });
  }

  /** One command of a script. Errors are replies. */
  executeFromScript(run: ScriptRun, argv: readonly Bytes[]): RespValue {
    return dispatchFromScript(this, run, argv);
  }

  /** One command of a transaction, for EXEC; undefined when its replies were messages. */
  executeQueued(session: Session, queued: Queued): RespValue | undefined {
    return dispatchQueued(this, session, queued);
  }

  /** Sends a reply that comes late. */
  deliver(session: Session, reply: RespValue): void {
    if (session.replyMode === 'on') session.output(reply);
  }

  /** What the clock asks for, now and then (ten times a second will do): waits that time out, keys that expire, a pause that ends. */
  tick(): void {
    if (this.script !== undefined) return;
    this.readClock();
    const { now } = this.keyspace;
    this.waits.expire(now);
    this.memory.tick();
    if (this.pause !== undefined && this.pause.until <= now) this.endPause();
    if (this.debugging.activeExpire) {
      this.keyspace.expireDue(LOOKED_AT_A_TICK);
      this.waits.serveReady();
    }
  }

  /** SHUTDOWN; false when there is no host to end. */
  shutDown(): boolean {
    this.onShutdown?.();
    return this.onShutdown !== undefined;
  }

  /** CONFIG RESETSTAT. */
  resetStatistics(): void {
    this.statistics.reset();
    Object.assign(this.keyspace.statistics, { hits: 0, misses: 0, expired: 0 });
    for (const command of this.commands.values())
      for (const { statistics } of [command, ...command.subcommands.values()])
        Object.assign(statistics, { calls: 0, time: 0, rejected: 0, failed: 0, latency: undefined });
  }

  /** Lets postponed commands run. */
  endPause(): void {
    this.pause = undefined;
    this.keyspace.mayExpire = this.master === undefined;
    for (const session of this.sessions.values()) {
      const argv = session.postponed;
      if (argv === undefined) continue;
      session.postponed = undefined;
      const reply = this.execute(session, argv);
      if (reply !== undefined) session.output(reply);
    }
  }

  isPaused(command: Command, flags: CommandFlags, session: Session): boolean {
    if (this.pause === undefined) return false;
    if (this.pause.until <= this.keyspace.now) {
      this.endPause();
      return false;
    }
    if (!this.pause.writesOnly) return true;
    const queue = command.name === 'exec' ? (session.transaction?.queue ?? []) : [];
    return [{ command, flags }, ...queue].some(mayChangeData);
  }

  /** Sets the clock that expiry goes by: before each command of a client. For a script and a transaction, time stands still. */
  readClock(): void {
    this.keyspace.now = Math.floor(this.clock() / 1000);
  }

  /** The command or subcommand of a line; the container itself when it stands alone; undefined when there is none. */
  findCommand(argv: readonly Bytes[]): Command | undefined {
    const name = argv[0] ?? '';
    const command = this.spellings.get(name) ?? this.commands.get(lowerCase(name));
    if (command === undefined || command.subcommands.size === 0 || argv.length === 1) return command;
    return command.subcommands.get(lowerCase(argv[1]!));
  }

  /** An error on its way to a client or script, counted; line breaks become spaces, unless they are kept. */
  errorReply(text: Bytes, keepsBreaks = false): ErrorReply {
    this.statistics.countError(text);
    return error(keepsBreaks ? text : text.replace(/[\r\n]/g, ' '));
  }

  /** Shows a command to the clients in MONITOR. */
  feedMonitors(session: Session, argv: readonly Bytes[], caller: Caller): void {
    if (this.monitors.size === 0) return;
    const time = this.clock();
    const seconds = `${Math.floor(time / 1e6)}.${String(time % 1e6).padStart(6, '0')}`;
    const from = caller === 'script' ? 'lua' : session.peer.address;
    const line = status(`${seconds} [${session.db.index} ${from}] ${argv.map(quoted).join(' ')}`);
    for (const monitor of this.monitors) {
      if (monitor === this.currentSession) this.sendBehind(monitor, line);
      else monitor.output(line);
    }
  }

  /** Ends a transaction without running it (`discardTransaction`). */
  discard(session: Session): void {
    session.transaction = undefined;
    session.watchBroken = false;
    this.watchers.unwatch(session);
  }

  /** `proto-max-bulk-len`: no string may grow longer. */
  get maxStringLength(): number {
    return this.config.maxStringLength;
  }

  /** How DUMP writes values now. */
  get payloadFormat(): PayloadFormat {
    return {
      limits: this.config.limits,
      compress: this.config.flag('rdbcompression'),
      packedThreshold: this.debugging.packedThreshold,
    };
  }

  /** A `maxmemory-policy` that counts accesses (LFU) instead of noting their time. */
  get tracksFrequency(): boolean {
    return this.config.text('maxmemory-policy').endsWith('-lfu');
  }

  get allowsDebug(): boolean {
    return this.config.text('enable-debug-command') !== 'no';
  }

  /** `checkGoodReplicasStatus`: there never is a replica. */
  get lacksReplicas(): boolean {
    return this.config.needsReplicas && this.master === undefined;
  }

  /** Writes are refused: a replica, unless `replica-read-only` is off. */
  get isReadOnlyReplica(): boolean {
    return this.master !== undefined && this.config.flag('replica-read-only');
  }

  /** A replica that may not show its old data (`replica-serve-stale-data no`). */
  get isStaleReplica(): boolean {
    return this.master !== undefined && !this.config.flag('replica-serve-stale-data');
  }

  /** REPLICAOF. A replica hides expired keys, and leaves removing them to its master. */
  setMaster(master: { readonly host: Bytes; readonly port: number } | undefined): void {
    this.master = master;
    this.keyspace.mayExpire = master === undefined && this.pause === undefined;
  }

  /** `authRequired`. */
  requiresAuth(session: Session): boolean {
    const { defaultUser } = this.acl;
    return !session.authenticated && (!defaultUser.noPassword || !defaultUser.enabled);
  }

  private applySettings(): void {
    this.keyspace.limits = this.config.limits;
  }
}

/** Keys with a time to live that one tick of the active expiry looks at, in each database. */
const LOOKED_AT_A_TICK = 1000;

const hexadecimal = (random: Random, digits: number): Bytes =>
  Array.from({ length: digits }, () => random.below(16).toString(16)).join('');

/** Commands that CLIENT PAUSE WRITE holds back: writes, what replicates like PUBLISH, and scripts that may do either. */
function mayChangeData({ command, flags }: Pick<Queued, 'command' | 'flags'>): boolean {
  // A script that declares itself says whether it writes.
  if (flags !== command) return flags.writes;
  return command.mayReplicate || (command.spec.group === 'scripting' && !command.reads && !command.isAdmin);
}

function buildCommands(families: readonly Family[], version: RedisVersion): ReadonlyMap<Bytes, Command> {
  const handlers = new Map<Bytes, Handler>();
  const flags = new Map<Bytes, FlagsOf>();
  for (const family of families) {
    for (const [name, handler] of Object.entries(family.commands)) handlers.set(name, handler);
    for (const [name, flagsOf] of Object.entries(family.flags ?? {})) flags.set(name, flagsOf);
  }
  const commands = new Map<Bytes, Command>();
  for (const spec of TABLE) {
    const command = buildCommand(spec, handlers, flags, version);
    if (command !== undefined) commands.set(spec.name, command);
  }
  if (handlers.size > 0) throw new Error(`Not in the command table: ${[...handlers.keys()].join(' ')}`);
  return commands;
}

/** A command that has a handler, or a subcommand that has one. Takes its handlers out of the map. */
function buildCommand(
  spec: CommandSpec,
  handlers: Map<Bytes, Handler>,
  flags: ReadonlyMap<Bytes, FlagsOf>,
  version: RedisVersion,
): Command | undefined {
  const now = handlers.get(spec.name);
  const handler = now && (version.handler?.(spec.name, now) ?? now);
  handlers.delete(spec.name);
  const adapted = version.spec(spec);
  const command = new Command(adapted ?? spec, handler, flags.get(spec.name));
  for (const child of spec.subcommands) {
    const subcommand = buildCommand(child, handlers, flags, version);
    if (subcommand !== undefined) command.subcommands.set(child.name.slice(spec.name.length + 1), subcommand);
  }
  if (adapted === undefined) return undefined;
  return handler === undefined && command.subcommands.size === 0 ? undefined : command;
}
