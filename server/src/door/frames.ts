import type { OctetFrame, TextFrame } from './ring.js';
import type { ToEmulator, ToSockets } from './messages.js';

/** Messages as frames: their kinds are numbers, and only data can be cut in pieces. */
const TO_EMULATOR = ['open', 'data', 'closed'] as const;
const TO_SOCKETS = ['data', 'close', 'shutdown'] as const;
const DATA_TO_EMULATOR = TO_EMULATOR.indexOf('data');

const NOTHING = Buffer.alloc(0);

/** Octets that arrived on a connection. */
export const dataToEmulator = (connection: number, payload: Buffer): OctetFrame => ({
  kind: DATA_TO_EMULATOR,
  connection,
  payload,
});

export const openToEmulator = (connection: number, address: string, localAddress: string): OctetFrame => ({
  kind: TO_EMULATOR.indexOf('open'),
  connection,
  payload: Buffer.from(`${address} ${localAddress}`),
});

export const closedToEmulator = (connection: number): OctetFrame => ({
  kind: TO_EMULATOR.indexOf('closed'),
  connection,
  payload: NOTHING,
});

export function messageToEmulator({ kind, connection, payload }: TextFrame): ToEmulator {
  if (kind === DATA_TO_EMULATOR) return { kind: 'data', connection, bytes: payload };
  if (TO_EMULATOR[kind] === 'closed') return { kind: 'closed', connection };
  const [address = '', localAddress = ''] = payload.split(' ');
  return { kind: 'open', connection, address, localAddress };
}

export function frameToSockets(message: ToSockets): TextFrame {
  const payload = message.kind === 'data' ? message.bytes : '';
  return { kind: TO_SOCKETS.indexOf(message.kind), connection: message.connection, payload };
}

/** What a frame for the sockets is; its data stay octets. */
export const socketFrameKind = ({ kind }: OctetFrame): ToSockets['kind'] => TO_SOCKETS[kind]!;
