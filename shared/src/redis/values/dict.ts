import type { Bytes } from '../../bytes.js';
import { KeyMap } from './key-map.js';

/** Bits are reversed in the order of iteration, as `dictScan` reverses them in its cursor. */
function reverseBits(v: number): number {
  v = ((v >>> 1) & 0x55555555) | ((v & 0x55555555) << 1);
  v = ((v >>> 2) & 0x33333333) | ((v & 0x33333333) << 2);
  v = ((v >>> 4) & 0x0f0f0f0f) | ((v & 0x0f0f0f0f) << 4);
  v = ((v >>> 8) & 0x00ff00ff) | ((v & 0x00ff00ff) << 8);
  return ((v >>> 16) | (v << 16)) >>> 0;
}

/** A seeded 32-bit hash (FNV-1a with the finaliser of MurmurHash3). */
function hashOf(key: Bytes, seed: number): number {
  let h = seed ^ 0x811c9dc5;
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
  h ^= key.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const MIN_SIZE = 4;
/** Chains longer than this occur about once in a million buckets. */
const USUAL_LONGEST_CHAIN = 8;

interface Slot {
  readonly key: Bytes;
  /** Hash with its bits reversed: ascending positions are the order of a reverse-binary walk at every table size. */
  readonly position: number;
}

/**
 * A hash table whose iteration order is a function of its keys and a seed alone, whatever their history: keys are ordered by the reversed
 * bits of their hash, which is the order in which `dictScan` walks the buckets of a table of any size. So an undo that restores the keys
 * restores the order, and a SCAN cursor stays good while the table grows and shrinks.
 *
 * Look-ups use a map of the engine's. Buckets are built when the order is first asked for, and kept up to date from then on.
 */
export class Dict<V extends {}> {
  readonly #values = new KeyMap<V>();
  readonly #seed: number;
  #buckets: Slot[][] | undefined;

  constructor(seed: number, entries: Iterable<readonly [Bytes, V]> = []) {
    this.#seed = seed;
    for (const [key, value] of entries) this.#values.set(key, value);
  }

  get size(): number {
    return this.#values.size;
  }

  has(key: Bytes): boolean {
    return this.#values.has(key);
  }

  get(key: Bytes): V | undefined {
    return this.#values.get(key);
  }

  /** Adds or replaces. True when the key is new. */
  set(key: Bytes, value: V): boolean {
    if (!this.#values.set(key, value)) return false;
    if (this.#buckets !== undefined) this.#link(key);
    return true;
  }

  delete(key: Bytes): boolean {
    if (!this.#values.delete(key)) return false;
    if (this.#buckets !== undefined) this.#unlink(key);
    return true;
  }

  clear(): void {
    this.#values.clear();
    this.#buckets = undefined;
  }

  *keys(): Generator<Bytes> {
    for (const slot of this.#slots()) yield slot.key;
  }

  *entries(): Generator<[Bytes, V]> {
    for (const { key } of this.#slots()) yield [key, this.#values.get(key)!];
  }

  /** In no particular order, at the least cost: for copies. */
  unorderedEntries(): Iterable<[Bytes, V]> {
    return this.#values.entries();
  }

  /**
   * One call of SCAN (`dictScan` under `scanGenericCommand`): visits buckets from `cursor` until `count` keys were seen or ten times
   * as many buckets. Every key that is present from the first call to the last is visited at least once. The next cursor is 0 at the end.
   */
  scan(cursor: bigint, count: number, visit: (key: Bytes) => void): bigint {
    const buckets = this.#table();
    const bits = Math.log2(this.#canonicalSize());
    let index = bits === 0 ? 0 : reverseBits(Number(cursor & 0xffffffffn) & (2 ** bits - 1)) >>> (32 - bits);
    let visited = 0;
    for (let turns = count * 10; ;) {
      visited += this.#visitRange(buckets, index, bits, visit);
      index++;
      if (index === 2 ** bits) return 0n;
      if (--turns <= 0 || visited >= count) break;
    }
    return BigInt(reverseBits(index) >>> (32 - bits));
  }

  /**
   * A key chosen at random, all with equal chance (`dictGetFairRandomKey`): a random bucket, then a random place in it, again until there is
   * a key at that place. `below` gives a whole number under its limit.
   */
  randomKey(below: (limit: number) => number): Bytes | undefined {
    if (this.#values.size === 0) return undefined;
    const buckets = this.#table();
    const bits = Math.log2(this.#canonicalSize());
    for (;;) {
      const found: Bytes[] = [];
      this.#visitRange(buckets, below(2 ** bits), bits, (key) => found.push(key));
      const place = below(Math.max(found.length, USUAL_LONGEST_CHAIN));
      if (place < found.length) return found[place];
    }
  }

  /** How many keys are in each bucket of a table of the size that Redis would give it. */
  chainLengths(): number[] {
    const buckets = this.#table();
    const size = this.#canonicalSize();
    const bits = Math.log2(size);
    return Array.from({ length: size }, (_, index) => this.#visitRange(buckets, index, bits, () => undefined));
  }

  /** The size Redis's table would have had it grown to this many keys: the order never depends on it, cursors do. */
  #canonicalSize(): number {
    let size = MIN_SIZE;
    while (size < this.#values.size) size *= 2;
    return size;
  }

  /** Visits the keys of bucket `index`, in iteration order, of a table of 2^bits buckets; the physical table may have another size. */
  #visitRange(buckets: readonly Slot[][], index: number, bits: number, visit: (key: Bytes) => void): number {
    const physicalBits = Math.log2(buckets.length);
    let visited = 0;
    if (physicalBits >= bits) {
      const ratio = 2 ** (physicalBits - bits);
      for (let i = index * ratio; i < (index + 1) * ratio; i++) {
        for (const slot of buckets[i]!) {
          visit(slot.key);
          visited++;
        }
      }
      return visited;
    }
    for (const slot of buckets[index >>> (bits - physicalBits)]!) {
      if (slot.position >>> (32 - bits) !== index) continue;
      visit(slot.key);
      visited++;
    }
    return visited;
  }

  *#slots(): Generator<Slot> {
    for (const bucket of this.#table()) yield* bucket;
  }

  #table(): Slot[][] {
    if (this.#buckets === undefined) {
      this.#buckets = emptyTable(this.#canonicalSize());
      for (const key of this.#values.keys()) place(this.#buckets, this.#slot(key));
    }
    return this.#buckets;
  }

  #slot(key: Bytes): Slot {
    return { key, position: reverseBits(hashOf(key, this.#seed)) };
  }

  #link(key: Bytes): void {
    const buckets = this.#buckets!;
    if (this.#values.size > buckets.length) this.#resize(buckets.length * 2);
    place(this.#buckets!, this.#slot(key));
  }

  #unlink(key: Bytes): void {
    const buckets = this.#buckets!;
    const bucket = bucketFor(buckets, this.#slot(key).position);
    bucket.splice(
      bucket.findIndex((slot) => slot.key === key),
      1,
    );
    if (buckets.length > MIN_SIZE && this.#values.size < buckets.length / 8) this.#resize(buckets.length / 4);
  }

  #resize(size: number): void {
    const next = emptyTable(Math.max(size, MIN_SIZE));
    for (const bucket of this.#buckets!) for (const slot of bucket) bucketFor(next, slot.position).push(slot);
    this.#buckets = next;
  }
}

const emptyTable = (size: number): Slot[][] => Array.from({ length: size }, () => []);

const bucketFor = (buckets: readonly Slot[][], position: number): Slot[] =>
  buckets[position >>> (32 - Math.log2(buckets.length))]!;

function place(buckets: readonly Slot[][], slot: Slot): void {
  const bucket = bucketFor(buckets, slot.position);
  let i = bucket.length;
  while (i > 0 && comesBefore(slot, bucket[i - 1]!)) i--;
  bucket.splice(i, 0, slot);
}

const comesBefore = (a: Slot, b: Slot): boolean =>
  a.position < b.position || (a.position === b.position && a.key < b.key);
