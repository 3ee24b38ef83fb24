import type { Bytes } from '../../bytes.js';

/** The "Jones" polynomial of crc64.c, bits reversed. */
const POLYNOMIAL = 0x95ac9329ac4bc9b5n;

/** The table for one byte, as pairs of 32-bit words: high, low. */
const table = buildTable();

function buildTable(): Uint32Array {
  const words = new Uint32Array(512);
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ POLYNOMIAL : crc >> 1n;
    words[byte * 2] = Number(crc >> 32n);
    words[byte * 2 + 1] = Number(crc & 0xffffffffn);
  }
  return words;
}

/** Redis's CRC-64 of the bytes, as the eight bytes that follow a payload, lowest first. */
export function crc64(bytes: Bytes): Bytes {
  let high = 0;
  let low = 0;
  for (let i = 0; i < bytes.length; i++) {
    const entry = ((low ^ bytes.charCodeAt(i)) & 0xff) * 2;
    low = ((low >>> 8) | (high << 24)) ^ table[entry + 1]!;
    high = (high >>> 8) ^ table[entry]!;
  }
  let text = '';
  for (const word of [low, high])
    for (let shift = 0; shift < 32; shift += 8) text += String.fromCharCode((word >>> shift) & 0xff);
  return text;
}
