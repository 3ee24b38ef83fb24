import type { Bytes } from '../../bytes.js';

const REGISTER_BITS = 14;
export const REGISTERS = 1 << REGISTER_BITS;
/** Bits of the hash that are not the register's number. */
const Q = 64 - REGISTER_BITS;
const HEADER = 16;
const DENSE_SIZE = HEADER + (REGISTERS * 6) / 8;
const DENSE = 0;
const SPARSE = 1;
const ENCODING_AT = 4;
const CARDINALITY_AT = 8;
const STALE = 0x80;
/** `HLL_ALPHA_INF`: 0.5 / ln 2 */
const ALPHA = 0.7213475204444817;
/** The longest runs, and the largest value, that the opcodes of the sparse form can say. */
const ZERO_MAX = 64;
const VALUE_MAX = 32;
const VALUE_RUN_MAX = 4;

/** A 64-bit number as its high and low 32 bits: big integers take thirty times as long. */
interface Word {
  high: number;
  low: number;
}

/** The low 64 bits of `word` times 0xc6a4a7935bd1e995, in place. */
function multiply(word: Word): void {
  const { high, low } = word;
  const low0 = low & 0xffff;
  const low1 = low >>> 16;
  const p00 = low0 * 0xe995;
  const p01 = low0 * 0x5bd1;
  const p10 = low1 * 0xe995;
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
  const carried = low1 * 0x5bd1 + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16);
  word.low = ((middle & 0xffff) << 16) | (p00 & 0xffff);
  word.high = (carried + Math.imul(high, 0x5bd1e995) + Math.imul(low, 0xc6a4a793)) | 0;
}

/** `h ^= h >> 47` */
function mix(word: Word): void {
  word.low ^= word.high >>> 15;
}

/** MurmurHash64A with the seed that HyperLogLogs use. */
function murmurHash64A(key: Bytes): Word {
  const h: Word = { high: 0, low: key.length };
  multiply(h);
  h.low ^= 0xadc83b19;
  const k: Word = { high: 0, low: 0 };
  const blocks = key.length - (key.length % 8);
  for (let i = 0; i < blocks; i += 8) {
    k.low = littleEndian(key, i, i + 4);
    k.high = littleEndian(key, i + 4, i + 8);
    multiply(k);
    mix(k);
    multiply(k);
    h.low ^= k.low;
    h.high ^= k.high;
    multiply(h);
  }
  if (blocks < key.length) {
    h.low ^= littleEndian(key, blocks, Math.min(blocks + 4, key.length));
    h.high ^= littleEndian(key, blocks + 4, key.length);
    multiply(h);
  }
  mix(h);
  multiply(h);
  mix(h);
  return h;
}

/** At most four bytes; 0 when there are none. */
function littleEndian(key: Bytes, from: number, to: number): number {
  let word = 0;
  for (let i = to - 1; i >= from; i--) word = (word << 8) | key.charCodeAt(i);
  return word;
}

/** `hllPatLen`: the register of an element, and the length of the pattern 000…1 that it shows. */
export function patternOf(element: Bytes): { register: number; count: number } {
  const { high, low } = murmurHash64A(element);
  // What is left of the low half, then the high half, then the bit that ends every pattern.
  const rest = low >>> REGISTER_BITS;
  const zeros =
    rest !== 0
      ? trailingZeros(rest)
      : 32 - REGISTER_BITS + (high !== 0 ? trailingZeros(high) : Q - (32 - REGISTER_BITS));
  return { register: low & (REGISTERS - 1), count: zeros + 1 };
}

const trailingZeros = (word: number): number => 31 - Math.clz32(word & -word);

/** A run of registers of one value, as an opcode of the sparse form says it. */
interface Run {
  readonly value: number;
  readonly length: number;
  /** Bytes of the opcode. */
  readonly size: number;
}

/** The string that a HyperLogLog is, read and changed in place. */
export class HyperLogLog {
  #octets: Uint8Array;

  private constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  /** `createHLLObject`: sparse, one run of zeros. */
  static empty(): HyperLogLog {
    const octets = new Uint8Array(HEADER + 2);
    octets.set([0x48, 0x59, 0x4c, 0x4c, SPARSE]);
    octets.set(opcode(0, REGISTERS), HEADER);
    return new HyperLogLog(octets);
  }

