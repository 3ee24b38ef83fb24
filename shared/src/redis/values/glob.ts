import type { Bytes } from '../../bytes.js';

/** Deeper nesting of stars than this never matches (the limit that guards `stringmatchlen` against a stack overflow). */
const MAX_NESTING = 1000;

const STAR = 0x2a;
const QUESTION = 0x3f;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const CARET = 0x5e;
const DASH = 0x2d;
const BACKSLASH = 0x5c;

/** `stringmatchlen`: glob-style matching with `*`, `?`, `[a-z]`, `[^a]` and `\`, quirks included. */
export function globMatch(pattern: Bytes, text: Bytes, ignoreCase = false): boolean {
  return new Matcher(pattern, text, ignoreCase).match(0, 0, 0);
}

class Matcher {
  /** Set when the rest of the pattern matches nowhere in the text: earlier stars need not try longer matches. */
  #skipLonger = false;
  readonly #pattern: Bytes;
  readonly #text: Bytes;
  readonly #ignoreCase: boolean;

  constructor(pattern: Bytes, text: Bytes, ignoreCase: boolean) {
    this.#pattern = pattern;
    this.#text = text;
    this.#ignoreCase = ignoreCase;
  }

  match(p: number, t: number, nesting: number): boolean {
    if (nesting > MAX_NESTING) return false;
    const pattern = this.#pattern;
    const text = this.#text;
    while (p < pattern.length && t < text.length) {
      let code = pattern.charCodeAt(p);
      if (code === STAR) return this.#star(p, t, nesting);
      if (code === OPEN) {
        const end = this.#set(p + 1, text.charCodeAt(t));
        if (end < 0) return false;
        p = end;
      } else if (code !== QUESTION) {
        if (code === BACKSLASH && p + 1 < pattern.length) code = pattern.charCodeAt(++p);
        if (this.#fold(code) !== this.#fold(text.charCodeAt(t))) return false;
      }
      t++;
      p++;
      if (t === text.length) {
        while (pattern.charCodeAt(p) === STAR) p++;
        break;
      }
    }
    return p >= pattern.length && t >= text.length;
  }

  #star(p: number, t: number, nesting: number): boolean {
    while (this.#pattern.charCodeAt(p + 1) === STAR) p++;
    if (p + 1 === this.#pattern.length) return true;
    for (; t < this.#text.length; t++) {
      if (this.match(p + 1, t, nesting + 1)) return true;
      if (this.#skipLonger) return false;
    }
    this.#skipLonger = true;
    return false;
  }

  /** Matches the set that opens before `p`: the position of its closing bracket (or of the pattern's last byte), -1 when `byte` is not in it. */
  #set(p: number, byte: number): number {
    const pattern = this.#pattern;
    const not = pattern.charCodeAt(p) === CARET;
    if (not) p++;
    let found = false;
    for (; ; p++) {
      if (p >= pattern.length) {
        p = pattern.length - 1;
        break;
      }
      let code = pattern.charCodeAt(p);
      if (code === BACKSLASH && p + 1 < pattern.length) {
        code = pattern.charCodeAt(++p);
        if (code === byte) found = true;
      } else if (code === CLOSE) {
        break;
      } else if (p + 2 < pattern.length && pattern.charCodeAt(p + 1) === DASH) {
        if (this.#inRange(code, pattern.charCodeAt(p + 2), byte)) found = true;
        p += 2;
      } else if (this.#fold(code) === this.#fold(byte)) {
        found = true;
      }
    }
    return found === not ? -1 : p;
  }

  /** The C code compares plain chars, which are signed on x86. */
  #inRange(from: number, to: number, byte: number): boolean {
    let low = signed(from);
    let high = signed(to);
    if (low > high) [low, high] = [high, low];
    const c = signed(this.#fold(byte));
    if (!this.#ignoreCase) return c >= low && c <= high;
    return c >= signed(this.#fold(low & 0xff)) && c <= signed(this.#fold(high & 0xff));
  }

  #fold(byte: number): number {
    return this.#ignoreCase && byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
  }
}

const signed = (byte: number): number => (byte > 127 ? byte - 256 : byte);
