import type { Bytes } from '../bytes.js';
import type { CommandSpec } from '../commands/spec.js';
import { positionsOnce, type Denial } from './acl-selector.js';
import { User } from './acl-user.js';
import { describeSession } from './client-info.js';
import type { Server } from './server.js';
import type { Session } from './session.js';

/** Where a refused command came from. */
export type AclContext = 'toplevel' | 'multi' | 'lua';

/** One entry of ACL LOG. Repetitions within a minute are counted in one. */
export interface AclLogEntry {
  count: number;
  readonly reason: Denial['reason'] | 'auth';
  readonly context: AclContext;
  readonly object: Bytes;
  readonly username: Bytes;
  /** Clock, ms. */
  time: number;
  clientInfo: Bytes;
}

const SAME_ENTRY_MS = 60_000;
const ENTRIES_COMPARED = 10;

/** Users, their rights, and the log of refusals. */
export class Acl {
  readonly defaultUser: User;
  readonly users = new Map<Bytes, User>();
  /** Another number after each change of the users. */
  revision = 0;
  entries: AclLogEntry[] = [];
  private readonly server: Server;
  private password: Bytes = '';

  constructor(server: Server) {
    this.server = server;
    this.defaultUser = new User('default', true);
    for (const rule of ['on', 'nopass', '~*', '+@all']) this.defaultUser.apply(rule, true);
    this.users.set('default', this.defaultUser);
    this.applyPassword(server.config.text('requirepass'));
    server.config.onChange(() => this.applyPassword(server.config.text('requirepass')));
  }

  /** What a user with no rules at all may do on channels (`acl-pubsub-default`). */
  get allChannels(): boolean {
    return this.server.config.text('acl-pubsub-default') === 'allchannels';
  }

  /** `requirepass` is the default user's one password (`ACLUpdateDefaultUserPassword`). */
  private applyPassword(password: Bytes): void {
    if (password === this.password) return;
    this.password = password;
    this.revision++;
    this.defaultUser.apply('resetpass', true);
    this.defaultUser.apply(password === '' ? 'nopass' : `>${password}`, true);
  }

  /** Makes a user, or makes it anew, from its {@link User.rules}. */
  restore(name: Bytes, rules: readonly Bytes[]): void {
    const user = new User(name, false);
    for (const rule of rules) user.apply(rule, false);
    const known = this.users.get(name);
    if (known === undefined) this.users.set(name, user);
    else known.become(user);
    this.revision++;
  }

  check(user: User, spec: CommandSpec, argv: readonly Bytes[]): Denial | undefined {
    return unrestricted(user) ? undefined : user.check(spec, argv);
  }

  /** True when some selector that allows the command lets it read every key (SORT's BY and GET). */
  mayReadAllKeys(user: User, spec: CommandSpec, argv: readonly Bytes[]): boolean {
    if (unrestricted(user)) return true;
    const positions = positionsOnce(spec, argv);
    return user.selectors.some(
      (selector) => selector.readsAllKeys && selector.check(spec, argv, positions) === undefined,
    );
  }

  /** `ACLKillPubsubClientsIfNeeded`: cuts off the subscribers of a user to whom a channel was just forbidden. */
  dropForbiddenSubscribers(user: User): void {
    const mayUse = (name: Bytes, isPattern: boolean): boolean =>
      user.selectors.some((selector) => selector.mayUseChannel(name, isPattern));
    for (const session of this.server.sessions.values()) {
      if (session.user !== user || !session.subscribed) continue;
      const allowed =
        [...session.channels, ...session.shardChannels].every((name) => mayUse(name, false)) &&
        [...session.patterns].every((name) => mayUse(name, true));
      if (allowed) continue;
      if (session === this.server.currentSession) session.closing = true;
      else this.server.kill(session);
    }
  }

  /** Logs a refused command (`addACLLogEntry`). */
  log(denial: Denial, session: Session, context: AclContext, argv: readonly Bytes[]): void {
    const object = denial.reason === 'command' ? this.server.findCommand(argv)!.name : argv[denial.index]!;
    this.add(denial.reason, session, context, object, session.user.name);
  }

  /** Logs a failed AUTH. */
  logAuth(session: Session, command: Bytes, username: Bytes): void {
    this.add('auth', session, session.transaction === undefined ? 'toplevel' : 'multi', command, username);
  }

  private add(
    reason: AclLogEntry['reason'],
    session: Session,
    context: AclContext,
    object: Bytes,
    username: Bytes,
  ): void {
    const time = Math.floor(this.server.clock() / 1000);
    const clientInfo = describeSession(this.server, session);
    const known = this.entries
      .slice(0, ENTRIES_COMPARED)
      .find(
        (entry) =>
          entry.reason === reason &&
          entry.context === context &&
          entry.object === object &&
          entry.username === username &&
          time - entry.time <= SAME_ENTRY_MS,
      );
    if (known === undefined) this.entries.unshift({ count: 1, reason, context, object, username, time, clientInfo });
    else {
      this.entries = [known, ...this.entries.filter((entry) => entry !== known)];
      known.count++;
      known.time = time;
      known.clientInfo = clientInfo;
    }
    this.entries.length = Math.min(this.entries.length, this.server.config.number('acllog-max-len'));
  }
}

/** The ordinary case, which every command meets: nothing to check. */
function unrestricted({ root }: User): boolean {
  return root.allCommands && root.allKeys && root.allChannels;
}

/** The reply to a refused command of a client. */
export function deniedText({ reason }: Denial, command: Bytes): Bytes {
  if (reason === 'command') return `NOPERM this user has no permissions to run the '${command}' command`;
  return `NOPERM this user has no permissions to access one of the ${reason}s used as arguments`;
}

export const DENIED_IN_EXEC: Readonly<Record<Denial['reason'], Bytes>> = {
  command: execDenied('no permission to execute the command or subcommand'),
  key: execDenied('no permission to touch the specified keys'),
  channel: execDenied('no permission to access one of the channels used as arguments'),
};

function execDenied(reason: Bytes): Bytes {
  return `NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no longer allowed for the following reason: ${reason}`;
}

export const DENIED_IN_SCRIPT: Readonly<Record<Denial['reason'], Bytes>> = {
  command: "ERR The user executing the script can't run this command or subcommand",
  key: "ERR The user executing the script can't access at least one of the keys mentioned in the command arguments",
  channel: "ERR The user executing the script can't publish to the channel mentioned in the command",
};
