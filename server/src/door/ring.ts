/** A frame: what it is, whose it is, and its payload. */
export interface Frame {
  readonly kind: number;
  readonly connection: number;
  readonly payload: Buffer;
}

const CAPACITY = 1 << 22;
/** Bytes in front of the data: the two counters. */
const HEAD = 8;
const WRITTEN = 0;
const READ = 1;
/** Kind, connection, length: four bytes each. */
const FRAME_HEAD = 12;

/** Memory for a {@link Ring}. */
export const newRing = (): SharedArrayBuffer => new SharedArrayBuffer(HEAD + CAPACITY);

/**
 * Frames from one thread to another through shared memory: one writer, one reader. Costs no copy by the engine and no event; whoever finds
 * the ring empty, or full, waits for the other's counter to move.
 */
export class Ring {
  private readonly counters: Int32Array;
  private readonly words: Int32Array;
  private readonly data: Buffer;

  constructor(memory: SharedArrayBuffer) {
    this.counters = new Int32Array(memory, 0, 2);
    this.words = new Int32Array(memory, HEAD, CAPACITY / 4);
    this.data = Buffer.from(memory, HEAD, CAPACITY);
  }

  /**
   * Writes a frame, or, when there is too little room, one with the beginning of the payload. Gives how much of the payload has gone; -1
   * when there is no room at all.
   */
  write(kind: number, connection: number, payload: Buffer): number {
    const written = this.counters[WRITTEN]!;
    // The counters run round: their difference is what counts.
    const free = CAPACITY - ((written - Atomics.load(this.counters, READ)) | 0);
    const length = Math.min(payload.length, free - FRAME_HEAD - 4);
    if (length < 0 || (length === 0 && payload.length > 0)) return -1;
    const start = written & (CAPACITY - 1);
    this.word(start, kind);
    this.word(start + 4, connection);
    this.word(start + 8, length);
    const at = (start + FRAME_HEAD) & (CAPACITY - 1);
    const first = Math.min(length, CAPACITY - at);
    payload.copy(this.data, at, 0, first);
    payload.copy(this.data, 0, first, length);
    Atomics.store(this.counters, WRITTEN, (written + FRAME_HEAD + ((length + 3) & ~3)) | 0);
    Atomics.notify(this.counters, WRITTEN);
    return length;
  }

  /** The next frame; undefined when there is none. Its payload is a copy. */
  read(): Frame | undefined {
    const read = this.counters[READ]!;
    if (Atomics.load(this.counters, WRITTEN) === read) return undefined;
    const start = read & (CAPACITY - 1);
    const kind = this.words[start >> 2]!;
    const connection = this.words[((start + 4) & (CAPACITY - 1)) >> 2]!;
    const length = this.words[((start + 8) & (CAPACITY - 1)) >> 2]!;
    const at = (start + FRAME_HEAD) & (CAPACITY - 1);
    const first = Math.min(length, CAPACITY - at);
    const payload = Buffer.allocUnsafe(length);
    this.data.copy(payload, 0, at, at + first);
    this.data.copy(payload, first, 0, length - first);
    Atomics.store(this.counters, READ, (read + FRAME_HEAD + ((length + 3) & ~3)) | 0);
    Atomics.notify(this.counters, READ);
    return { kind, connection, payload };
  }

  /** For the reader: sleeps until there is something to read, at most so many milliseconds. */
  waitForFrame(timeout: number): void {
    Atomics.wait(this.counters, WRITTEN, this.counters[READ]!, timeout);
  }

  /** For the writer: sleeps until something was read, at most so many milliseconds. */
  waitForRoom(timeout: number): void {
    Atomics.wait(this.counters, READ, Atomics.load(this.counters, READ), timeout);
  }

  private word(at: number, value: number): void {
    this.words[(at & (CAPACITY - 1)) >> 2] = value;
  }
}
