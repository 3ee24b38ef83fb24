import { fromOctets, type Bytes } from '../bytes.js';

/**
 * Bytes that arrived and are not consumed yet. Takes chunks of any size; a long string is collected in pieces and joined once, so that
 * what a chunk costs does not grow with what waits.
 */
export class Inbox {
  private buffer: Bytes = '';
  private position = 0;
  private collected: Bytes[] = [];
  private missing = 0;

  /** Adds a chunk: octets, or the same as a string of bytes. */
  add(chunk: Uint8Array | Bytes): void {
    let bytes = typeof chunk === 'string' ? chunk : fromOctets(chunk);
    if (this.missing > 0) {
      const piece = bytes.slice(0, this.missing);
      this.collected.push(piece);
      this.missing -= piece.length;
      bytes = bytes.slice(piece.length);
    }
    this.buffer = this.position < this.buffer.length ? this.buffer.slice(this.position) + bytes : bytes;
    this.position = 0;
  }

  /** Bytes that can be read now, those of a string in collection aside. */
  get size(): number {
    return this.buffer.length - this.position;
  }

  /** The next byte's code, not consumed; NaN when there is none. */
  peek(): number {
    return this.buffer.charCodeAt(this.position);
  }

  /** The text up to `terminator`, both consumed; undefined while it is incomplete. `skip` bytes go with the terminator's first. */
  line(terminator: '\r' | '\n' | '\r\n', skip: number): Bytes | undefined {
    const end = this.buffer.indexOf(terminator, this.position);
    if (end < 0 || end + skip > this.buffer.length) return undefined;
    const text = this.buffer.slice(this.position, end);
    this.position = end + skip;
    return text;
  }

  /** The next `length` bytes and the two that end them, consumed; undefined while they are incomplete. Ask again with the same length. */
  string(length: number): Bytes | undefined {
    if (this.collected.length > 0) {
      if (this.missing > 0) return undefined;
      const all = this.collected.join('');
      this.collected = [];
      return all.slice(0, length);
    }
    if (this.size < length + 2) {
      this.collected.push(this.buffer.slice(this.position));
      this.missing = length + 2 - this.size;
      this.position = this.buffer.length;
      return undefined;
    }
    const text = this.buffer.slice(this.position, this.position + length);
    this.position += length + 2;
    return text;
  }
}
