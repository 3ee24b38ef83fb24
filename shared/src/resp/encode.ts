import type { Bytes } from '../bytes.js';
import type { RespValue, RespVersion } from './value.js';

const CRLF = '\r\n';
/** The bytes of a reply as a client of this protocol version receives them. Any depth of nesting. */
export function encode(reply: RespValue, version: RespVersion): Bytes {
  if (isSingle(reply)) return encodeSingle(reply, version);
  const parts: Bytes[] = [];
  /** What is still to be written, the next one last. */
  const rest: RespValue[] = [reply];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    switch (value.type) {
      case 'array':
        openItems(parts, rest, '*', value.items);
        break;
      case 'set':
        openItems(parts, rest, version === 3 ? '~' : '*', value.items);
        break;
      case 'push':
        openItems(parts, rest, version === 3 ? '>' : '*', value.items);
        break;
      case 'map':
        parts.push(version === 3 ? `%${value.entries.length}\r\n` : `*${value.entries.length * 2}\r\n`);
        openEntries(rest, value.entries);
        break;
      case 'attribute':
        rest.push(value.value);
        if (version === 2) break;
        parts.push(`|${value.entries.length}\r\n`);
        openEntries(rest, value.entries);
        break;
      default:
        parts.push(encodeSingle(value, version));
    }
  }
  return parts.join('');
}

/** The beginning of what {@link encode} gives, at least `limit` bytes of it, and how many bytes that are in all. */
export function encodeStart(
  reply: RespValue,
  version: RespVersion,
  limit: number,
): { readonly bytes: Bytes; readonly total: number } {
  const pieces: Bytes[] = [];
  let total = 0;
  eachPart(reply, version, (part) => {
    if (total >= limit && typeof part !== 'string') {
      total += lengthOf(part, version);
      return;
    }
    const piece = typeof part === 'string' ? part : encodeSingle(part, version);
    if (total < limit) pieces.push(piece);
    total += piece.length;
  });
  return { bytes: pieces.join(''), total };
}

/** The longest part of a reply's wire bytes that is kept. */
export const WIRE_KEPT = 4 * 1024 * 1024;

/** What a recording keeps of the bytes of a reply. */
export function wireOf(reply: RespValue, version: RespVersion): { readonly bytes: Bytes; readonly total: number } {
  const { bytes, total } = encodeStart(reply, version, WIRE_KEPT);
  return { bytes: bytes.slice(0, WIRE_KEPT), total };
}

/** How many bytes {@link encodeSingle} gives, for the values of which there may be millions without making them. */
function lengthOf(value: SingleReply, version: RespVersion): number {
  switch (value.type) {
    case 'bulk': {
      const { length } = value.value;
      const digits = length < 10 ? 1 : length < 100 ? 2 : String(length).length;
      return 1 + digits + 2 + length + 2;
    }
    case 'integer':
      return 1 + String(value.value).length + 2;
    default:
      return encodeSingle(value, version).length;
  }
}

/** Heads of lists and single values one by one, for replies so long that a list of their pieces would be slow to collect. */
function eachPart(reply: RespValue, version: RespVersion, take: (part: Bytes | SingleReply) => void): void {
  /** What is still to be written, the next one last: lists by the index of their next element. */
  const open: { readonly items: readonly RespValue[]; next: number }[] = [{ items: [reply], next: 0 }];
  for (let list = open.at(-1); list !== undefined; list = open.at(-1)) {
    if (list.next === list.items.length) {
      open.pop();
      continue;
    }
    const value = list.items[list.next++]!;
    switch (value.type) {
      case 'array':
        take(`*${value.items.length}\r\n`);
        open.push({ items: value.items, next: 0 });
        break;
      case 'set':
        take(`${version === 3 ? '~' : '*'}${value.items.length}\r\n`);
        open.push({ items: value.items, next: 0 });
        break;
      case 'push':
        take(`${version === 3 ? '>' : '*'}${value.items.length}\r\n`);
        open.push({ items: value.items, next: 0 });
        break;
      case 'map':
        take(version === 3 ? `%${value.entries.length}\r\n` : `*${value.entries.length * 2}\r\n`);
        open.push({ items: value.entries.flat(), next: 0 });
        break;
      case 'attribute':
        open.push({ items: [value.value], next: 0 });
        if (version === 2) break;
        take(`|${value.entries.length}\r\n`);
        open.push({ items: value.entries.flat(), next: 0 });
        break;
      default:
        take(value);
    }
  }
}

