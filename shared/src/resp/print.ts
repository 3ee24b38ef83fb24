import { quoted, type Bytes } from '../bytes.js';
import type { RespValue } from './value.js';

/** A reply as redis-cli prints it on a terminal (`cliFormatReplyTTY`), without the last line feed. Bytes: statuses and errors stand as they are. */
export function print(reply: RespValue): Bytes {
  const parts: Bytes[] = [];
  write(parts, reply, '');
  return parts.join('');
}

/**
 * A reply as redis-cli prints it when its output is no terminal, or for the commands of {@link printsRaw} (`cliFormatReplyRaw`): strings
 * as they are, one element a line.
 */
export function printRaw(reply: RespValue): Bytes {
  switch (reply.type) {
    case 'nil':
      return '';
    case 'array':
    case 'set':
    case 'push':
      return reply.items.map(printRaw).join('\n');
    case 'map':
      return reply.entries.map(([key, value]) => `${printRaw(key)} ${printRaw(value)}`).join('\n');
    case 'attribute':
      return printRaw(reply.value);
    case 'error':
      return `${reply.text}\n`;
    case 'boolean':
      return reply.value ? '(true)' : '(false)';
    case 'integer':
      return String(reply.value);
    case 'bulk':
    case 'verbatim':
      return reply.value;
    default:
      return reply.text;
  }
}

/** True for the commands whose text redis-cli prints without quotes even on a terminal (INFO, CLIENT LIST …). */
export function printsRaw(argv: readonly Bytes[]): boolean {
  const [command = '', subcommand = ''] = argv.map((word) => word.toLowerCase());
  if (command === 'info' || command === 'lolwut') return true;
  const words = RAW_SUBCOMMANDS.get(`${command} ${subcommand}`);
  return words === 'any' || words === argv.length;
}

/** With how many words in all. */
const RAW_SUBCOMMANDS = new Map<string, number | 'any'>([
  ['debug htstats', 'any'],
  ['debug htstats-key', 'any'],
  ['debug client-eviction', 'any'],
  ['memory malloc-stats', 'any'],
  ['memory doctor', 'any'],
  ['cluster nodes', 2],
  ['cluster info', 2],
  ['client list', 'any'],
  ['client info', 'any'],
  ['latency graph', 3],
  ['latency doctor', 2],
  ['proxy info', 'any'],
]);

type Aggregate = Extract<RespValue, { type: 'array' | 'set' | 'push' | 'map' }>;

const EMPTY = { array: '(empty array)', set: '(empty set)', push: '(empty push)', map: '(empty hash)' } as const;

/** `indent` is what stands before every line but the first. */
function write(parts: Bytes[], reply: RespValue, indent: string): void {
  switch (reply.type) {
    case 'array':
    case 'set':
    case 'push':
    case 'map':
      writeAggregate(parts, reply, indent);
      return;
    case 'attribute':
      write(parts, reply.value, indent);
      return;
    case 'error':
      parts.push(`(error) ${untilNul(reply.text)}`);
      return;
    case 'status':
      parts.push(untilNul(reply.text));
      return;
    case 'integer':
      parts.push(`(integer) ${reply.value}`);
      return;
    case 'double':
      parts.push(`(double) ${reply.text}`);
      return;
    case 'bignumber':
      parts.push(reply.text);
      return;
    case 'bulk':
      parts.push(quoted(reply.value));
      return;
    case 'verbatim':
      parts.push(reply.value);
      return;
    case 'nil':
      parts.push('(nil)');
      return;
    case 'boolean':
      parts.push(reply.value ? '(true)' : '(false)');
  }
}

function writeAggregate(parts: Bytes[], reply: Aggregate, indent: string): void {
  const count = reply.type === 'map' ? reply.entries.length : reply.items.length;
  if (count === 0) {
    parts.push(EMPTY[reply.type]);
    return;
  }
  const width = String(count).length;
  const inner = indent + ' '.repeat(width + 2);
  const separator = reply.type === 'set' ? '~' : reply.type === 'map' ? '#' : ')';
  for (let i = 0; i < count; i++) {
    if (i > 0) parts.push('\n', indent);
    parts.push(String(i + 1).padStart(width), separator, ' ');
    if (reply.type !== 'map') {
      write(parts, reply.items[i]!, inner);
      continue;
    }
    const [key, value] = reply.entries[i]!;
    write(parts, key, inner);
    parts.push(' => ');
    if (isMultiline(value)) parts.push('\n', inner);
    write(parts, value, inner);
  }
}

/** `cliIsMultilineValueTTY`. */
function isMultiline(value: RespValue): boolean {
  switch (value.type) {
    case 'array':
    case 'set':
    case 'push':
      return value.items.length > 1 || (value.items.length === 1 && isMultiline(value.items[0]!));
    case 'map':
      return value.entries.length > 1 || (value.entries.length === 1 && isMultiline(value.entries[0]![1]));
    default:
      return false;
  }
}

/** C prints statuses and errors with `%s`. */
function untilNul(text: Bytes): Bytes {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
