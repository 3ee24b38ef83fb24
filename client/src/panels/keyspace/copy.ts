import type { Bytes } from '@luascope/shared/bytes';
import { quoteArgument } from '@luascope/shared/analysis';
import { toText } from '@luascope/shared/bytes';
import type { Engine } from '@luascope/shared/debug';
import { readPage, type ListedKey, type Page } from './listing.js';

/** Elements that are copied of one key, and bytes in all: Given is text that a person reads. */
const ELEMENTS_COPIED = 1000;
const BYTES_COPIED = 256 * 1024;

export interface Copied {
  /** Commands that make the keys, one a line, in redis-cli's notation: any byte survives. */
  readonly text: string;
  /** Keys that were left out or cut, as they are too large or of a type that no command makes. */
  readonly incomplete: readonly Bytes[];
}

/** The keys as the commands that would make them. Times to live are copied as what is left of them. */
export async function copyKeys(engine: Engine, keys: readonly ListedKey[]): Promise<Copied> {
  const lines: string[] = [];
  const incomplete: Bytes[] = [];
  let size = 0;
  for (const { key, type, ttl } of keys) {
    const { elements, whole } = await readAll(engine, key, type);
    const commands = commandsOf(key, type, elements);
    const text = commands.map(lineOf);
    size += text.reduce((sum, line) => sum + line.length, 0);
    if (!whole || commands.length === 0 || size > BYTES_COPIED) incomplete.push(key);
    if (size > BYTES_COPIED) continue;
    lines.push(...text);
    if (ttl !== undefined && commands.length > 0) lines.push(lineOf(['PEXPIRE', key, String(ttl)]));
  }
  return { text: lines.join('\n'), incomplete };
}

function lineOf(command: readonly Bytes[]): string {
  const line = command.map(quoteArgument).join(' ');
  return toText(line) ?? line;
}

async function readAll(
  engine: Engine,
  key: Bytes,
  type: Bytes,
): Promise<{ elements: Page['elements']; whole: boolean }> {
  const elements: Page['elements'][number][] = [];
  let from: string | undefined = '0';
  while (from !== undefined && elements.length < ELEMENTS_COPIED) {
    const page: Page | undefined = await readPage(engine, key, type, from);
    elements.push(...(page?.elements ?? []));
    from = page?.next;
  }
  return { elements, whole: from === undefined };
}

function commandsOf(key: Bytes, type: Bytes, elements: Page['elements']): (readonly Bytes[])[] {
  if (elements.length === 0) return [];
  const values = elements.map(({ value }) => value);
  switch (type) {
    case 'string':
      return [['SET', key, values.join('')]];
    case 'list':
      return [['RPUSH', key, ...values]];
    case 'set':
      return [['SADD', key, ...values]];
    case 'hash':
      return [['HSET', key, ...elements.flatMap(({ name, value }) => [name!, value])]];
    case 'zset':
      return [['ZADD', key, ...elements.flatMap(({ name, value }) => [value, name!])]];
    case 'stream':
      return elements.map(({ name, fields }) => ['XADD', key, name!, ...(fields ?? [])]);
    default:
      return [];
  }
}
