import { Prng } from '@luascope/shared/lua';
import { Server, redisFamilies, type Session } from '@luascope/shared/redis';
import { DEFAULT_PROFILE, createScripting, profileNamed } from '@luascope/shared/script';
import { Connection } from './connection.js';
import type { EmulatorOptions, ToEmulator, ToSockets } from './messages.js';

/** The emulator's end of the mailbox. */
export interface Mailbox {
  /** The next message; undefined when there is none. Does not wait. */
  receive(): ToEmulator | undefined;
  send(message: ToSockets): void;
}

const { timeOrigin } = performance;
const microseconds = (): number => Math.floor((timeOrigin + performance.now()) * 1000);

/**
 * The emulator behind the door. It works through messages from the sockets; while a script is busy it is the script's hook that does so,
 * and then the server answers BUSY.
 */
export class Emulator {
  readonly server: Server;
  private readonly mailbox: Mailbox;
  private readonly connections = new Map<number, Connection>();
  /** Those with something to be sent, and those that end. */
  private readonly speaking = new Set<Connection>();
  /** Those that were blocked when they last ran. */
  private readonly held = new Set<Connection>();

  constructor(mailbox: Mailbox, { settings, seed, version = DEFAULT_PROFILE }: EmulatorOptions) {
    const profile = profileNamed(version);
    this.mailbox = mailbox;
    const scripting = createScripting({ profile, random: new Prng(), poll: () => this.poll() });
    const idle = new Int32Array(new SharedArrayBuffer(4));
    this.server = new Server({
      version: profile.redis,
      families: [...redisFamilies, ...scripting.families],
      clock: microseconds,
      stopwatch: () => performance.now() * 1000,
      seed,
      settings,
      sleep: (duration) => void Atomics.wait(idle, 0, 0, duration / 1000),
      onKill: (session) => this.cutOff(session),
      onShutdown: () => mailbox.send({ kind: 'shutdown', connection: 0 }),
    });
  }

  /** Works through the messages that wait, and everything that follows from them; false when none waited. */
  work(): boolean {
    const any = this.takeMessages();
    if (any) this.settle();
    return any;
  }

  /** What the clock asks for. */
  tick(): void {
    this.server.tick();
    this.settle();
  }

  /** What others send while a script is busy; and what they were told just before it began is on its way. */
  private poll(): void {
    this.takeMessages();
    this.flush();
  }

  private takeMessages(): boolean {
    let any = false;
    for (let message = this.mailbox.receive(); message !== undefined; message = this.mailbox.receive()) {
      this.accept(message);
      any = true;
    }
    return any;
  }

  private accept(message: ToEmulator): void {
    if (message.kind === 'open') {
      const { connection: id, address, localAddress } = message;
      const speaks = (connection: Connection): void => void this.speaking.add(connection);
      this.connections.set(id, new Connection(id, this.server, { address, localAddress }, speaks));
      return;
    }
    const connection = this.connections.get(message.connection);
    if (connection === undefined) return;
    if (message.kind === 'closed') {
      this.forget(connection);
      return;
    }
    connection.receive(message.bytes);
    this.run(connection);
  }

  private run(connection: Connection): void {
    connection.run();
    if (connection.session.blocked) this.held.add(connection);
  }

  /** Lets clients go on whose wait is over, until none is, and hands on all replies. */
  private settle(): void {
    for (let any = this.held.size > 0; any;) {
      any = false;
      for (const connection of this.held) {
        if (connection.session.blocked) continue;
        any = true;
        this.held.delete(connection);
        this.run(connection);
      }
    }
    this.flush();
  }

  private flush(): void {
    for (const connection of this.speaking) {
      const { id } = connection;
      const bytes = connection.takeOutput();
      if (bytes !== '') this.mailbox.send({ kind: 'data', connection: id, bytes });
      if (!connection.session.closing) continue;
      this.forget(connection);
      this.mailbox.send({ kind: 'close', connection: id });
    }
    this.speaking.clear();
  }

  private forget(connection: Connection): void {
    this.connections.delete(connection.id);
    this.held.delete(connection);
    this.speaking.delete(connection);
    this.server.disconnect(connection.session);
  }

  /** Another client has cut this one off. */
  private cutOff(session: Session): void {
    for (const connection of this.connections.values())
      if (connection.session === session) this.speaking.add(connection);
  }
}
