import { decodeMessage, encodeMessage } from './json.js';

/**
 * A one-way queue of messages in shared memory: one thread writes, another reads, and reading needs no event loop, so that a script that is
 * running can look into it. Messages travel as JSON text in UTF-16 units, each after two units that hold its length.
 *
 * Memory: two 32-bit counters (units ever written, units ever read, modulo 2^32), then a ring of {@link RING} units.
 */
const WRITTEN = 0;
const READ = 1;
const HEADER_BYTES = 8;
const RING = 1 << 16;

export const newMailbox = (): SharedArrayBuffer => new SharedArrayBuffer(HEADER_BYTES + RING * 2);

export class MailboxWriter {
  readonly #counters: Int32Array;
  readonly #ring: Uint16Array;
  /** Text that did not fit yet. */
  #rest = '';

  constructor(memory: SharedArrayBuffer) {
    this.#counters = new Int32Array(memory, 0, 2);
    this.#ring = new Uint16Array(memory, HEADER_BYTES);
  }

  /** Queues a message. False when not all of it fitted: call {@link flush} later, until it answers true. */
  write(message: unknown): boolean {
    const text = encodeMessage(message);
    this.#rest += String.fromCharCode(text.length >>> 16, text.length & 0xffff) + text;
    return this.flush();
  }

  /** Writes what had no room before; true when nothing is left over. */
  flush(): boolean {
    const written = this.#counters[WRITTEN]!;
    const room = RING - ((written - Atomics.load(this.#counters, READ)) >>> 0);
    const count = Math.min(room, this.#rest.length);
    for (let i = 0; i < count; i++) this.#ring[(written + i) & (RING - 1)] = this.#rest.charCodeAt(i);
    Atomics.store(this.#counters, WRITTEN, (written + count) | 0);
    this.#rest = this.#rest.slice(count);
    return this.#rest === '';
  }
}

export class MailboxReader {
  readonly #counters: Int32Array;
  readonly #ring: Uint16Array;
  /** Units of a message of which the rest has not come yet. */
  #units: number[] = [];

  constructor(memory: SharedArrayBuffer) {
    this.#counters = new Int32Array(memory, 0, 2);
    this.#ring = new Uint16Array(memory, HEADER_BYTES);
  }

  /** The messages that have arrived whole, oldest first. Never waits. */
  read(): readonly unknown[] {
    this.#takeUnits();
    const messages: unknown[] = [];
    let at = 0;
    while (this.#units.length >= at + 2) {
      const end = at + 2 + ((this.#units[at]! << 16) | this.#units[at + 1]!);
      if (this.#units.length < end) break;
      messages.push(decodeMessage(textOf(this.#units.slice(at + 2, end))));
      at = end;
    }
    if (at > 0) this.#units = this.#units.slice(at);
    return messages;
  }

  #takeUnits(): void {
    const read = this.#counters[READ]!;
    const count = (Atomics.load(this.#counters, WRITTEN) - read) >>> 0;
    for (let i = 0; i < count; i++) this.#units.push(this.#ring[(read + i) & (RING - 1)]!);
    if (count > 0) Atomics.store(this.#counters, READ, (read + count) | 0);
  }
}

function textOf(units: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < units.length; i += 4096) parts.push(String.fromCharCode(...units.slice(i, i + 4096)));
  return parts.join('');
}