/** A command as clients send it: an array of bulk strings. */
export function encodeCommand(argv: readonly Bytes[]): Bytes {
  const parts: Bytes[] = [`*${argv.length}\r\n`];
  for (const argument of argv) parts.push(`$${argument.length}\r\n`, argument, CRLF);
  return parts.join('');
}

function openItems(parts: Bytes[], rest: RespValue[], kind: string, items: readonly RespValue[]): void {
  parts.push(`${kind}${items.length}\r\n`);
  for (let i = items.length - 1; i >= 0; i--) rest.push(items[i]!);
}

function openEntries(rest: RespValue[], entries: readonly (readonly [RespValue, RespValue])[]): void {
  for (let i = entries.length - 1; i >= 0; i--) {
    const [key, value] = entries[i]!;
    rest.push(value, key);
  }
}

/** A value that has none inside. */
export type SingleReply = Exclude<RespValue, { type: 'array' | 'set' | 'push' | 'map' | 'attribute' }>;

const isSingle = (value: RespValue): value is SingleReply => !('items' in value || 'entries' in value);

/** As {@link encode}, for a value without elements. */
function encodeSingle(value: SingleReply, version: RespVersion): Bytes {
  switch (value.type) {
    case 'bulk':
      return asBulk(value.value);
    case 'integer':
      return `:${value.value}\r\n`;
    case 'status':
      return `+${value.text}\r\n`;
    case 'error':
      return `-${value.text}\r\n`;
    case 'nil':
      return version === 3 ? '_\r\n' : value.shape === 'array' ? '*-1\r\n' : '$-1\r\n';
    case 'double':
      return version === 3 ? `,${value.text}\r\n` : asBulk(value.text);
    case 'boolean':
      return version === 3 ? (value.value ? '#t\r\n' : '#f\r\n') : value.value ? ':1\r\n' : ':0\r\n';
    case 'bignumber':
      return version === 3 ? `(${value.text}\r\n` : asBulk(value.text);
    case 'verbatim':
      return version === 3 ? `=${value.value.length + 4}\r\n${value.format}:${value.value}\r\n` : asBulk(value.value);
  }
}

const asBulk = (value: Bytes): Bytes => `$${value.length}\r\n${value}\r\n`;

/**
 * What a RESP2 client receives for a reply, as a value: maps flat, sets and pushes as arrays, doubles, big numbers and verbatim strings as
 * bulk strings, booleans as integers, attributes dropped. A value of RESP2 shapes comes back as it is.
 */
export function downgrade(value: RespValue): RespValue {
  switch (value.type) {
    case 'array': {
      const items = downgradeAll(value.items);
      return items === value.items ? value : { type: 'array', items };
    }
    case 'set':
    case 'push':
      return { type: 'array', items: downgradeAll(value.items) };
    case 'map':
      return { type: 'array', items: value.entries.flatMap(([key, item]) => [downgrade(key), downgrade(item)]) };
    case 'attribute':
      return downgrade(value.value);
    case 'double':
    case 'bignumber':
      return { type: 'bulk', value: value.text };
    case 'verbatim':
      return { type: 'bulk', value: value.value };
    case 'boolean':
      return { type: 'integer', value: value.value ? 1 : 0 };
    default:
      return value;
  }
}

/** The list itself when it has no value to change. */
function downgradeAll(items: readonly RespValue[]): readonly RespValue[] {
  let changed: RespValue[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = downgrade(items[i]!);
    if (changed !== undefined) changed[i] = item;
    else if (item !== items[i]) (changed = items.slice())[i] = item;
  }
  return changed ?? items;
}
