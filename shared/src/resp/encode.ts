import type { Bytes } from '../bytes.js';
import type { RespValue, RespVersion } from './value.js';

const CRLF = '\r\n';

/** The bytes of a reply as a client of this protocol version receives them. Any depth of nesting. */
export function encode(reply: RespValue, version: RespVersion): Bytes {
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
        writeSimple(parts, value, version);
    }
  }
  return parts.length === 1 ? parts[0]! : parts.join('');
}

/** A command as clients send it: an array of bulk strings. */
export function encodeCommand(argv: readonly Bytes[]): Bytes {
  const parts: Bytes[] = [`*${argv.length}\r\n`];
  for (const argument of argv) parts.push(`$${argument.length}\r\n`, argument, CRLF);
  return parts.join('');
}

type SimpleReply = Exclude<RespValue, { type: 'array' | 'set' | 'push' | 'map' | 'attribute' }>;

function writeSimple(parts: Bytes[], value: SimpleReply, version: RespVersion): void {
  switch (value.type) {
    case 'bulk':
      writeBulk(parts, value.value);
      return;
    case 'integer':
      parts.push(`:${value.value}\r\n`);
      return;
    case 'status':
      parts.push(`+${value.text}\r\n`);
      return;
    case 'error':
      parts.push(`-${value.text}\r\n`);
      return;
    case 'nil':
      parts.push(version === 3 ? '_\r\n' : value.shape === 'array' ? '*-1\r\n' : '$-1\r\n');
      return;
    case 'double':
      if (version === 3) parts.push(`,${value.text}\r\n`);
      else writeBulk(parts, value.text);
      return;
    case 'boolean':
      parts.push(version === 3 ? (value.value ? '#t\r\n' : '#f\r\n') : value.value ? ':1\r\n' : ':0\r\n');
      return;
    case 'bignumber':
      if (version === 3) parts.push(`(${value.text}\r\n`);
      else writeBulk(parts, value.text);
      return;
    case 'verbatim':
      if (version === 3) parts.push(`=${value.value.length + 4}\r\n${value.format}:`, value.value, CRLF);
      else writeBulk(parts, value.value);
  }
}

function writeBulk(parts: Bytes[], value: Bytes): void {
  if (value.length < 256) parts.push(`$${value.length}\r\n${value}\r\n`);
  else parts.push(`$${value.length}\r\n`, value, CRLF);
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

/**
 * What a RESP2 client receives for a reply, as a value: maps flat, sets and pushes as arrays, doubles, big numbers and verbatim strings as
 * bulk strings, booleans as integers, attributes dropped. A value of RESP2 shapes comes back as it is.
 */
export function downgrade(value: RespValue): RespValue {
  switch (value.type) {
    case 'array':
      return { type: 'array', items: value.items.map(downgrade) };
    case 'set':
    case 'push':
      return { type: 'array', items: value.items.map(downgrade) };
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
