import type { Bytes } from '../bytes.js';
import { checkBytes, checkNumber, fail, failArgument, optionalInteger } from './arguments.js';
import { ensureStack, pushLibrary } from './library.js';
import { isPositiveNan, type LuaState, pop, pushBytes, pushDouble, pushNil, pushNumber, toNumber } from './vm.js';

/** Pushes the table of struct 0.2 (lua_struct.c): binary records, as a 64-bit little-endian machine lays them out. */
export const pushStruct = (L: LuaState): void => pushLibrary(L, { pack, unpack, size });

const MAX_INTEGER_SIZE = 32;
const MAX_ALIGNMENT = 8;
const INT_MAX = 2147483647;

/** Reads a format: options with their counts, endianness and alignment (a C string: it ends at a NUL). */
class Format {
  private position = 0;
  private readonly text: Bytes;
  private readonly L: LuaState;
  private alignment = 1;
  littleEndian = true;
  /** Of the option {@link next} answered: its size in bytes (0: none, or `c0`). */
  size = 0;

  constructor(L: LuaState) {
    this.L = L;
    const text = checkBytes(L, 1);
    const end = text.indexOf('\0');
    this.text = end < 0 ? text : text.slice(0, end);
  }

  /** The next option letter; undefined at the end. */
  next(): string | undefined {
    if (this.position >= this.text.length) return undefined;
    const option = this.text[this.position++]!;
    this.size = this.sizeOf(option);
    return option;
  }

  /** `gettoalign`: the padding in front of the current option at offset `at`. */
  padding(option: string, at: number): number {
    if (this.size === 0 || option === 'c') return 0;
    const unit = Math.min(this.size, this.alignment);
    return (unit - (at & (unit - 1))) & (unit - 1);
  }

  /** `controloptions`: everything that is not an item. */
  control(option: string): void {
    switch (option) {
      case ' ':
        return;
      case '>':
        this.littleEndian = false;
        return;
      case '<':
        this.littleEndian = true;
        return;
      case '!': {
        const alignment = this.count(MAX_ALIGNMENT);
        if (alignment <= 0 || (alignment & (alignment - 1)) !== 0)
          fail(this.L, `alignment ${alignment} is not a power of 2`);
        this.alignment = alignment;
        return;
      }
      default:
        failArgument(this.L, 1, `invalid format option '${option}'`);
    }
  }

  private sizeOf(option: string): number {
    switch (option) {
      case 'B':
      case 'b':
      case 'x':
        return 1;
      case 'H':
      case 'h':
        return 2;
      case 'L':
      case 'l':
      case 'T':
      case 'd':
        return 8;
      case 'f':
        return 4;
      case 'c':
        return this.count(1);
      case 'i':
      case 'I': {
        const size = this.count(4);
        if (size > MAX_INTEGER_SIZE) fail(this.L, `integral size ${size} is larger than limit of ${MAX_INTEGER_SIZE}`);
        return size;
      }
      default:
        return 0;
    }
  }

