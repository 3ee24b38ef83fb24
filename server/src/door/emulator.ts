import { Prng } from '@luascope/shared/lua';
import { Server, redisFamilies } from '@luascope/shared/redis';
import { DEFAULT_PROFILE, createScripting, profileNamed } from '@luascope/shared/script';
import { Connection } from './connection.js';
import type { EmulatorOptions, ToEmulator, ToSockets } from './messages.js';

/** The emulator's end of the mailbox. */
export interface Mailbox {
  /** The next message; undefined when there is none. Does not wait. */
  receive(): ToEmulator | undefined;
  send(message: ToSockets): void;
}

const microseconds = (): number => Math.floor((performance.timeOrigin + performance.now()) * 1000);

/**
 * The emulator behind the door. It works through messages from the sockets; while a script is busy it is the script's hook that does so,
 * and then the server answers BUSY.
 */
export class Emulator {
  readonly server: Server;
  private readonly mailbox: Mailbox;
  private readonly connections = new Map<number, Connection>();

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
      onShutdown: () => mailbox.send({ kind: 'shutdown', connection: 0 }),
    });
  }

  /** Works through the messages that wait, and everything that follows from them. */
  work(): void {
    if (this.takeMessages()) this.settle();
  }

  /** What the clock asks for. */
  tick(): void {
    this.server.tick();
    this.settle();
  }

  /** What others send while a script is busy. */
  private poll(): void {
    if (this.takeMessages()) this.flush();
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
      const { address, localAddress } = message;
      this.connections.set(message.connection, new Connection(this.server, { address, localAddress }));
      return;
    }
    const connection = this.connections.get(message.connection);
    if (connection === undefined) return;
    if (message.kind === 'closed') {
      this.connections.delete(message.connection);
      this.server.disconnect(connection.session);
      return;
    }
    connection.receive(message.bytes);
    connection.run();
  }

  /** Lets clients go on whose wait is over, until none is, and hands on all replies. */
  private settle(): void {
    for (const connection of this.connections.values()) connection.run();
    this.flush();
  }

  private flush(): void {
    for (const [id, connection] of this.connections) {
      const bytes = connection.takeOutput();
      if (bytes !== undefined) this.mailbox.send({ kind: 'data', connection: id, bytes });
      if (!connection.session.closing) continue;
      this.connections.delete(id);
      this.server.disconnect(connection.session);
      this.mailbox.send({ kind: 'close', connection: id });
    }
  }
}
