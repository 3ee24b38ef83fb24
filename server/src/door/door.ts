import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { closedToEmulator, dataToEmulator, openToEmulator, socketFrameKind } from './frames.js';
import type { EmulatorOptions, EmulatorThread } from './messages.js';
import { newRing, Ring, type OctetFrame } from './ring.js';

/** Milliseconds after which a full mailbox is tried again. */
const RETRY = 1;
/** Milliseconds that answers are waited for on the spot; those that take longer are told of by a message. */
const PATIENCE = 0.3;
/** Milliseconds of them that are spent looking, not sleeping. */
const ALERT = 0.05;

export interface Door {
  readonly port: number;
  /** Closes every connection and ends the emulator. */
  close(): Promise<void>;
  /** Resolves when the emulator has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

/**
 * Opens the emulator to clients of Redis: RESP on a loopback port (0: any free one). Sockets live on this thread, the emulator on a worker's,
 * so that a script that loops does not keep others from being answered. `entry` is the compiled `worker.js`.
 */
export async function openDoor(
  port: number,
  options: EmulatorOptions,
  entry = new URL('./worker.js', import.meta.url),
): Promise<Door> {
  const thread: EmulatorThread = { ...options, toEmulator: newRing(), toSockets: newRing() };
  const worker = new Worker(entry, { workerData: thread, name: 'emulator' });
  const outbox = new Ring(thread.toEmulator);
  const inbox = new Ring(thread.toSockets);
  const sockets = new Map<number, Socket>();
  let lastConnection = 0;

  /** What found no room in the mailbox, oldest first. */
  let waiting: OctetFrame[] = [];
  const pump = (): void => {
    const queue = waiting;
    waiting = [];
    queue.forEach((frame) => send(frame));
  };
  const send = (frame: OctetFrame): void => {
    if (waiting.length > 0) {
      waiting.push(frame);
      return;
    }
    let rest = frame.payload;
    for (let first = true; first || rest.length > 0; first = false) {
      const written = outbox.write({ ...frame, payload: rest });
      if (written < 0) {
        waiting.push({ ...frame, payload: rest });
        setTimeout(pump, RETRY);
        return;
      }
      rest = rest.subarray(written);
    }
  };

  /** Takes what the emulator has said to the sockets, until there is no more and it will tell of the next. */
  const handOut = (): void => {
    do
      for (let frame = inbox.read(); frame !== undefined; frame = inbox.read()) {
        const kind = socketFrameKind(frame);
        if (kind === 'shutdown') return void worker.terminate();
        const socket = sockets.get(frame.connection);
        if (kind === 'data') socket?.write(frame.payload);
        else {
          sockets.delete(frame.connection);
          // Not only our half: whoever goes on sending to a closed connection is to see that.
          socket?.destroySoon();
        }
      }
    while (!inbox.leave());
  };

  /** An answer is waited for in {@link awaitAnswers}, which has yet to run. */
  let expecting = false;
  /** Most commands are answered sooner than a thread could be woken by a message. */
  const awaitAnswers = (): void => {
    expecting = false;
    inbox.attend();
    outbox.waitUntilSettled(PATIENCE, ALERT);
    handOut();
  };

  const server = createServer({ noDelay: true }, (socket) => {
    const connection = ++lastConnection;
    sockets.set(connection, socket);
    const { remoteAddress, remotePort, localAddress, localPort } = socket;
    send(openToEmulator(connection, `${remoteAddress}:${remotePort}`, `${localAddress}:${localPort}`));
    socket.on('data', (bytes) => {
      send(dataToEmulator(connection, bytes));
      if (expecting) return;
      expecting = true;
      // After the other sockets that have something to say.
      setImmediate(awaitAnswers);
    });
    // A reset is an end like any other.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (sockets.delete(connection)) send(closedToEmulator(connection));
    });
  });

  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', handOut);
  void ended.then(() => {
    server.close();
    for (const socket of sockets.values()) socket.destroy();
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => void (await worker.terminate()),
    ended,
  };
}
