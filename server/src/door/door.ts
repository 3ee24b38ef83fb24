import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { EmulatorOptions, ToEmulator, ToSockets } from './messages.js';

export interface Door {
  readonly port: number;
  /** Closes every connection and ends the emulator. */
  close(): Promise<void>;
  /** Resolves when the emulator has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

/**
 * Opens the emulator to clients of Redis: RESP on a loopback port (0: any free one). Sockets live on this thread, the emulator on a worker's,
 * so that a script that loops does not keep others from being answered.
 */
export async function openDoor(port: number, options: EmulatorOptions): Promise<Door> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: options, name: 'emulator' });
  const sockets = new Map<number, Socket>();
  let lastConnection = 0;
  const send = (message: ToEmulator): void => worker.postMessage(message);

  const server = createServer({ noDelay: true }, (socket) => {
    const connection = ++lastConnection;
    sockets.set(connection, socket);
    send({
      kind: 'open',
      connection,
      address: `${socket.remoteAddress}:${socket.remotePort}`,
      localAddress: `${socket.localAddress}:${socket.localPort}`,
    });
    socket.on('data', (bytes) => send({ kind: 'data', connection, bytes }));
    // A reset is an end like any other.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (sockets.delete(connection)) send({ kind: 'closed', connection });
    });
  });

  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', (message: ToSockets) => {
    if (message.kind === 'shutdown') return void worker.terminate();
    const socket = sockets.get(message.connection);
    if (socket === undefined) return;
    if (message.kind === 'data') return void socket.write(message.bytes);
    sockets.delete(message.connection);
    // Not only our half: whoever goes on sending to a closed connection is to see that.
    socket.destroySoon();
  });
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
