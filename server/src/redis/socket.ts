import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { AbstractConnector } from 'ioredis';
import { SentinelConnector, StandaloneConnector } from 'ioredis/built/connectors/index.js';
import type { RedisAddress } from './address.js';

const CONNECT_TIMEOUT_MS = 5000;

/**
 * A connected socket to the Redis at `address` (past the TLS handshake), through ioredis's connectors: they know unix sockets, TLS and how
 * to ask Sentinels for the master. Nothing has been sent on it. Rejects with the socket's error, after 5 s with code ETIMEDOUT.
 */
export async function openSocket(address: RedisAddress): Promise<Socket> {
  const socket = (await connectorFor(address).connect(() => undefined)) as Socket;
  await connected(socket);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 30_000);
  return socket;
}

function connectorFor({ socket }: RedisAddress): AbstractConnector {
  if (socket.kind === 'standalone') return new StandaloneConnector(socket.options);
  return new SentinelConnector({
    sentinelReconnectStrategy: () => null,
    ...socket.options,
    role: 'master',
    // Each Sentinel is asked once: whoever wants this socket decides whether to try again.
    sentinelRetryStrategy: () => null,
  });
}

function connected(socket: Socket): Promise<void> {
  if (!socket.connecting && !(socket instanceof TLSSocket)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const done = (error?: Error) => {
      clearTimeout(timer);
      socket.off('error', done).off('connect', ready).off('secureConnect', ready).off('close', closed);
      if (error === undefined) resolve();
      else {
        socket.on('error', () => undefined);
        socket.destroy();
        reject(error);
      }
    };
    const ready = () => done();
    const closed = () => done(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const timer = setTimeout(
      () => done(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
      CONNECT_TIMEOUT_MS,
    );
    socket.on('error', done).on('close', closed);
    socket.on(socket instanceof TLSSocket ? 'secureConnect' : 'connect', ready);
  });
}
