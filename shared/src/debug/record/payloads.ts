import type { Bytes } from '../../bytes.js';
import type { RespValue } from '../../resp/value.js';
import { replyBytes } from '../sandbox/reply-size.js';
import { sha1Hex } from '../../script/redis-api.js';
import type { LongString, LongStringPlace } from '../recording.js';

/** Strings with more bytes than this are kept by length, hash and head. */
const LONGEST_WHOLE = 4096;
/** Bytes of a long string that are kept. */
const HEAD = 256;
/** What a call is kept as. */
export interface KeptWords {
  readonly command: readonly Bytes[];
  readonly reply: RespValue;
  /** Strings in them of which only the head is left. */
  readonly long: readonly LongString[];
}

/** Makes what calls say small: of long strings only the head is kept, and content that comes up again once. */
export class PayloadStore {
  readonly #hashes = new Map<Bytes, string>();

  keep(argv: readonly Bytes[], reply: RespValue): KeptWords {
    const long: LongString[] = [];
    const bytes = argv.reduce((sum, word) => sum + word.length, 0);
    const command =
      bytes <= LONGEST_WHOLE ? argv : argv.map((word, i) => this.#head(word, { part: 'command', path: [i] }, long));
    const kept =
      replyBytes(reply) <= LONGEST_WHOLE
        ? reply
        : mapStrings(reply, [], (text, path) => this.#head(text, { part: 'reply', path }, long));
    return { command, reply: kept, long };
  }

  /** Of the calls that are kept in the end, which are few: those that say the same get the one command or reply, also where they are sent to. */
  share(calls: readonly { command: readonly Bytes[]; reply: RespValue }[]): void {
    const commands = new Map<string, readonly Bytes[]>();
    const replies = new Map<string, RespValue>();
    for (const call of calls) {
      call.command = theOne(commands, commandText(call.command), call.command);
      call.reply = theOne(replies, replyText(call.reply), call.reply);
    }
  }

  #head(text: Bytes, place: LongStringPlace, long: LongString[]): Bytes {
    if (text.length <= LONGEST_WHOLE) return text;
    long.push({ ...place, length: text.length, sha1: this.#hash(text) });
    return text.slice(0, HEAD);
  }

  #hash(text: Bytes): string {
    let hash = this.#hashes.get(text);
    if (hash === undefined) {
      // The texts themselves are what is not to be kept.
      this.#hashes.clear();
      this.#hashes.set(text, (hash = sha1Hex(text)));
    }
    return hash;
  }
}

/** The first value with a content. */
function theOne<T>(known: Map<string, T>, content: string | undefined, value: T): T {
  if (content === undefined) return value;
  const first = known.get(content);
  if (first === undefined) known.set(content, value);
  return first ?? value;
}

/** Words with their lengths: no two commands have the same text. */
function commandText(words: readonly Bytes[]): string {
  let text = '';
  for (const word of words) text += `${word.length} ${word}`;
  return text;
}

/** Undefined for replies that are no larger than what it takes to find them again. */
function replyText(reply: RespValue): string | undefined {
  switch (reply.type) {
    case 'bulk':
      return `$${reply.value}`;
    case 'status':
    case 'integer':
    case 'boolean':
    case 'double':
    case 'nil':
      return undefined;
    default:
      return JSON.stringify(reply, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
  }
}

/** The whole string at a place of a call; undefined when there is none. */
export function stringAt(argv: readonly Bytes[], reply: RespValue, { part, path }: LongStringPlace): Bytes | undefined {
  if (part === 'command') return argv[path[0] ?? -1];
  let found: Bytes | undefined;
  mapStrings(reply, [], (text, at) => {
    if (at.length === path.length && at.every((index, i) => index === path[i])) found = text;
    return text;
  });
  return found;
}

/** A reply with its strings replaced. The path of a string counts through items, and through keys and values in turn. */
function mapStrings(
  reply: RespValue,
  path: readonly number[],
  change: (text: Bytes, path: readonly number[]) => Bytes,
): RespValue {
  const inner = (value: RespValue, i: number): RespValue => mapStrings(value, [...path, i], change);
  switch (reply.type) {
    case 'status':
    case 'error':
    case 'double':
    case 'bignumber':
      return { ...reply, text: change(reply.text, path) };
    case 'bulk':
    case 'verbatim':
      return { ...reply, value: change(reply.value, path) };
    case 'array':
    case 'set':
    case 'push':
      return { ...reply, items: reply.items.map(inner) };
    case 'map':
      return { ...reply, entries: entriesWith(reply.entries, inner) };
    case 'attribute':
      return {
        ...reply,
        entries: entriesWith(reply.entries, inner),
        value: inner(reply.value, 2 * reply.entries.length),
      };
    case 'integer':
    case 'boolean':
    case 'nil':
      return reply;
  }
}

const entriesWith = (
  entries: readonly (readonly [RespValue, RespValue])[],
  inner: (value: RespValue, i: number) => RespValue,
): (readonly [RespValue, RespValue])[] =>
  entries.map(([key, value], i) => [inner(key, 2 * i), inner(value, 2 * i + 1)] as const);