  /** `getnum`: the decimal digits that follow, or `fallback`. */
  private count(fallback: number): number {
    if (!isDigit(this.text.charCodeAt(this.position))) return fallback;
    let value = 0;
    for (let code; isDigit((code = this.text.charCodeAt(this.position))); this.position++) {
      value = value * 10 + (code - 0x30);
      if (value > INT_MAX) fail(this.L, 'integral size overflow');
    }
    return value;
  }
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

function pack(L: LuaState): number {
  const format = new Format(L);
  // The C code marks the end of the arguments with a nil: the first one missing is reported as nil, not as "no value".
  pushNil(L);
  let packed = '';
  let argument = 2;
  for (let option = format.next(); option !== undefined; option = format.next()) {
    packed += '\0'.repeat(format.padding(option, packed.length));
    switch (option) {
      case 'b':
      case 'B':
      case 'h':
      case 'H':
      case 'l':
      case 'L':
      case 'T':
      case 'i':
      case 'I':
        packed += integerBytes(checkNumber(L, argument++), format.size, format.littleEndian);
        break;
      case 'x':
        packed += '\0';
        break;
      case 'f':
        packed += floatBytes(L, argument++, 4, format.littleEndian);
        break;
      case 'd':
        packed += floatBytes(L, argument++, 8, format.littleEndian);
        break;
      case 'c':
      case 's': {
        const bytes = checkBytes(L, argument++);
        const size = format.size === 0 ? bytes.length : format.size;
        if (bytes.length < size) failArgument(L, argument, 'string too short');
        packed += bytes.slice(0, size);
        if (option === 's') packed += '\0';
        break;
      }
      default:
        format.control(option);
    }
  }
  pushBytes(L, packed);
  return 1;
}

function unpack(L: LuaState): number {
  const format = new Format(L);
  const data = checkBytes(L, 2);
  let position = optionalInteger(L, 3, 1);
  if (position === 0) failArgument(L, 3, 'offset must be 1 or greater');
  // A negative offset is a huge size_t in C: past every end.
  position = position < 0 ? Infinity : position - 1;
  let results = 0;
  for (let option = format.next(); option !== undefined; option = format.next()) {
    let size = format.size;
    position += format.padding(option, position);
    if (position > data.length - size) failArgument(L, 2, 'data string too short');
    ensureStack(L, 2, 'too many results');
    switch (option) {
      case 'b':
      case 'B':
      case 'h':
      case 'H':
      case 'l':
      case 'L':
      case 'T':
      case 'i':
      case 'I': {
        const signed = option === 'b' || option === 'h' || option === 'l' || option === 'i';
        pushNumber(L, integerAt(data, position, size, format.littleEndian, signed));
        results++;
        break;
      }
      case 'x':
        break;
      case 'f':
      case 'd':
        pushFloat(L, data.slice(position, position + size), format.littleEndian);
        results++;
        break;
      case 'c':
        if (size === 0) {
          const length = results === 0 ? undefined : toNumber(L, -1);
          if (length === undefined) fail(L, "format 'c0' needs a previous size");
          pop(L);
          results--;
          size = unsignedLong(length);
          if (size < 0 || position > data.length - size) failArgument(L, 2, 'data string too short');
        }
        pushBytes(L, data.slice(position, position + size));
        results++;
        break;
      case 's': {
        const end = data.indexOf('\0', position);
        if (end < 0) fail(L, 'unfinished string in data');
        pushBytes(L, data.slice(position, end));
        size = end - position + 1;
        results++;
        break;
      }
      default:
        format.control(option);
        size = 0;
    }
    position += size;
  }
  pushNumber(L, position === Infinity ? optionalInteger(L, 3, 1) : position + 1);
  return results + 1;
}

function size(L: LuaState): number {
  const format = new Format(L);
  let total = 0;
  for (let option = format.next(); option !== undefined; option = format.next()) {
    const bytes = format.size;
    total += format.padding(option, total);
    if (option === 's') failArgument(L, 1, "option 's' has no fixed size");
    if (option === 'c' && bytes === 0) failArgument(L, 1, "option 'c0' has no fixed size");
    if (!/[0-9A-Za-z]/.test(option)) format.control(option);
    total += bytes;
  }
  pushNumber(L, total);
  return 1;
}

const view = new DataView(new ArrayBuffer(8));

function floatBytes(L: LuaState, argument: number, size: number, littleEndian: boolean): Bytes {
  const n = checkNumber(L, argument);
  if (size === 4) view.setFloat32(0, n);
  else view.setFloat64(0, n);
  // Which NaN a view writes is up to the engine.
  if (n !== n) view.setUint16(0, (isPositiveNan(L, argument) ? 0 : 0x8000) | (size === 4 ? 0x7fc0 : 0x7ff8));
  let bytes = '';
  for (let i = 0; i < size; i++) bytes += String.fromCharCode(view.getUint8(littleEndian ? size - 1 - i : i));
  return bytes;
}

function pushFloat(L: LuaState, bytes: Bytes, littleEndian: boolean): void {
  const size = bytes.length;
  for (let i = 0; i < size; i++) view.setUint8(littleEndian ? size - 1 - i : i, bytes.charCodeAt(i));
  pushDouble(L, size === 4 ? view.getFloat32(0) : view.getFloat64(0), view.getInt8(0) < 0);
}

const TWO_32 = 4294967296;
const TWO_63 = 9223372036854775808;
const TWO_64 = 18446744073709551616;

/** `(unsigned long)n` as x86-64 converts, less 2^64 where n is negative: what no 64 bits hold becomes 2^63, or 0 when it is too great. */
const unsignedLong = (n: number): number => (n < -TWO_63 || n !== n ? TWO_63 : n >= TWO_64 ? 0 : Math.trunc(n));

/** `putinteger`: the low bytes of n; bytes past the eighth are zero. */
function integerBytes(n: number, size: number, littleEndian: boolean): Bytes {
  const value = unsignedLong(n);
  const high = Math.floor(value / TWO_32);
  const low = value - high * TWO_32;
  let bytes = '';
  for (let i = 0; i < size; i++) {
    const byte = i < 4 ? (low >>> (8 * i)) & 0xff : i < 8 ? (high >>> (8 * i)) & 0xff : 0;
    bytes = littleEndian ? bytes + String.fromCharCode(byte) : String.fromCharCode(byte) + bytes;
  }
  return bytes;
}

/** `getinteger`: up to six bytes are exact in a double; wider ones are 64-bit words of which the low eight bytes count. */
function integerAt(data: Bytes, from: number, size: number, littleEndian: boolean, signed: boolean): number {
  if (size <= 6) {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + data.charCodeAt(littleEndian ? from + size - 1 - i : from + i);
    const limit = 2 ** (size * 8);
    return signed && size > 0 && value >= limit / 2 ? value - limit : value;
  }
  let value = 0n;
  for (let i = 0; i < size; i++)
    value = (value << 8n) | BigInt(data.charCodeAt(littleEndian ? from + size - 1 - i : from + i));
  value = BigInt.asUintN(64, value);
  if (!signed) return Number(value);
  // The shift count of the sign mask is taken modulo 64 by the processor, which shows for sizes past eight.
  const mask = BigInt.asUintN(64, -1n << BigInt((size * 8 - 1) & 63));
  if ((value & mask) !== 0n) value |= mask;
  return Number(BigInt.asIntN(64, value));
}
