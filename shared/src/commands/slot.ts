import type { Bytes } from '../bytes.js';

/** CRC16 (XMODEM: polynomial 0x1021, start 0), as Redis Cluster uses it. */
export function crc16(bytes: Bytes): number {
  let crc = 0;
  for (let i = 0; i < bytes.length; i++) {
    crc ^= bytes.charCodeAt(i) << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) !== 0 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** The cluster slot of a key, 0 … 16383; only the hash tag counts when there is one (`keyHashSlot`). */
export function hashSlot(key: Bytes): number {
  const open = key.indexOf('{');
  const close = open < 0 ? -1 : key.indexOf('}', open + 1);
  return crc16(close > open + 1 ? key.slice(open + 1, close) : key) & 0x3fff;
}
