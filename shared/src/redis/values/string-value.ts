import { fromOctets, toOctets, type Bytes } from '../../bytes.js';
import type { Change, StringWrite, Undo } from '../change.js';
import { Value } from '../value.js';
import { parseInt64 } from './integer.js';
import { exactRoom, grownRoom, trimmedRoom, type SdsRoom } from './sds-size.js';

/** `OBJ_ENCODING_EMBSTR_SIZE_LIMIT` */
export const EMBSTR_MAX = 44;
/** Written strings longer than this live in a growing buffer, so that SETRANGE, SETBIT and APPEND cost what they write. */
const BUFFER_MIN = 256;
/** Long pieces at the end of a text are joined to it: the engine copies neither until the bytes are asked for. */
const PIECE_MIN = 4096;

export type StringEncoding = 'int' | 'embstr' | 'raw';

interface StringState {
  readonly length: number;
  readonly encoding: StringEncoding;
  readonly room: SdsRoom | undefined;
}

/** A string, as immutable bytes or, once a long one is written to in place, as a buffer. */
export class StringValue extends Value {
  readonly type = 'string';
  #encoding: StringEncoding;
  /** The content; undefined when only the buffer is up to date. */
  #text: Bytes | undefined;
  #buffer: Uint8Array | undefined;
  #length: number;
  /** What Redis has set aside for it; undefined while that is what its length needs. */
  #room: SdsRoom | undefined;

  readonly #mayShare: boolean;

  /** With the encoding that `createStringObject` would choose unless another is given. */
  constructor(bytes: Bytes, encoding: StringEncoding = bytes.length <= EMBSTR_MAX ? 'embstr' : 'raw', mayShare = true) {
    super();
    this.#mayShare = mayShare;
    this.#text = bytes;
    this.#length = bytes.length;
    this.#encoding = encoding;
  }

  /** A value stored by SET and the like (`tryObjectEncoding`): an integer where the bytes are one. */
  static encoded(bytes: Bytes): StringValue {
    return parseInt64(bytes) === undefined ? new StringValue(bytes) : new StringValue(bytes, 'int');
  }

  get encoding(): StringEncoding {
    return this.#encoding;
  }

  /** Whether it is one of the small integers that all keys share; a copy of one is its own. */
  get isShared(): boolean {
    return this.#mayShare && this.#encoding === 'int' && this.#length <= 4 && !this.bytes.startsWith('-');
  }

  get length(): number {
    return this.#length;
  }

  /** What a raw string takes in Redis: one that grew in place has room to grow on. */
  get room(): SdsRoom {
    return this.#room ?? (this.#encoding === 'raw' ? trimmedRoom(this.#length) : exactRoom(this.#length));
  }

  /** New content for a string that Redis rewrites in place, making room for `needed` bytes. */
  rewritten(bytes: Bytes, needed: number): StringValue {
    const value = new StringValue(bytes, 'raw');
    value.#room = grownRoom(this.room, needed);
    return value;
  }

  get bytes(): Bytes {
    this.#text ??= fromOctets(this.#buffer!.subarray(0, this.#length));
    return this.#text;
  }

  /** Bytes at `from` ≤ i < `to`, both within the string. */
  slice(from: number, to: number): Bytes {
    if (this.#text !== undefined) return this.#text.slice(from, to);
    return fromOctets(this.#buffer!.subarray(from, Math.min(to, this.#length)));
  }

  /** The byte at a position; 0 past the end. */
  byteAt(index: number): number {
    if (index >= this.#length) return 0;
    return this.#buffer === undefined ? this.#text!.charCodeAt(index) : this.#buffer[index]!;
  }

  /** The bytes at `from` ≤ i < `to` as octets, valid until the next change. */
  octets(from = 0, to = this.#length): Uint8Array {
    return this.#buffer === undefined
      ? toOctets(this.#text!.slice(from, to))
      : this.#buffer.subarray(from, Math.min(to, this.#length));
  }

  override apply(change: Change): Undo | undefined {
    const { offset, bytes } = change as StringWrite;
    const state: StringState = { length: this.#length, encoding: this.#encoding, room: this.#room };
    const before = this.slice(offset, Math.min(offset + bytes.length, this.#length));
    const length = Math.max(this.#length, offset + bytes.length);
    // One that is written to as soon as it is made is made at its length (`sdsnewlen(NULL, …)`).
    const isNew = this.#length === 0 && this.#encoding === 'raw';
    if (isNew || length > this.#length) this.#room = isNew ? exactRoom(length) : grownRoom(this.room, length);
    this.#write(offset, bytes, length);
    this.#encoding = 'raw';
    return { before, state };
  }

  override revert(change: Change, undo: Undo): void {
    const { length, encoding, room } = undo.state as StringState;
    this.#write((change as StringWrite).offset, undo.before as Bytes, length);
    this.#encoding = encoding;
    this.#room = room;
  }

  override copy(): StringValue {
    return new StringValue(this.bytes, this.#encoding, false);
  }

  /** Puts bytes at an offset and makes the string `length` long: cut, or filled with zero bytes. */
  #write(offset: number, bytes: Bytes, length: number): void {
    const appends = offset === this.#length && length === offset + bytes.length;
    if (appends && bytes.length >= PIECE_MIN && this.#text !== undefined) {
      this.#text += bytes;
      this.#buffer = undefined;
    } else if (this.#buffer === undefined && Math.max(length, this.#length) <= BUFFER_MIN) {
      const text = this.#text!;
      const head = text.slice(0, offset).padEnd(Math.min(offset, length), '\0');
      this.#text = (head + bytes + text.slice(offset + bytes.length)).slice(0, length);
    } else {
      const buffer = this.#grown(length);
      if (offset > this.#length) buffer.fill(0, this.#length, offset);
      for (let i = 0; i < bytes.length; i++) buffer[offset + i] = bytes.charCodeAt(i);
      this.#text = undefined;
    }
    this.#length = length;
  }

  /** The buffer, with room for `length` bytes; doubled, so that appending costs what is appended. */
  #grown(length: number): Uint8Array {
    const buffer = this.#buffer;
    if (buffer !== undefined && buffer.length >= length) return buffer;
    const grown = new Uint8Array(length <= 2 ** 20 ? length * 2 : length + 2 ** 20);
    if (buffer !== undefined) grown.set(buffer.subarray(0, this.#length));
    else for (let i = 0; i < this.#length; i++) grown[i] = this.#text!.charCodeAt(i);
    this.#buffer = grown;
    return grown;
  }
}
