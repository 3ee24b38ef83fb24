import type { Bytes } from '../../bytes.js';
import { CorruptPayload, PayloadReader } from './reader.js';

/** The elements of a ziplist, which older servers write where 7.0 writes listpacks. */
export function decodeZiplist(pack: Bytes): Bytes[] {
  const reader = new PayloadReader(pack);
  if (reader.unsigned(4) !== BigInt(pack.length)) throw new CorruptPayload('ziplist of another length');
  reader.bytes(6);
  const elements: Bytes[] = [];
  for (let previous = reader.byte(); previous !== 0xff; previous = reader.byte()) {
    if (previous === 0xfe) reader.bytes(4);
    elements.push(readEntry(reader));
  }
  return elements;
}

function readEntry(reader: PayloadReader): Bytes {
  const first = reader.byte();
  switch (first >> 6) {
    case 0:
      return reader.bytes(first);
    case 1:
      return reader.bytes(((first & 0x3f) << 8) | reader.byte());
    case 2:
      return reader.bytes(Number(reader.unsigned(4, 'big')));
    default:
      return readInteger(reader, first);
  }
}

function readInteger(reader: PayloadReader, first: number): Bytes {
  const sizes: Readonly<Record<number, number>> = { 0xc0: 2, 0xd0: 4, 0xe0: 8, 0xf0: 3, 0xfe: 1 };
  const size = sizes[first];
  if (size !== undefined) return String(reader.signed(size));
  if (first < 0xf1 || first > 0xfd) throw new CorruptPayload('ziplist element');
  return String((first & 0x0f) - 1);
}

/** Field, value, field … of a zipmap, older still. */
export function decodeZipmap(pack: Bytes): Bytes[] {
  const reader = new PayloadReader(pack);
  reader.byte();
  const items: Bytes[] = [];
  for (let first = reader.byte(); first !== 0xff; first = reader.byte()) {
    items.push(reader.bytes(lengthFrom(reader, first)));
    const length = lengthFrom(reader, reader.byte());
    const free = reader.byte();
    items.push(reader.bytes(length));
    reader.bytes(free);
  }
  return items;
}

const lengthFrom = (reader: PayloadReader, first: number): number =>
  first === 0xfe ? Number(reader.unsigned(4)) : first;
