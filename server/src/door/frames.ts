import type { Frame } from './ring.js';
import type { ToEmulator, ToSockets } from './messages.js';

/** Messages as frames: their kinds are numbers, and only data can be cut in pieces. */
const TO_EMULATOR = ['open', 'data', 'closed'] as const;
const TO_SOCKETS = ['data', 'close', 'shutdown'] as const;

const NOTHING = Buffer.alloc(0);

export interface Outgoing {
  readonly kind: number;
  readonly connection: number;
  readonly payload: Buffer;
}

/** Octets that arrived on a connection. */
export const dataToEmulator = (connection: number, payload: Buffer): Outgoing => ({
  kind: TO_EMULATOR.indexOf('data'),
  connection,
  payload,
});

export const openToEmulator = (connection: number, address: string, localAddress: string): Outgoing => ({
  kind: TO_EMULATOR.indexOf('open'),
  connection,
  payload: Buffer.from(`${address} ${localAddress}`),
});

export const closedToEmulator = (connection: number): Outgoing => ({
  kind: TO_EMULATOR.indexOf('closed'),
  connection,
  payload: NOTHING,
});

export function messageToEmulator({ kind, connection, payload }: Frame): ToEmulator {
  const name = TO_EMULATOR[kind]!;
  if (name === 'closed') return { kind: name, connection };
  if (name === 'data') return { kind: name, connection, bytes: payload.toString('latin1') };
  const [address = '', localAddress = ''] = payload.toString().split(' ');
  return { kind: name, connection, address, localAddress };
}

export function frameToSockets(message: ToSockets): Outgoing {
  const payload = message.kind === 'data' ? Buffer.from(message.bytes, 'latin1') : NOTHING;
  return { kind: TO_SOCKETS.indexOf(message.kind), connection: message.connection, payload };
}

/** What a frame for the sockets is; its data stay octets. */
export const socketFrameKind = ({ kind }: Frame): ToSockets['kind'] => TO_SOCKETS[kind]!;
