import type { Bytes } from '../../bytes.js';
import type { Span } from './ast.js';

const RESERVED = [
  'and',
  'break',
  'do',
  'else',
  'elseif',
  'end',
  'false',
  'for',
  'function',
  'if',
  'in',
  'local',
  'nil',
  'not',
  'or',
  'repeat',
  'return',
  'then',
  'true',
  'until',
  'while',
] as const;

/** Lua 5.1's 21 words; `goto` is a name there. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(RESERVED);

/** A reserved word or operator stands for itself; a byte that Lua does not know is a token of its own, as in llex.c. */
export type TokenType = '<name>' | '<string>' | '<number>' | '<eof>' | (string & {});

export interface Token extends Span {
  readonly type: TokenType;
  /** Of a name its text, of a string its bytes. */
  readonly text: Bytes;
  /** Of a number. */
  readonly number: number;
  /** The line its last byte is on, from 1. */
  readonly line: number;
}

/** A script that does not compile. `message` is exactly what Lua's `luaL_loadbuffer` answers, without the chunk name. */
export class LuaSyntaxError extends Error {
  override readonly name = 'LuaSyntaxError';
  constructor(
    message: string,
    /** The line Lua names, from 1. */
    readonly line: number,
    /** The bytes to mark. */
    readonly span: Span,
  ) {
    super(message);
  }
}

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isLetter = (c: number): boolean => (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || c === 0x5f;
const isNewline = (c: number): boolean => c === 0x0a || c === 0x0d;
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * The lexer of Lua 5.1 (llex.c), over bytes. It keeps the same character buffer as the original, because error messages quote it.
 */
export class Lexer {
  /** The line of the next byte, from 1. */
  line = 1;
  /** Comments met so far, delimiters included. */
  readonly comments: Span[] = [];
  #at: number;
  #buffer = '';

  constructor(
    readonly source: Bytes,
    start: number,
  ) {
    this.#at = start;
  }

  /** The next token (`llex`). */
  next(): Token {
    this.#buffer = '';
    const { source } = this;
    for (;;) {
      const start = this.#at;
      if (start >= source.length) return this.#token('<eof>', start);
      const c = source.charCodeAt(start);
      if (isNewline(c)) {
        this.#newline();
        continue;
      }
      if (c === 0x20 || (c >= 0x09 && c <= 0x0c)) {
        this.#at++;
        continue;
      }
      if (isLetter(c)) return this.#word(start);
      if (isDigit(c)) return this.#number(start);
      switch (source[start]) {
        case '-':
          if (source[start + 1] !== '-') return this.#operator(start, 1);
          this.#comment(start);
          continue;
        case '[':
          return this.#bracket(start);
        case '=':
        case '<':
        case '>':
        case '~':
          return this.#operator(start, source[start + 1] === '=' ? 2 : 1);
        case '"':
        case "'":
          return this.#quoted(start);
        case '.':
          if (isDigit(source.charCodeAt(start + 1))) return this.#number(start);
          return this.#dots(start);
        default:
          return this.#operator(start, 1);
      }
    }
  }

  /** Raises `message near 'token'` (`luaX_lexerror`); without a type no token is quoted, nor is NUL, whose number is 0. */
  fail(message: string, type: TokenType | undefined, span: Span): never {
    if (type === undefined || type === '\0') throw new LuaSyntaxError(message, this.line, span);
    const buffered = type === '<name>' || type === '<string>' || type === '<number>';
    const near = buffered ? beforeNul(this.#buffer) : printableToken(type);
    throw new LuaSyntaxError(`${message} near '${near}'`, this.line, span);
  }

  #token(type: TokenType, start: number, text: Bytes = '', number = 0): Token {
    return { type, start, end: this.#at, text, number, line: this.line };
  }

  #operator(start: number, length: number): Token {
    this.#at = start + length;
    return this.#token(this.source.slice(start, this.#at), start);
  }

  #dots(start: number): Token {
    let length = 1;
    while (length < 3 && this.#isOneOf('.', start + length)) length++;
    this.#at = start + length;
    return this.#token('...'.slice(0, length), start);
  }

  /** The test of `check_next`: its strchr finds a NUL in every set, as that is where the set ends. */
  #isOneOf(set: string, at: number): boolean {
    const c = this.source[at];
    return c !== undefined && (c === '\0' || set.includes(c));
  }

  #newline(): void {
    const first = this.source.charCodeAt(this.#at++);
    const second = this.source.charCodeAt(this.#at);
    if (isNewline(second) && second !== first) this.#at++;
    this.line++;
  }

  #word(start: number): Token {
    const { source } = this;
    let at = start + 1;
    for (; at < source.length; at++) {
      const c = source.charCodeAt(at);
      if (!isLetter(c) && !isDigit(c)) break;
    }
    this.#at = at;
    const word = source.slice(start, at);
    this.#buffer = word;
    return RESERVED_WORDS.has(word) ? this.#token(word, start) : this.#token('<name>', start, word);
  }

  /** `read_numeral`: takes everything that looks like part of a number, then lets strtod judge. */
  #number(start: number): Token {
    const { source } = this;
    let at = start + 1;
    const current = (): number => source.charCodeAt(at);
    while (isDigit(current()) || source[at] === '.') at++;
    if (this.#isOneOf('eE', at)) {
      at++;
      if (this.#isOneOf('+-', at)) at++;
    }
    while (isDigit(current()) || isLetter(current())) at++;
    this.#at = at;
    this.#buffer = source.slice(start, at);
    const value = numeral(beforeNul(this.#buffer));
    if (value === undefined) this.fail('malformed number', '<number>', { start, end: at });
    return this.#token('<number>', start, '', value);
  }

  /** `skip_sep`: the level of a long bracket that starts here, or a negative number when none does. */
  #separator(bracket: '[' | ']'): number {
    const start = this.#at++;
    while (this.source[this.#at] === '=') this.#at++;
    this.#buffer += this.source.slice(start, this.#at);
    const level = this.#at - start - 1;
    return this.source[this.#at] === bracket ? level : -level - 1;
  }

  #bracket(start: number): Token {
    const level = this.#separator('[');
    if (level >= 0) {
      const content = this.#longBracket(start, level, 'string');
      return this.#token('<string>', start, content);
    }
    if (level === -1) return this.#token('[', start);
    return this.fail('invalid long string delimiter', '<string>', { start, end: this.#at });
  }

  /** `read_long_string`, from its second bracket on. The Lua in Redis has no LUA_COMPAT_LSTR: `[[` inside is just text. */
  #longBracket(start: number, level: number, kind: 'string' | 'comment'): Bytes {
    const { source } = this;
    this.#at++;
    this.#buffer += '[';
    if (isNewline(source.charCodeAt(this.#at))) this.#newline();
    const opening = this.#buffer.length;
    for (;;) {
      const from = this.#at;
      while (this.#at < source.length && !']\n\r'.includes(source[this.#at]!)) this.#at++;
      this.#buffer += source.slice(from, this.#at);
      const c = source[this.#at];
      if (c === undefined) {
        this.fail(`unfinished long ${kind}`, '<eof>', { start, end: this.#at });
      } else if (c === ']') {
        if (this.#separator(']') === level) break;
      } else {
        this.#newline();
        this.#buffer += '\n';
      }
    }
    this.#at++;
    this.#buffer += ']';
    return this.#buffer.slice(opening, this.#buffer.length - level - 2);
  }

  #comment(start: number): void {
    const { source } = this;
    this.#at = start + 2;
    if (source[this.#at] === '[') {
      const level = this.#separator('[');
      if (level >= 0) {
        this.#longBracket(start, level, 'comment');
        this.#buffer = '';
        this.comments.push({ start, end: this.#at });
        return;
      }
      this.#buffer = '';
    }
    while (this.#at < source.length && !isNewline(source.charCodeAt(this.#at))) this.#at++;
    this.comments.push({ start, end: this.#at });
  }

  /** `read_string`. The buffer holds the quotes and the decoded bytes. */
  #quoted(start: number): Token {
    const { source } = this;
    const quote = source[start]!;
    this.#buffer = quote;
    this.#at = start + 1;
    for (;;) {
      const c = source[this.#at];
      if (c === quote) break;
      if (c === undefined) this.fail('unfinished string', '<eof>', { start, end: this.#at });
      else if (c === '\n' || c === '\r') this.fail('unfinished string', '<string>', { start, end: this.#at });
      else if (c !== '\\') {
        this.#buffer += c;
        this.#at++;
      } else this.#escape();
    }
    this.#at++;
    this.#buffer += quote;
    return this.#token('<string>', start, this.#buffer.slice(1, -1));
  }

  #escape(): void {
    const { source } = this;
    const start = this.#at++;
    const c = source[this.#at];
    if (c === undefined) return;
    if (c === '\n' || c === '\r') {
      this.#newline();
      this.#buffer += '\n';
    } else if (isDigit(c.charCodeAt(0))) {
      let value = 0;
      for (let i = 0; i < 3 && isDigit(source.charCodeAt(this.#at)); i++)
        value = 10 * value + Number(source[this.#at++]);
      if (value > 255) this.fail('escape sequence too large', '<string>', { start, end: this.#at });
      this.#buffer += String.fromCharCode(value);
    } else {
      this.#buffer += ESCAPES[c] ?? c;
      this.#at++;
    }
  }
}

/** What C sees of a buffer. */
function beforeNul(buffer: Bytes): Bytes {
  return buffer.split('\0', 1)[0]!;
}

/** `luaX_token2str`. */
export function printableToken(type: TokenType): string {
  if (type.length > 1) return type;
  const c = type.charCodeAt(0);
  return c < 0x20 || c === 0x7f ? `char(${c})` : type;
}

/** `luaO_str2d`: what C's strtod makes of a numeral, undefined when it does not take all of it. */
function numeral(text: string): number | undefined {
  if (/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  const hex = /^0[xX]([0-9a-fA-F]+)(?:[pP](\d+))?$/.exec(text);
  if (hex === null) return undefined;
  return Number(`0x${hex[1]}`) * 2 ** Number(hex[2] ?? 0);
}
