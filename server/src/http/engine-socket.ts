import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { decodeMessage, encodeMessage, serve, type Transport } from '@luascope/shared/debug';
import { readClientMessage } from '@luascope/shared/wire';
import type { Logger } from 'pino';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { TARGETS, type Engines, type TargetName } from '../engines.js';
import type { OriginPolicy } from './origin.js';

const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const PING_MS = 30_000;

/** Serves an engine on each WebSocket at `/api/engine?target=live`, to pages of our own origin only. `close` ends them all. */
export function serveEngines(http: Server, engines: Engines, policy: OriginPolicy, log: Logger): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  http.on('upgrade', (request, stream, head) => {
    stream.on('error', () => undefined);
    if (!policy.hostAllowed(request)) return refuse(stream, '421 Misdirected Request');
    if (!policy.upgradeAllowed(request)) return refuse(stream, '403 Forbidden');
    const target = targetOf(request);
    if (target === undefined) return refuse(stream, '404 Not Found');
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const engine = engines[target].open();
      socket.once('close', () => engine.close());
      socket.on('error', (error) => log.debug({ message: error.message }, 'a WebSocket failed'));
      keepAlive(socket);
      serve(engine, transportOver(socket), { read: readClientMessage });
    });
  });
  return {
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

/** Messages as JSON text on a WebSocket. What cannot be read as JSON ends it: no browser page of ours sends that. */
export function transportOver(socket: WebSocket): Transport {
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(encodeMessage(message));
    },
    onMessage(listener) {
      socket.on('message', (data, binary) => {
        let message: unknown;
        try {
          if (binary) throw new SyntaxError('a binary message');
          message = decodeMessage(textOf(data));
        } catch {
          socket.close(1007, 'not a message');
          return;
        }
        listener(message);
      });
    },
    onEnd(listener) {
      socket.once('close', () => listener('closed'));
    },
  };
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8');
}

function targetOf(request: IncomingMessage): TargetName | undefined {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname !== '/api/engine') return undefined;
  const wanted = url.searchParams.get('target');
  return TARGETS.find((name) => name === wanted);
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** A page that vanished without a goodbye (a laptop that sleeps) leaves consoles behind; two missed pings end it. */
function keepAlive(socket: WebSocket): void {
  let alive = true;
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, PING_MS);
  socket.on('pong', () => (alive = true));
  socket.once('close', () => clearInterval(timer));
}
