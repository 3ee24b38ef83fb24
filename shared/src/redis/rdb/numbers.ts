import { fromOctets, type Bytes } from '../../bytes.js';

export type ByteOrder = 'little' | 'big';

/** A whole number in `size` bytes, two's complement. */
export function integerBytes(value: number | bigint, size: number, order: ByteOrder): Bytes {
  const octets = new Uint8Array(size);
  let rest = BigInt(value);
  for (let i = 0; i < size; i++) {
    octets[order === 'little' ? i : size - 1 - i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return fromOctets(octets);
}

/** The number, without a sign, in some bytes. */
export function unsignedIn(bytes: Bytes, order: ByteOrder): bigint {
  let value = 0n;
  for (let i = 0; i < bytes.length; i++)
    value = (value << 8n) | BigInt(bytes.charCodeAt(order === 'big' ? i : bytes.length - 1 - i));
  return value;
}

/** A double as it lies in memory, the lowest byte first. */
export function doubleBytes(value: number): Bytes {
  const octets = new Uint8Array(8);
  new DataView(octets.buffer).setFloat64(0, value, true);
  return fromOctets(octets);
}
