import type { Bytes } from '../../bytes.js';
import { lzfCompress } from './lzf.js';
import { integerBytes } from './numbers.js';

/** `rdbSaveLen`: in 6, 14, 32 or 64 bits. */
export function writeLength(length: number | bigint): Bytes {
  if (length < 1 << 6) return String.fromCharCode(Number(length));
  if (length < 1 << 14) return String.fromCharCode(0x40 | (Number(length) >> 8), Number(length) & 0xff);
  if (length <= 0xffffffff) return `\x80${integerBytes(length, 4, 'big')}`;
  return `\x81${integerBytes(length, 8, 'big')}`;
}

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
  if (value >= -0x80 && value < 0x80) return `\xc0${integerBytes(value, 1, 'little')}`;
  if (value >= -0x8000 && value < 0x8000) return `\xc1${integerBytes(value, 2, 'little')}`;
  if (value >= -0x80000000 && value < 0x80000000) return `\xc2${integerBytes(value, 4, 'little')}`;
  return undefined;
}
