import type { Bytes } from '@luascope/shared/bytes';

/** What a frame is and whose. */
export interface FrameHead {
  readonly kind: number;
  readonly connection: number;
}
export interface OctetFrame extends FrameHead {
  readonly payload: Buffer;
}
export interface TextFrame extends FrameHead {
  readonly payload: Bytes;
}

const CAPACITY = 1 << 22;
const WRITTEN = 0;
const READ = 1;
const SETTLED = 2;
const ATTENTION = 3;
/** Bytes in front of the data: the counters. */
const HEAD = 16;
/** Kind, connection, length: four bytes each. */
const FRAME_HEAD = 12;

/** The reader has to be told that there is something to read. */
const AWAY = 0;
/** The reader looks by itself. */
const ATTENDING = 1;
/** The reader has been told, and will look. */
const CALLED = 2;

/** Looks at shared memory between two looks at the clock. */
const LOOKS = 256;

/** Memory for a {@link Ring}. */
export const newRing = (): SharedArrayBuffer => new SharedArrayBuffer(HEAD + CAPACITY);

/**
 * Frames from one thread to another through shared memory: one writer, one reader, no copy by the engine and no event. A reader that has no
 * events sleeps until the writer's counter moves; one that has them is told by a message, which the writer spares it while it looks anyway.
 * Waking a thread costs far more than a command, so that both sides look for a moment before they sleep.
 */
export class Ring {
  private readonly counters: Int32Array;
  private readonly words: Int32Array;
  private readonly data: Buffer;
  /** How long the reader, or the writer, has waited the last time, ms. */
  private lastWait = 0;

  constructor(memory: SharedArrayBuffer) {
    this.counters = new Int32Array(memory, 0, HEAD / 4);
    this.words = new Int32Array(memory, HEAD, CAPACITY / 4);
    this.data = Buffer.from(memory, HEAD, CAPACITY);
  }

  /**
   * Writes a frame, or, when there is too little room, one with the beginning of the payload. Gives how much of the payload has gone; -1
   * when there is no room at all.
   */
  write({ kind, connection, payload }: OctetFrame): number {
    const length = this.room(payload.length);
    if (length < 0) return -1;
    const at = this.open(kind, connection, length);
    const first = Math.min(length, CAPACITY - at);
    payload.copy(this.data, at, 0, first);
    if (first < length) payload.copy(this.data, 0, first, length);
    this.commit(length);
    return length;
  }

  /** As {@link write}, of one octet for each character. */
  writeText({ kind, connection, payload }: TextFrame): number {
    const length = this.room(payload.length);
    if (length < 0) return -1;
    const at = this.open(kind, connection, length);
    const first = Math.min(length, CAPACITY - at);
    this.data.write(payload, at, first, 'latin1');
    if (first < length) this.data.write(payload.slice(first), 0, length - first, 'latin1');
    this.commit(length);
    return length;
  }

  /** The next frame; undefined when there is none. Its payload is a copy. */
  read(): OctetFrame | undefined {
    if (this.isEmpty) return undefined;
    const { kind, connection, length, at } = this.front();
    const first = Math.min(length, CAPACITY - at);
    const payload = Buffer.allocUnsafe(length);
    this.data.copy(payload, 0, at, at + first);
    if (first < length) this.data.copy(payload, first, 0, length - first);
    this.consume(length);
    return { kind, connection, payload };
  }

  /** As {@link read}, one character for each octet. */
  readText(): TextFrame | undefined {
    if (this.isEmpty) return undefined;
    const { kind, connection, length, at } = this.front();
    const first = Math.min(length, CAPACITY - at);
    let payload = this.data.toString('latin1', at, at + first);
    if (first < length) payload += this.data.toString('latin1', 0, length - first);
    this.consume(length);
    return { kind, connection, payload };
  }

  /** For the reader: nothing is there to be read. */
  get isEmpty(): boolean {
    return Atomics.load(this.counters, WRITTEN) === this.counters[READ]!;
  }

  /** For a reader without events: sleeps until there is something to read, at most so many milliseconds; it looks for `alert` of them first. */
  waitForFrame(timeout: number, alert: number): void {
    this.await(WRITTEN, (written) => written !== this.counters[READ]!, timeout, alert);
  }

