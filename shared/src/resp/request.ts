import type { Bytes } from '../bytes.js';
import { Inbox } from './inbox.js';

const MAX_INLINE = 64 * 1024;
const MAX_COUNT = 2147483647;

/** What the server allows a client to send. Before AUTH much less is allowed. */
export interface RequestLimits {
  /** `proto-max-bulk-len`, bytes. */
  readonly maxBulkLength: number;
  readonly authenticated: boolean;
}

/** The error reply after which the server closes the connection: `ERR Protocol error: …`. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

/** The server's side of the protocol: commands as arrays of bulk strings or as inline lines, arriving in chunks. */
export class RequestParser {
  private readonly inbox = new Inbox();
  private argv: Bytes[] = [];
  private remaining = 0;
  private bulkLength: number | undefined;

  add(chunk: Uint8Array | Bytes): void {
    this.inbox.add(chunk);
  }

  /** The next whole command; undefined while it is incomplete. Empty lines and arrays are skipped. Throws {@link RequestError}. */
  next(limits: RequestLimits): Bytes[] | undefined {
    for (;;) {
      if (this.remaining > 0) return this.arguments(limits);
      if (this.inbox.size === 0) return undefined;
      if (this.inbox.peek() === 0x2a) {
        if (!this.count(limits)) return undefined;
      } else {
        const argv = this.inline();
        if (argv === undefined || argv.length > 0) return argv;
      }
    }
  }

  /** `processMultibulkBuffer`, its first line; false while that is incomplete. */
  private count({ authenticated }: RequestLimits): boolean {
    const line = this.inbox.line('\r', 2);
    if (line === undefined) {
      if (this.inbox.size > MAX_INLINE) throw new RequestError('ERR Protocol error: too big mbulk count string');
      return false;
    }
    const count = length(line.slice(1));
    if (count === undefined || count > MAX_COUNT)
      throw new RequestError('ERR Protocol error: invalid multibulk length');
    if (count > 10 && !authenticated) throw new RequestError('ERR Protocol error: unauthenticated multibulk length');
    this.argv = [];
    this.remaining = Math.max(count, 0);
    return true;
  }

  private arguments({ maxBulkLength, authenticated }: RequestLimits): Bytes[] | undefined {
    while (this.remaining > 0) {
      if (this.bulkLength === undefined) {
        const first = this.inbox.peek();
        const line = this.inbox.line('\r', 2);
        if (line === undefined) {
          if (this.inbox.size > MAX_INLINE) throw new RequestError('ERR Protocol error: too big bulk count string');
          return undefined;
        }
        if (first !== 0x24)
          throw new RequestError(`ERR Protocol error: expected '$', got '${String.fromCharCode(first)}'`);
        const size = length(line.slice(1));
        if (size === undefined || size < 0 || size > maxBulkLength)
          throw new RequestError('ERR Protocol error: invalid bulk length');
        if (size > 16384 && !authenticated) throw new RequestError('ERR Protocol error: unauthenticated bulk length');
        this.bulkLength = size;
      }
      const argument = this.inbox.string(this.bulkLength);
      if (argument === undefined) return undefined;
      this.argv.push(argument);
      this.bulkLength = undefined;
      this.remaining--;
    }
    return this.argv;
  }

  /** `processInlineBuffer`. */
  private inline(): Bytes[] | undefined {
    const line = this.inbox.line('\n', 1);
    if (line === undefined) {
      if (this.inbox.size > MAX_INLINE) throw new RequestError('ERR Protocol error: too big inline request');
      return undefined;
    }
    const argv = splitArguments(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (argv === undefined) throw new RequestError('ERR Protocol error: unbalanced quotes in request');
    return argv;
  }
}

function length(text: Bytes): number | undefined {
  return /^(?:0|-?[1-9]\d{0,18})$/.test(text) ? Number(text) : undefined;
}

const SPACE = /[ \t\n\v\f\r\0]/;
/** What ends a word without quotes: not all that may stand between words. */
const END = /[ \t\n\r\0]/;
const ESCAPES: Readonly<Record<string, Bytes>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/**
 * Splits a line as redis-cli and inline requests do (`sdssplitargs`): words, `"…"` with escapes, `'…'` with `\'`. Undefined when a quote
 * does not close, or is followed by anything but space.
 */
export function splitArguments(line: Bytes): Bytes[] | undefined {
  const words: Bytes[] = [];
  let i = 0;
  for (;;) {
    while (i < line.length && line[i] !== '\0' && SPACE.test(line[i]!)) i++;
    if (i >= line.length || line[i] === '\0') return words;
    let word = '';
    while (i < line.length && !END.test(line[i]!)) {
      const char = line[i]!;
      if (char !== '"' && char !== "'") {
        word += char;
        i++;
        continue;
      }
      const quoted = quotedPart(line, i + 1, char);
      if (quoted === undefined) return undefined;
      word += quoted.text;
      i = quoted.end;
      if (i < line.length && !SPACE.test(line[i]!)) return undefined;
      break;
    }
    words.push(word);
  }
}

/** From behind an opening quote to behind the closing one. */
function quotedPart(line: Bytes, from: number, quote: string): { text: Bytes; end: number } | undefined {
  let text = '';
  for (let i = from; i < line.length; i++) {
    const char = line[i]!;
    if (char === quote) return { text, end: i + 1 };
    const next = line[i + 1];
    if (char !== '\\' || next === undefined) {
      text += char;
    } else if (quote === "'") {
      if (next === "'") i++;
      text += next === "'" ? "'" : char;
    } else if (next === 'x' && /^[0-9a-fA-F]{2}$/.test(line.slice(i + 2, i + 4))) {
      text += String.fromCharCode(parseInt(line.slice(i + 2, i + 4), 16));
      i += 3;
    } else {
      text += ESCAPES[next] ?? next;
      i++;
    }
  }
  return undefined;
}
