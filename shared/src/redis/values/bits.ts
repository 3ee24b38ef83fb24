import type { StringValue } from './string-value.js';

const POPULATION = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
  return count;
});

/** Set bits among bits `first` ≤ i ≤ `last`, all within the string. Bit 0 is the highest of the first byte. */
export function countBits(value: StringValue, first: number, last: number): number {
  const from = Math.floor(first / 8);
  const octets = value.octets(from, Math.floor(last / 8) + 1);
  let count = 0;
  for (const octet of octets) count += POPULATION[octet]!;
  const head = octets[0]! & ~(0xff >> (first % 8)) & 0xff;
  const tail = octets[octets.length - 1]! & (0x7f >> (last % 8));
  return count - POPULATION[head]! - POPULATION[tail]!;
}

/** The first bit of a value among bits `first` ≤ i ≤ `last`, all within the string. */
export function findBit(value: StringValue, bit: 0 | 1, first: number, last: number): number | undefined {
  const from = Math.floor(first / 8);
  const octets = value.octets(from, Math.floor(last / 8) + 1);
  const flip = bit === 1 ? 0 : 0xff;
  for (let i = 0; i < octets.length; i++) {
    let candidates = octets[i]! ^ flip;
    if (i === 0) candidates &= 0xff >> (first % 8);
    if (candidates === 0) continue;
    const found = (from + i) * 8 + Math.clz32(candidates) - 24;
    return found <= last ? found : undefined;
  }
  return undefined;
}

/** `count` bits (at most 64) from bit `offset`, as an unsigned integer; bits after the end of the string are 0. */
export function readBits(value: StringValue, offset: number, count: number): bigint {
  const { from, to, below } = span(offset, count);
  return BigInt.asUintN(count, bytesAsInteger(value, from, to) >> BigInt(below));
}

/** The bytes that the string shall have from `offset` on, so that `count` bits from bit `at` are those of an unsigned integer. */
export function writtenBits(
  value: StringValue,
  at: number,
  count: number,
  bits: bigint,
): { offset: number; bytes: string } {
  const { from, to, below } = span(at, count);
  const mask = ((1n << BigInt(count)) - 1n) << BigInt(below);
  const whole = (bytesAsInteger(value, from, to) & ~mask) | (bits << BigInt(below));
  let bytes = '';
  for (let i = to - 1 - from; i >= 0; i--) bytes += String.fromCharCode(Number((whole >> BigInt(i * 8)) & 0xffn));
  return { offset: from, bytes };
}

/** The bytes that some bits lie in, and how many bits of the last of them come after. */
function span(offset: number, count: number): { from: number; to: number; below: number } {
  const to = Math.floor((offset + count - 1) / 8) + 1;
  return { from: Math.floor(offset / 8), to, below: to * 8 - offset - count };
}

function bytesAsInteger(value: StringValue, from: number, to: number): bigint {
  let whole = 0n;
  for (let i = from; i < to; i++) whole = (whole << 8n) | BigInt(value.byteAt(i));
  return whole;
}
