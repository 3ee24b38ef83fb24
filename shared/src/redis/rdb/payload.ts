import type { Bytes } from '../../bytes.js';
import { crc64 } from './crc64.js';

/** Bytes of version and checksum behind a payload's body. */
export const FOOTER = 10;

/** A serialized value with its footer: version and checksum (`createDumpPayload`). */
export function sealPayload(body: Bytes, version: number): Bytes {
  const versioned = body + String.fromCharCode(version & 0xff, version >> 8);
  return versioned + crc64(versioned);
}

/** The body of a payload; undefined when its version is too new or its checksum wrong (`verifyDumpPayload`). */
export function openPayload(payload: Bytes, newest: number, skipChecksum = false): Bytes | undefined {
  if (payload.length < FOOTER) return undefined;
  const body = payload.slice(0, -FOOTER);
  const version = payload.charCodeAt(body.length) | (payload.charCodeAt(body.length + 1) << 8);
  if (version > newest) return undefined;
  return skipChecksum || payload.slice(-8) === crc64(payload.slice(0, -8)) ? body : undefined;
}
