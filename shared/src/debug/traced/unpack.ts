import type { Bytes } from '../../bytes.js';

/** What MessagePack of a Lua script says: nil, boolean, number, string, list, or a table with other keys. */
export type Packed = null | boolean | number | Bytes | readonly Packed[] | ReadonlyMap<Packed, Packed>;

const view = new DataView(new ArrayBuffer(8));

/** Reads one value written by `cmsgpack.pack`. Throws RangeError when the bytes end too early or are of another kind. */
export function unpack(bytes: Bytes): Packed {
  const reader = new Reader(bytes);
  return reader.value();
}

/** The values that are written one after the other. */
export function unpackAll(bytes: Bytes): Packed[] {
  const reader = new Reader(bytes);
  const values: Packed[] = [];
  while (!reader.atEnd) values.push(reader.value());
  return values;
}

class Reader {
  #at = 0;

  constructor(readonly bytes: Bytes) {}

  get atEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  value(): Packed {
    const tag = this.#byte();
    if (tag <= 0x7f) return tag;
    if (tag >= 0xe0) return tag - 0x100;
    if (tag <= 0x8f) return this.#map(tag & 0x0f);
    if (tag <= 0x9f) return this.#list(tag & 0x0f);
    if (tag <= 0xbf) return this.#string(tag & 0x1f);
    switch (tag) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xca:
        return this.#fill(4).getFloat32(0);
      case 0xcb:
        return this.#fill(8).getFloat64(0);
      case 0xcc:
        return this.#byte();
      case 0xcd:
        return this.#fill(2).getUint16(0);
      case 0xce:
        return this.#fill(4).getUint32(0);
      case 0xcf:
        return Number(this.#fill(8).getBigUint64(0));
      case 0xd0:
        return this.#fill(1).getInt8(0);
      case 0xd1:
        return this.#fill(2).getInt16(0);
      case 0xd2:
        return this.#fill(4).getInt32(0);
      case 0xd3:
        return Number(this.#fill(8).getBigInt64(0));
      case 0xc4:
      case 0xd9:
        return this.#string(this.#byte());
      case 0xc5:
      case 0xda:
        return this.#string(this.#fill(2).getUint16(0));
      case 0xc6:
      case 0xdb:
        return this.#string(this.#fill(4).getUint32(0));
      case 0xdc:
        return this.#list(this.#fill(2).getUint16(0));
      case 0xdd:
        return this.#list(this.#fill(4).getUint32(0));
      case 0xde:
        return this.#map(this.#fill(2).getUint16(0));
      case 0xdf:
        return this.#map(this.#fill(4).getUint32(0));
      default:
        throw new RangeError(`no MessagePack: ${tag}`);
    }
  }

  #byte(): number {
    if (this.#at >= this.bytes.length) throw new RangeError('MessagePack ends too early');
    return this.bytes.charCodeAt(this.#at++);
  }

  #fill(length: number): DataView {
    for (let i = 0; i < length; i++) view.setUint8(i, this.#byte());
    return view;
  }

  #string(length: number): Bytes {
    if (this.#at + length > this.bytes.length) throw new RangeError('MessagePack ends too early');
    this.#at += length;
    return this.bytes.slice(this.#at - length, this.#at);
  }

  #list(length: number): Packed[] {
    const items: Packed[] = [];
    for (let i = 0; i < length; i++) items.push(this.value());
    return items;
  }

  #map(length: number): ReadonlyMap<Packed, Packed> {
    const map = new Map<Packed, Packed>();
    for (let i = 0; i < length; i++) map.set(this.value(), this.value());
    return map;
  }
}
