import type { Bytes } from '../bytes.js';
import { fail } from './arguments.js';
import { ensureStack } from './library.js';
import { type LuaState, newTable, pushBoolean, pushBytes, pushDouble, pushNil, pushNumber, setTable } from './vm.js';

const view = new DataView(new ArrayBuffer(8));

/** A container on the stack that is being filled. */
interface OpenContainer {
  /** Elements still to come. */
  left: number;
  /** Of the next item of an array; undefined in a map. */
  index: number | undefined;
  /** In a map: the key of the next value is on the stack. */
  hasKey: boolean;
}

/** Reads MessagePack values from `bytes` and pushes them as Lua values (`mp_decode_to_lua_type`). */
export class Decoder {
  private readonly L: LuaState;
  private readonly bytes: Bytes;
  private readonly open: OpenContainer[] = [];
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

  /** Pushes the next value with all that is in it. Without recursion: what limits the depth is the stack of Lua. */
  value(): void {
    let closed = this.begin();
    while (this.open.length > 0) {
      if (closed) this.store();
      closed = this.open.length > 0 && this.next();
    }
  }

  /** Takes the next element of the innermost container, or closes the container; true when a value is complete on top of the stack. */
  private next(): boolean {
    const container = this.open.at(-1)!;
    if (container.left === 0) {
      this.open.pop();
      return true;
    }
    if (container.index !== undefined) pushNumber(this.L, container.index);
    return this.begin();
  }

  /** Puts the value on top of the stack into the container around it: as an item, as a key, or under the key below it. */
  private store(): void {
    const container = this.open.at(-1)!;
    if (container.index !== undefined) {
      container.index++;
      container.left--;
      setTable(this.L, -3);
    } else if (container.hasKey) {
      container.hasKey = false;
      container.left--;
      setTable(this.L, -3);
    } else container.hasKey = true;
  }

  /** Pushes the next value; of a container, an empty table that is open now. True when the value is complete. */
  private begin(): boolean {
    const { L } = this;
    this.need(1);
    ensureStack(L, 1, 'too many return values at once; use unpack_one or unpack_limit instead.');
    const tag = this.bytes.charCodeAt(this.position);
    if (tag <= 0x7f || tag >= 0xe0) {
      this.position++;
      pushNumber(L, tag >= 0xe0 ? tag - 256 : tag);
      return true;
    }
    if (tag <= 0x8f) {
      this.position++;
      return this.openMap(tag & 0xf);
    }
    if (tag <= 0x9f) {
      this.position++;
      return this.openArray(tag & 0xf);
    }
    if (tag <= 0xbf) this.string(0, tag & 0x1f);
    else return this.wide(tag);
    return true;
  }

  private wide(tag: number): boolean {
    switch (tag) {
      case 0xdc:
        return this.openArray(this.takeLength(2));
      case 0xdd:
        return this.openArray(this.takeLength(4));
      case 0xde:
        return this.openMap(this.takeLength(2));
      case 0xdf:
        return this.openMap(this.takeLength(4));
      default:
        this.scalar(tag);
        return true;
    }
  }

  private scalar(tag: number): void {
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

  private openArray(length: number): boolean {
    newTable(this.L);
    ensureStack(this.L, 1, 'in function mp_decode_to_lua_array');
    this.open.push({ left: length, index: 1, hasKey: false });
    return false;
  }

  private openMap(length: number): boolean {
    newTable(this.L);
    this.open.push({ left: length, index: undefined, hasKey: false });
    return false;
  }
}
