import type { Bytes } from '../bytes.js';
import { fail } from './arguments.js';
import { ensureStack } from './library.js';
import { type LuaState, newTable, pushBoolean, pushBytes, pushDouble, pushNil, pushNumber, setTable } from './vm.js';

const view = new DataView(new ArrayBuffer(8));

/** Reads MessagePack values from `bytes` and pushes them as Lua values (`mp_decode_to_lua_type`). */
export class Decoder {
  private readonly L: LuaState;
  private readonly bytes: Bytes;
  /** Offset of the next byte. */
  position: number;

  constructor(L: LuaState, bytes: Bytes, from: number) {
    this.L = L;
    this.bytes = bytes;
    this.position = from;
  }

  get atEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  /** Pushes the next value. */
  value(): void {
    const { L } = this;
    this.need(1);
    ensureStack(L, 1, 'too many return values at once; use unpack_one or unpack_limit instead.');
    const tag = this.bytes.charCodeAt(this.position);
    if (tag <= 0x7f || tag >= 0xe0) {
      this.position++;
      pushNumber(L, tag >= 0xe0 ? tag - 256 : tag);
    } else if (tag <= 0x8f) {
      this.position++;
      this.map(tag & 0xf);
    } else if (tag <= 0x9f) {
      this.position++;
      this.array(tag & 0xf);
    } else if (tag <= 0xbf) this.string(0, tag & 0x1f);
    else this.wide(tag);
  }

  private wide(tag: number): void {
    const { L } = this;
    switch (tag) {
      case 0xc0:
        this.position++;
        return pushNil(L);
      case 0xc2:
      case 0xc3:
        this.position++;
        return pushBoolean(L, tag === 0xc3);
      case 0xca:
        this.fillView(4);
        return pushDouble(L, view.getFloat32(0), view.getInt8(0) < 0);
      case 0xcb:
        this.fillView(8);
        return pushDouble(L, view.getFloat64(0), view.getInt8(0) < 0);
      case 0xcc:
        this.fillView(1);
        return pushNumber(L, view.getUint8(0));
      case 0xcd:
        this.fillView(2);
        return pushNumber(L, view.getUint16(0));
      case 0xce:
        this.fillView(4);
        return pushNumber(L, view.getUint32(0));
      case 0xd0:
        this.fillView(1);
        return pushNumber(L, view.getInt8(0));
      case 0xd1:
        this.fillView(2);
        return pushNumber(L, view.getInt16(0));
      case 0xd2:
        this.fillView(4);
        return pushNumber(L, view.getInt32(0));
      // An unsigned one goes through lua_pushinteger, which is signed.
      case 0xcf:
      case 0xd3:
        this.fillView(8);
        return pushNumber(L, Number(view.getBigInt64(0)));
      case 0xd9:
        return this.string(1, this.length(1));
      case 0xda:
        return this.string(2, this.length(2));
      case 0xdb:
        return this.string(4, this.length(4));
      case 0xdc:
        return this.array(this.takeLength(2));
      case 0xdd:
        return this.array(this.takeLength(4));
      case 0xde:
        return this.map(this.takeLength(2));
      case 0xdf:
        return this.map(this.takeLength(4));
      default:
        return fail(L, 'Bad data format in input.');
    }
  }

  private need(count: number): void {
    if (this.bytes.length - this.position < count) fail(this.L, 'Missing bytes in input.');
  }

  /** Takes the tag and `count` bytes of payload, which go to {@link view}. */
  private fillView(count: number): void {
    this.need(1 + count);
    for (let i = 0; i < count; i++) view.setUint8(i, this.bytes.charCodeAt(this.position + 1 + i));
    this.position += 1 + count;
  }

  /** The big-endian length of `size` bytes after the tag. */
  private length(size: number): number {
    this.need(1 + size);
    let length = 0;
    for (let i = 1; i <= size; i++) length = length * 256 + this.bytes.charCodeAt(this.position + i);
    return length;
  }

  private takeLength(size: number): number {
    const length = this.length(size);
    this.position += 1 + size;
    return length;
  }

  /** A string of `length` bytes after the tag and `lengthBytes` more. */
  private string(lengthBytes: number, length: number): void {
    const from = 1 + lengthBytes;
    this.need(from + length);
    pushBytes(this.L, this.bytes.slice(this.position + from, this.position + from + length));
    this.position += from + length;
  }

  private array(length: number): void {
    newTable(this.L);
    ensureStack(this.L, 1, 'in function mp_decode_to_lua_array');
    for (let index = 1; index <= length; index++) {
      pushNumber(this.L, index);
      this.value();
      setTable(this.L, -3);
    }
  }

  private map(length: number): void {
    newTable(this.L);
    for (let i = 0; i < length; i++) {
      this.value();
      this.value();
      setTable(this.L, -3);
    }
  }
}