  /** For the writer: sleeps until something was read, at most so many milliseconds. */
  waitForRoom(timeout: number): void {
    Atomics.wait(this.counters, READ, Atomics.load(this.counters, READ), timeout);
  }

  /** For the reader: has answered all that it has read. */
  settle(): void {
    Atomics.store(this.counters, SETTLED, this.counters[READ]!);
    Atomics.notify(this.counters, SETTLED);
  }

  /** For the writer: waits until the reader has read everything and answered it, as {@link waitForFrame}; false when the time was too short. */
  waitUntilSettled(timeout: number, alert: number): boolean {
    return this.await(SETTLED, (settled) => settled === this.counters[WRITTEN]!, timeout, alert);
  }

  /** For the reader: begins to look by itself, {@link leave} ends it. */
  attend(): void {
    Atomics.store(this.counters, ATTENTION, ATTENDING);
  }

  /** For the reader: wants to be told of frames from now on; false when there are some already. */
  leave(): boolean {
    Atomics.store(this.counters, ATTENTION, AWAY);
    return this.isEmpty;
  }

  /** For the writer, after each frame: whether the reader must be told. Each of the two writes before it looks, so that one always sees the other. */
  mustCall(): boolean {
    return Atomics.compareExchange(this.counters, ATTENTION, AWAY, CALLED) === AWAY;
  }

  /**
   * Looks for `alert` milliseconds, then sleeps. Looks only when the wait before this one was as short: where threads have to wait for a
   * processor, whoever looks keeps the one busy that it waits for.
   */
  private await(counter: number, isMet: (value: number) => boolean, timeout: number, alert: number): boolean {
    const { counters } = this;
    const start = performance.now();
    const looksUntil = start + (this.lastWait <= alert ? alert : 0);
    let now = start;
    do {
      for (let looks = 0; looks < LOOKS; looks++) if (isMet(Atomics.load(counters, counter))) return true;
      now = performance.now();
    } while (now < looksUntil);
    for (; now < start + timeout; now = performance.now()) {
      const value = Atomics.load(counters, counter);
      if (isMet(value)) break;
      Atomics.wait(counters, counter, value, start + timeout - now);
    }
    this.lastWait = now - start;
    return isMet(Atomics.load(counters, counter));
  }

  /** How much of a payload fits; -1 when no frame does. */
  private room(wanted: number): number {
    // The counters run round: their difference is what counts.
    const free = CAPACITY - ((this.counters[WRITTEN]! - Atomics.load(this.counters, READ)) | 0);
    const length = Math.min(wanted, free - FRAME_HEAD - 4);
    return length < 0 || (length === 0 && wanted > 0) ? -1 : length;
  }

  /** Writes a frame's head; gives where its payload begins. */
  private open(kind: number, connection: number, length: number): number {
    const start = this.counters[WRITTEN]!;
    this.words[wordAt(start)] = kind;
    this.words[wordAt(start + 4)] = connection;
    this.words[wordAt(start + 8)] = length;
    return (start + FRAME_HEAD) & (CAPACITY - 1);
  }

  private commit(length: number): void {
    Atomics.store(this.counters, WRITTEN, (this.counters[WRITTEN]! + frameSize(length)) | 0);
    Atomics.notify(this.counters, WRITTEN);
  }

  private front(): FrameHead & { readonly length: number; readonly at: number } {
    const start = this.counters[READ]!;
    return {
      kind: this.words[wordAt(start)]!,
      connection: this.words[wordAt(start + 4)]!,
      length: this.words[wordAt(start + 8)]!,
      at: (start + FRAME_HEAD) & (CAPACITY - 1),
    };
  }

  private consume(length: number): void {
    Atomics.store(this.counters, READ, (this.counters[READ]! + frameSize(length)) | 0);
    Atomics.notify(this.counters, READ);
  }
}

const wordAt = (position: number): number => (position & (CAPACITY - 1)) >> 2;

const frameSize = (length: number): number => FRAME_HEAD + ((length + 3) & ~3);