  /** Of the bytes of a string, which are copied; undefined when they are none (`isHLLObjectOrReply`). Registers are not looked at. */
  static of(octets: Uint8Array): HyperLogLog | undefined {
    const magic = [0x48, 0x59, 0x4c, 0x4c].every((byte, i) => octets[i] === byte);
    const encoding = octets[ENCODING_AT]!;
    if (octets.length < HEADER || !magic || encoding > SPARSE) return undefined;
    return encoding === DENSE && octets.length !== DENSE_SIZE ? undefined : new HyperLogLog(octets.slice());
  }

  get octets(): Uint8Array {
    return this.#octets;
  }

  get isDense(): boolean {
    return this.#octets[ENCODING_AT] === DENSE;
  }

  /** The cardinality noted in the header; undefined when registers changed since. */
  get cachedCount(): bigint | undefined {
    if ((this.#octets[CARDINALITY_AT + 7]! & STALE) !== 0) return undefined;
    let count = 0n;
    for (let i = 7; i >= 0; i--) count = (count << 8n) | BigInt(this.#octets[CARDINALITY_AT + i]!);
    return count;
  }

  cacheCount(count: number): void {
    let rest = BigInt(count);
    for (let i = 0; i < 8; i++, rest >>= 8n) this.#octets[CARDINALITY_AT + i] = Number(rest & 0xffn);
  }

  /** Notes that the registers changed. */
  invalidate(): void {
    this.#octets[CARDINALITY_AT + 7]! |= STALE;
  }

  /** Raises a register to a count: whether it was lower; undefined when the sparse form is corrupt. */
  raise(register: number, count: number, sparseMaxBytes: number): boolean | undefined {
    return this.isDense ? this.#raiseDense(register, count) : this.#raiseSparse(register, count, sparseMaxBytes);
  }

  /** All registers; undefined when the sparse form is corrupt. */
  registers(): Uint8Array | undefined {
    const values = new Uint8Array(REGISTERS);
    if (this.isDense) {
      for (let i = 0; i < REGISTERS; i++) values[i] = this.#denseRegister(i);
      return values;
    }
    let at = 0;
    for (const { value, length } of this.runs()) {
      if (at + length > REGISTERS) return undefined;
      values.fill(value, at, at + length);
      at += length;
    }
    return at === REGISTERS ? values : undefined;
  }

  /** The runs of the sparse form. */
  *runs(): Generator<Run> {
    for (let at = HEADER; at < this.#octets.length;) {
      const run = this.#runAt(at);
      yield run;
      at += run.size;
    }
  }

  /** `hllSparseToDense`; false when the sparse form is corrupt. */
  makeDense(): boolean {
    if (this.isDense) return true;
    const registers = this.registers();
    if (registers === undefined) return false;
    const dense = new Uint8Array(DENSE_SIZE);
    dense.set(this.#octets.subarray(0, HEADER));
    dense[ENCODING_AT] = DENSE;
    this.#octets = dense;
    registers.forEach((value, i) => this.#setDense(i, value));
    return true;
  }

  #denseRegister(register: number): number {
    const bit = register * 6;
    const at = HEADER + (bit >> 3);
    const shift = bit & 7;
    return (((this.#octets[at]! | ((this.#octets[at + 1] ?? 0) << 8)) >> shift) & 63) >>> 0;
  }

  #setDense(register: number, value: number): void {
    const bit = register * 6;
    const at = HEADER + (bit >> 3);
    const shift = bit & 7;
    this.#octets[at] = (this.#octets[at]! & ~(63 << shift)) | (value << shift);
    if (shift > 2) this.#octets[at + 1] = (this.#octets[at + 1]! & ~(63 >> (8 - shift))) | (value >> (8 - shift));
  }

  #raiseDense(register: number, count: number): boolean {
    if (count <= this.#denseRegister(register)) return false;
    this.#setDense(register, count);
    return true;
  }

  #promote(register: number, count: number): boolean | undefined {
    return this.makeDense() ? this.#raiseDense(register, count) : undefined;
  }

  #runAt(at: number): Run {
    const byte = this.#octets[at]!;
    if ((byte & 0x80) !== 0) return { value: ((byte >> 2) & 0x1f) + 1, length: (byte & 3) + 1, size: 1 };
    if ((byte & 0x40) === 0) return { value: 0, length: (byte & 0x3f) + 1, size: 1 };
    return { value: 0, length: (((byte & 0x3f) << 8) | (this.#octets[at + 1] ?? 0)) + 1, size: 2 };
  }

  /** `hllSparseSet` */
  #raiseSparse(register: number, count: number, maxBytes: number): boolean | undefined {
    if (count > VALUE_MAX) return this.#promote(register, count);
    let at = HEADER;
    let previous: number | undefined;
    let first = 0;
    for (const octets = this.#octets; at < octets.length;) {
      const byte = octets[at]!;
      const wide = (byte & 0xc0) === 0x40;
      const long = wide ? ((byte & 0x3f) << 8) | (octets[at + 1] ?? 0) : byte & ((byte & 0x80) === 0 ? 0x3f : 3);
      if (register <= first + long) break;
      previous = at;
      at += wide ? 2 : 1;
      first += long + 1;
    }
    if (at >= this.#octets.length) return undefined;
    const { value, length, size } = this.#runAt(at);
    if (value >= count) return false;
    const split = [
      ...opcode(value, register - first),
      ...opcode(count, 1),
      ...opcode(value, first + length - 1 - register),
    ];
    const growth = split.length - size;
    if (growth > 0 && this.#octets.length + growth > maxBytes) return this.#promote(register, count);
    this.#replace(at, size, split);
    this.#merge(previous ?? HEADER);
    this.invalidate();
    return true;
  }

  #replace(at: number, size: number, opcodes: readonly number[]): void {
    const next = new Uint8Array(this.#octets.length - size + opcodes.length);
    next.set(this.#octets.subarray(0, at));
    next.set(opcodes, at);
    next.set(this.#octets.subarray(at + size), at + opcodes.length);
    this.#octets = next;
  }

  /** Joins neighbouring runs of one value where an opcode can say both; looks at five opcodes. */
  #merge(at: number): void {
    for (let looks = 5; looks > 0 && at < this.#octets.length; looks--) {
      const run = this.#runAt(at);
      const next = at + 1 < this.#octets.length ? this.#runAt(at + 1) : undefined;
      const length = run.length + (next?.length ?? 0);
      if (run.value > 0 && next?.value === run.value && length <= VALUE_RUN_MAX)
        this.#replace(at, 2, opcode(run.value, length));
      else at += run.size;
    }
  }
}

/** The opcode of a run; none for a run of no registers. */
function opcode(value: number, length: number): readonly number[] {
  if (length === 0) return [];
  if (value > 0) return [0x80 | ((value - 1) << 2) | (length - 1)];
  return length <= ZERO_MAX ? [length - 1] : [0x40 | ((length - 1) >> 8), (length - 1) & 0xff];
}

/** `hllCount`: the estimate of Ertl, "New cardinality estimation algorithms for HyperLogLog sketches". */
export function estimate(registers: Uint8Array): number {
  const histogram = Array.from({ length: 64 }, () => 0);
  for (const value of registers) histogram[value]!++;
  const m = REGISTERS;
  let z = m * tau((m - histogram[Q + 1]!) / m);
  for (let j = Q; j >= 1; j--) z = (z + histogram[j]!) * 0.5;
  z += m * sigma(histogram[0]! / m);
  const exact = (ALPHA * m * m) / z;
  const down = Math.floor(exact);
  return exact - down >= 0.5 ? down + 1 : down;
}

function sigma(x: number): number {
  if (x === 1) return Infinity;
  let y = 1;
  let z = x;
  for (let before = NaN; before !== z; y += y) {
    x *= x;
    before = z;
    z += x * y;
  }
  return z;
}

function tau(x: number): number {
  if (x === 0 || x === 1) return 0;
  let y = 1;
  let z = 1 - x;
  for (let before = NaN; before !== z;) {
    x = Math.sqrt(x);
    before = z;
    y *= 0.5;
    z -= (1 - x) ** 2 * y;
  }
  return z / 3;
}
