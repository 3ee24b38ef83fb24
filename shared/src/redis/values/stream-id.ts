import type { Bytes } from '../../bytes.js';
import type { StreamId } from '../change.js';

export const UINT64_MAX = 2n ** 64n - 1n;
export const ZERO_ID: StreamId = { ms: 0n, seq: 0n };
export const MAX_ID: StreamId = { ms: UINT64_MAX, seq: UINT64_MAX };

export function compareIds(a: StreamId, b: StreamId): number {
  if (a.ms !== b.ms) return a.ms < b.ms ? -1 : 1;
  return a.seq === b.seq ? 0 : a.seq < b.seq ? -1 : 1;
}

export const printId = (id: StreamId): Bytes => `${id.ms}-${id.seq}`;

/** The next id; undefined after the last there is. */
export function nextId({ ms, seq }: StreamId): StreamId | undefined {
  if (seq < UINT64_MAX) return { ms, seq: seq + 1n };
  return ms < UINT64_MAX ? { ms: ms + 1n, seq: 0n } : undefined;
}

/** The id before; undefined before the first there is. */
export function previousId({ ms, seq }: StreamId): StreamId | undefined {
  if (seq > 0n) return { ms, seq: seq - 1n };
  return ms > 0n ? { ms: ms - 1n, seq: UINT64_MAX } : undefined;
}

/** An id as a client writes it; `seq` is undefined where it was left to the server (`5-*`). */
export interface WrittenId {
  readonly ms: bigint;
  readonly seq: bigint | undefined;
}

/** How `streamGenericParseIDOrReply` is to read. */
export interface IdSyntax {
  /** What a missing sequence means. */
  readonly missing: bigint;
  /** `-` and `+` are no ids. */
  readonly strict: boolean;
  /** `5-*` leaves the sequence open. */
  readonly open?: boolean;
}

export function parseId(text: Bytes, { missing, strict, open = false }: IdSyntax): WrittenId | undefined {
  if (text.length > 127) return undefined;
  const end = text.indexOf('\0');
  const id = end < 0 ? text : text.slice(0, end);
  if (id === '-' || id === '+') return strict ? undefined : id === '-' ? ZERO_ID : MAX_ID;
  const dash = id.indexOf('-');
  const ms = parseUint64(dash < 0 ? id : id.slice(0, dash));
  if (ms === undefined) return undefined;
  if (dash < 0) return { ms, seq: missing };
  const rest = id.slice(dash + 1);
  if (open && rest === '*') return { ms, seq: undefined };
  const seq = parseUint64(rest);
  return seq === undefined ? undefined : { ms, seq };
}

/** `string2ull`: what `strtoull` reads, but a plain negative integer is out of range. */
function parseUint64(text: Bytes): bigint | undefined {
  const match = /^([ \t-\r]*)([+-]?)(\d+)$/.exec(text);
  if (match === null) return undefined;
  const [, space = '', sign = '', digits = ''] = match;
  const value = BigInt(digits);
  if (value > UINT64_MAX) return undefined;
  if (sign !== '-') return value;
  const plain = space === '' && !digits.startsWith('0') && value <= 2n ** 63n;
  return plain ? undefined : BigInt.asUintN(64, -value);
}
