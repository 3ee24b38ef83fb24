import type { MessagePort } from 'node:worker_threads';
import { Prng } from '@luascope/shared/lua';
import { Server, redisFamilies } from '@luascope/shared/redis';
import { REDIS_7_0, createScripting } from '@luascope/shared/script';
import { Connection } from './connection.js';
import type { EmulatorOptions, ToEmulator, ToSockets } from './messages.js';

/** How the emulator reads its port: one message at a time, without waiting. */
export type Receive = () => ToEmulator | undefined;

const microseconds = (): number => Math.floor((performance.timeOrigin + performance.now()) * 1000);

/**
 * The emulator behind the door. It works through messages from the sockets; while a script is busy it is the script's hook that does so,
 * and then the server answers BUSY.
 */
export class Emulator {
  readonly server: Server;
  private readonly port: MessagePort;
  private readonly receive: Receive;
  private readonly connections = new Map<number, Connection>();

  constructor(port: MessagePort, receive: Receive, { settings, seed }: EmulatorOptions) {
    this.port = port;
    this.receive = receive;
    const scripting = createScripting({ profile: REDIS_7_0, random: new Prng(), poll: () => this.poll() });
    const idle = new Int32Array(new SharedArrayBuffer(4));
    this.server = new Server({
      families: [...redisFamilies, ...scripting.families],
      clock: microseconds,
      stopwatch: () => performance.now() * 1000,
      seed,
      settings,
      sleep: (duration) => void Atomics.wait(idle, 0, 0, duration / 1000),
      onShutdown: () => this.send({ kind: 'shutdown' }),
    });
  }

  /** One message of the sockets, and everything that follows from it. */
  handle(message: ToEmulator): void {
    this.accept(message);
    this.settle();
  }

  /** What the clock asks for. */
  tick(): void {
    this.server.tick();
    this.settle();
  }

  private poll(): void {
    for (let message = this.receive(); message !== undefined; message = this.receive()) this.accept(message);
    this.flush();
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
      if (bytes !== undefined) this.send({ kind: 'data', connection: id, bytes });
      if (!connection.session.closing) continue;
      this.connections.delete(id);
      this.server.disconnect(connection.session);
      this.send({ kind: 'close', connection: id });
    }
  }

  private send(message: ToSockets): void {
    this.port.postMessage(message);
  }
}
