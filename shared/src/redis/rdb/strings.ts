import type { Bytes } from '../../bytes.js';
import { lzfCompress, lzfDecompress } from './lzf.js';

/** `rdbSaveLen` */
export function writeLength(length: number): Bytes {
  if (length < 1 << 6) return String.fromCharCode(length);
  if (length < 1 << 14) return String.fromCharCode(0x40 | (length >> 8), length & 0xff);
  if (length <= 0xffffffff) return `\x80${bigEndian(length, 4)}`;
  return `\x81${bigEndian(length, 8)}`;
}

function bigEndian(value: number, count: number): Bytes {
  let bytes = '';
  for (let i = count - 1; i >= 0; i--) bytes += String.fromCharCode(Math.floor(value / 256 ** i) % 256);
  return bytes;
}

const littleEndian = (value: number, count: number): Bytes => [...bigEndian(value, count)].toReversed().join('');

/** `rdbSaveRawString`: as an integer when it looks like one, compressed when that is shorter. */
export function writeString(text: Bytes, compress: boolean): Bytes {
  const integer = integerEncoding(text);
  if (integer !== undefined) return integer;
  const compressed = compress && text.length > 20 ? lzfCompress(text, text.length - 4) : undefined;
  if (compressed !== undefined) return `\xc3${writeLength(compressed.length)}${writeLength(text.length)}${compressed}`;
  return writeLength(text.length) + text;
}

/** `rdbTryIntegerEncoding`: of 32 bits, spelled as Redis would. */
function integerEncoding(text: Bytes): Bytes | undefined {
  if (text.length > 11 || !/^(?:0|-?[1-9][0-9]*)$/.test(text)) return undefined;
  const value = Number(text);
  if (value >= -0x80 && value < 0x80) return `\xc0${littleEndian(value & 0xff, 1)}`;
  if (value >= -0x8000 && value < 0x8000) return `\xc1${littleEndian(value & 0xffff, 2)}`;
  if (value >= -0x80000000 && value < 0x80000000) return `\xc2${littleEndian(value >>> 0, 4)}`;
  return undefined;
}

/** Reads lengths and strings of a payload's body from left to right. What it reads is undefined where the body is malformed. */
export class RdbReader {
  private readonly body: Bytes;
  private position = 0;

  constructor(body: Bytes) {
    this.body = body;
  }

  get atEnd(): boolean {
    return this.position >= this.body.length;
  }

  byte(): number | undefined {
    return this.atEnd ? undefined : this.body.charCodeAt(this.position++);
  }

  bytes(count: number): Bytes | undefined {
    if (this.body.length - this.position < count) return undefined;
    this.position += count;
    return this.body.slice(this.position - count, this.position);
  }

  /** `rdbLoadLen`: a length, or (with `encoded`) the number of a special string encoding. */
  length(): { readonly value: number; readonly encoded: boolean } | undefined {
    const first = this.byte();
    if (first === undefined) return undefined;
    switch (first >> 6) {
      case 0:
        return { value: first & 0x3f, encoded: false };
      case 1: {
        const low = this.byte();
        return low === undefined ? undefined : { value: ((first & 0x3f) << 8) | low, encoded: false };
      }
      case 2: {
        const size = first === 0x80 ? 4 : first === 0x81 ? 8 : 0;
        const digits = size === 0 ? undefined : this.bytes(size);
        return digits === undefined ? undefined : { value: unsigned(digits), encoded: false };
      }
      default:
        return { value: first & 0x3f, encoded: true };
    }
  }

  /** `rdbGenericLoadStringObject` */
  string(): Bytes | undefined {
    const length = this.length();
    if (length === undefined) return undefined;
    if (!length.encoded) return this.bytes(length.value);
    if (length.value === 3) return this.compressed();
    const digits = length.value < 3 ? this.bytes(1 << length.value) : undefined;
    if (digits === undefined) return undefined;
    const bits = digits.length * 8;
    const value = unsigned([...digits].toReversed().join(''));
    return String(value >= 2 ** (bits - 1) ? value - 2 ** bits : value);
  }

  private compressed(): Bytes | undefined {
    const from = this.length();
    const to = this.length();
    if (from === undefined || to === undefined) return undefined;
    const data = this.bytes(from.value);
    return data === undefined ? undefined : lzfDecompress(data, to.value);
  }
}

/** A big-endian number. */
function unsigned(bytes: Bytes): number {
  let value = 0;
  for (let i = 0; i < bytes.length; i++) value = value * 256 + bytes.charCodeAt(i);
  return value;
}
