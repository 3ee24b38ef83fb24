import type { Bytes } from '../bytes.js';
import { fail } from './arguments.js';
import { ensureStack } from './library.js';
import { pushBytes, pushNumber, spend, type LuaState } from './vm.js';

const MAX_CAPTURES = 32;
const UNFINISHED = -1;
const POSITION = -2;

const ESCAPE = 0x25; // %
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const CARET = 0x5e;
const DASH = 0x2d;

const enum Class {
  alpha = 1,
  digit = 2,
  lower = 4,
  upper = 8,
  space = 16,
  control = 32,
  punctuation = 64,
  hexadecimal = 128,
}

/** The ctype.h of the C locale: nothing past ASCII belongs to any class. */
const CTYPE = new Uint8Array(256).map((_, c) => {
  const char = String.fromCharCode(c);
  if (c > 0x7f) return 0;
  return (
    (/[A-Za-z]/.test(char) ? Class.alpha : 0) |
    (/[0-9]/.test(char) ? Class.digit : 0) |
    (/[a-z]/.test(char) ? Class.lower : 0) |
    (/[A-Z]/.test(char) ? Class.upper : 0) |
    (/[\t-\r ]/.test(char) ? Class.space : 0) |
    (c < 0x20 || c === 0x7f ? Class.control : 0) |
    (/[!-/:-@[-`{-~]/.test(char) ? Class.punctuation : 0) |
    (/[0-9A-Fa-f]/.test(char) ? Class.hexadecimal : 0)
  );
});

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;

/** `%a`, `%D` …: `c` is of class `letter`; any other letter stands for itself. */
function matchClass(c: number, letter: number): boolean {
  let result: boolean;
  const ctype = CTYPE[c]!;
  switch (letter | 0x20) {
    case 0x61: // a
      result = (ctype & Class.alpha) !== 0;
      break;
    case 0x63: // c
      result = (ctype & Class.control) !== 0;
      break;
    case 0x64: // d
      result = (ctype & Class.digit) !== 0;
      break;
    case 0x6c: // l
      result = (ctype & Class.lower) !== 0;
      break;
    case 0x70: // p
      result = (ctype & Class.punctuation) !== 0;
      break;
    case 0x73: // s
      result = (ctype & Class.space) !== 0;
      break;
    case 0x75: // u
      result = (ctype & Class.upper) !== 0;
      break;
    case 0x77: // w
      result = (ctype & (Class.alpha | Class.digit)) !== 0;
      break;
    case 0x78: // x
      result = (ctype & Class.hexadecimal) !== 0;
      break;
    case 0x7a: // z
      result = c === 0;
      break;
    default:
      return letter === c;
  }
  // Only letters have classes: a byte that differs from one in bit 5 alone is the other case of it.
  return (letter & 0x20) !== 0 ? result : !result;
}

/**
 * The matcher of lstrlib.c. Subject and pattern are bytes; the pattern ends at its first NUL, as the C string it is there. An index of
 * -1 stands for C's NULL (no match).
 */
export class Matcher {
  private level = 0;
  private readonly start: number[] = [];
  private readonly length: number[] = [];
  private readonly pattern: Bytes;
  private work = 0;

  constructor(
    private L: LuaState,
    private readonly subject: Bytes,
    pattern: Bytes,
  ) {
    const end = pattern.indexOf('\0');
    this.pattern = end === -1 ? pattern : pattern.slice(0, end);
  }

  /** Where a match that starts at `from` ends, or -1. `patternFrom` skips an anchor. */
  matchAt(from: number, patternFrom: number): number {
    this.level = 0;
    return this.match(from, patternFrom);
  }

  /** Goes on in another thread (an iterator may be called from any). */
  runIn(L: LuaState): void {
    this.L = L;
  }

  /** The subject from `from` up to `to`. */
  slice(from: number, to: number): Bytes {
    return this.subject.slice(from, to);
  }

  /** Pushes capture `i` (from 0), or the whole match when there are no captures and `i` is 0. */
  pushCapture(i: number, from: number, to: number): void {
    if (i >= this.level) {
      if (i !== 0) fail(this.L, 'invalid capture index');
      pushBytes(this.L, this.subject.slice(from, to));
      return;
    }
    const length = this.length[i]!;
    if (length === UNFINISHED) fail(this.L, 'unfinished capture');
    if (length === POSITION) pushNumber(this.L, this.start[i]! + 1);
    else pushBytes(this.L, this.subject.slice(this.start[i]!, this.start[i]! + length));
  }

  /** Pushes all captures, or the whole match when `whole` and there are none; answers how many. */
  pushCaptures(from: number, to: number, whole: boolean): number {
    const count = this.level === 0 && whole ? 1 : this.level;
    ensureStack(this.L, count, 'too many captures');
    for (let i = 0; i < count; i++) this.pushCapture(i, from, to);
    return count;
  }

  /** The byte of the pattern at `p`; 0 at its end, as in C. */
  private at(p: number): number {
    return p < this.pattern.length ? this.pattern.charCodeAt(p) : 0;
  }

  private match(from: number, patternFrom: number): number {
    let s = from;
    let p = patternFrom;
    if ((++this.work & 0xff) === 0) spend(this.L, 0x100);
    for (;;) {
      const c = this.at(p);
      if (c === 0) {
        if (p >= this.pattern.length) return s; // end of pattern
      } else if (c === 0x28) {
        return this.at(p + 1) === 0x29
          ? this.startCapture(s, p + 2, POSITION)
          : this.startCapture(s, p + 1, UNFINISHED);
      } else if (c === 0x29) return this.endCapture(s, p + 1);
      else if (c === ESCAPE) {
        const next = this.at(p + 1);
        if (next === 0x62) {
          s = this.matchBalance(s, p + 2);
          if (s === -1) return -1;
          p += 4;
          continue;
        }
        if (next === 0x66) {
          p += 2;
          if (this.at(p) !== OPEN_BRACKET) fail(this.L, "missing '[' after '%f' in pattern");
          const end = this.classEnd(p);
          const previous = s === 0 ? 0 : this.subject.charCodeAt(s - 1);
          const current = s < this.subject.length ? this.subject.charCodeAt(s) : 0;
          if (this.matchSet(previous, p, end - 1) || !this.matchSet(current, p, end - 1)) return -1;
          p = end;
          continue;
        }
        if (isDigit(next)) {
          s = this.matchCapture(s, next);
          if (s === -1) return -1;
          p += 2;
          continue;
        }
      } else if (c === 0x24 && p + 1 === this.pattern.length) return s === this.subject.length ? s : -1;

      const end = this.classEnd(p);
      const matches = s < this.subject.length && this.matchSingle(this.subject.charCodeAt(s), p, end);
      switch (this.at(end)) {
        case 0x3f: {
          // ?
          if (matches) {
            const result = this.match(s + 1, end + 1);
            if (result !== -1) return result;
          }
          p = end + 1;
          continue;
        }
        case 0x2a: // *
          return this.expandMost(s, p, end);
        case 0x2b: // +
          return matches ? this.expandMost(s + 1, p, end) : -1;
        case DASH:
          return this.expandLeast(s, p, end);
        default:
          if (!matches) return -1;
          s++;
          p = end;
      }
    }
  }

  private classEnd(from: number): number {
    let p = from;
    const c = this.at(p++);
    if (c === ESCAPE) {
      if (p >= this.pattern.length) fail(this.L, "malformed pattern (ends with '%')");
      return p + 1;
    }
    if (c === OPEN_BRACKET) {
      if (this.at(p) === CARET) p++;
      do {
        // look for a `]`
        if (p >= this.pattern.length) fail(this.L, "malformed pattern (missing ']')");
        if (this.at(p++) === ESCAPE && p < this.pattern.length) p++; // skip escapes (e.g. `%]`)
      } while (this.at(p) !== CLOSE_BRACKET);
      return p + 1;
    }
    return p;
  }

  private matchSingle(c: number, p: number, end: number): boolean {
    const item = this.pattern.charCodeAt(p);
    if (item === 0x2e) return true; // . matches any char
    if (item === ESCAPE) return matchClass(c, this.pattern.charCodeAt(p + 1));
    if (item === OPEN_BRACKET) return this.matchSet(c, p, end - 1);
    return item === c;
  }

  /** `matchbracketclass`: `from` is at the `[`, `to` at the `]`. */
  private matchSet(c: number, from: number, to: number): boolean {
    let p = from;
    let inside = true;
    if (this.at(p + 1) === CARET) {
      inside = false;
      p++;
    }
    while (++p < to) {
      const item = this.at(p);
      if (item === ESCAPE) {
        p++;
        if (matchClass(c, this.at(p))) return inside;
      } else if (this.at(p + 1) === DASH && p + 2 < to) {
        p += 2;
        if (item <= c && c <= this.at(p)) return inside;
      } else if (item === c) return inside;
    }
    return !inside;
  }

  private matchBalance(from: number, p: number): number {
    if (p + 1 >= this.pattern.length) fail(this.L, 'unbalanced pattern');
    const open = this.at(p);
    const close = this.at(p + 1);
    let s = from;
    if (s >= this.subject.length || this.subject.charCodeAt(s) !== open) return -1;
    let depth = 1;
    while (++s < this.subject.length) {
      const c = this.subject.charCodeAt(s);
      if (c === close) {
        if (--depth === 0) return s + 1;
      } else if (c === open) depth++;
    }
    return -1;
  }

  private expandMost(s: number, p: number, end: number): number {
    let i = 0;
    while (s + i < this.subject.length && this.matchSingle(this.subject.charCodeAt(s + i), p, end)) i++;
    spend(this.L, i >> 3);
    for (; i >= 0; i--) {
      const result = this.match(s + i, end + 1);
      if (result !== -1) return result;
    }
    return -1;
  }

  private expandLeast(from: number, p: number, end: number): number {
    for (let s = from; ; s++) {
      const result = this.match(s, end + 1);
      if (result !== -1) return result;
      if (s >= this.subject.length || !this.matchSingle(this.subject.charCodeAt(s), p, end)) return -1;
    }
  }

  private startCapture(s: number, p: number, what: number): number {
    if (this.level >= MAX_CAPTURES) fail(this.L, 'too many captures');
    this.start[this.level] = s;
    this.length[this.level] = what;
    this.level++;
    const result = this.match(s, p);
    if (result === -1) this.level--;
    return result;
  }

  private endCapture(s: number, p: number): number {
    const i = this.captureToClose();
    this.length[i] = s - this.start[i]!;
    const result = this.match(s, p);
    if (result === -1) this.length[i] = UNFINISHED;
    return result;
  }

  private captureToClose(): number {
    for (let i = this.level - 1; i >= 0; i--) if (this.length[i] === UNFINISHED) return i;
    return fail(this.L, 'invalid pattern capture');
  }

  private matchCapture(s: number, digit: number): number {
    const i = digit - 0x31;
    if (i < 0 || i >= this.level || this.length[i] === UNFINISHED) fail(this.L, 'invalid capture index');
    // A position capture has length -2, which C takes for a size no subject has.
    const length = this.length[i]!;
    if (length < 0 || this.subject.length - s < length) return -1;
    return this.subject.startsWith(this.subject.slice(this.start[i]!, this.start[i]! + length), s) ? s + length : -1;
  }
}
