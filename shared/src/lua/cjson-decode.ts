import type { Bytes } from '../bytes.js';
import { fail } from './arguments.js';
import type { JsonSettings } from './cjson-settings.js';
import { type ReadNumber, strtod } from './strtod.js';
import {
  checkStack,
  type LuaState,
  newTable,
  pushBoolean,
  pushBytes,
  pushDouble,
  pushLightUserdata,
  rawSet,
  rawSetIndex,
} from './vm.js';

/** Pushes the value that a JSON text stands for (`json_decode`). */
export function decodeJson(L: LuaState, text: Bytes, settings: JsonSettings): void {
  if (text.length >= 2 && (text.charCodeAt(0) === 0 || text.charCodeAt(1) === 0))
    fail(L, 'JSON parser does not support UTF-16 or UTF-32');
  new Decoder(L, text, settings).document();
}

/** Named as the error messages name them. */
type TokenType =
  | 'T_OBJ_BEGIN'
  | 'T_OBJ_END'
  | 'T_ARR_BEGIN'
  | 'T_ARR_END'
  | 'T_STRING'
  | 'T_NUMBER'
  | 'T_BOOLEAN'
  | 'T_NULL'
  | 'T_COLON'
  | 'T_COMMA'
  | 'T_END'
  | 'T_ERROR';

const PUNCTUATION: Readonly<Record<string, TokenType>> = {
  '{': 'T_OBJ_BEGIN',
  '}': 'T_OBJ_END',
  '[': 'T_ARR_BEGIN',
  ']': 'T_ARR_END',
  ',': 'T_COMMA',
  ':': 'T_COLON',
};
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
};
const PLAIN_STRING = /[^"\\\0]*/y;

const OBJECT = 0;

/** Without recursion, so that any depth Lua allows will do. */
class Decoder {
  private readonly L: LuaState;
  private readonly text: Bytes;
  private readonly settings: JsonSettings;
  private position = 0;
  /** The containers around the current value, outermost first: {@link OBJECT}, or the index the value will have in an array. */
  private readonly open: number[] = [];
  // The current token. `start` counts from 0; `problem` describes a T_ERROR.
  private type: TokenType = 'T_END';
  private start = 0;
  private string: Bytes = '';
  private number: ReadNumber = { value: 0, negative: false, end: 0 };
  private boolean = false;
  private problem = '';

  constructor(L: LuaState, text: Bytes, settings: JsonSettings) {
    this.L = L;
    this.text = text;
    this.settings = settings;
  }

  document(): void {
    this.advance();
    while (!this.value());
    if (this.advance() !== 'T_END') this.expected('the end');
  }

  /** Pushes the value that starts at the current token, or opens it; true when the outermost value is complete (`json_process_value`). */
  private value(): boolean {
    const { L } = this;
    switch (this.type) {
      case 'T_STRING':
        pushBytes(L, this.string);
        return this.completed();
      case 'T_NUMBER':
        pushDouble(L, this.number.value, this.number.negative);
        return this.completed();
      case 'T_BOOLEAN':
        pushBoolean(L, this.boolean);
        return this.completed();
      case 'T_NULL':
        pushLightUserdata(L, null);
        return this.completed();
      case 'T_OBJ_BEGIN':
        this.descend(3);
        newTable(L);
        if (this.advance() === 'T_OBJ_END') return this.completed();
        this.open.push(OBJECT);
        this.key();
        return false;
      case 'T_ARR_BEGIN':
        this.descend(2);
        newTable(L);
        if (this.advance() === 'T_ARR_END') return this.completed();
        this.open.push(1);
        return false;
      default:
        return this.expected('value');
    }
  }

  /** Pushes the key at the current token and goes on to its value. */
  private key(): void {
    if (this.type !== 'T_STRING') this.expected('object key string');
    pushBytes(this.L, this.string);
    if (this.advance() !== 'T_COLON') this.expected('colon');
    this.advance();
  }

  /** Stores the value on top of the stack in the container around it, and closes containers that end with it. */
  private completed(): boolean {
    const { L, open } = this;
    for (;;) {
      const container = open.at(-1);
      if (container === undefined) return true;
      if (container === OBJECT) rawSet(L, -3);
      else rawSetIndex(L, -2, container);
      const separator = this.advance();
      if (separator !== (container === OBJECT ? 'T_OBJ_END' : 'T_ARR_END')) {
        if (separator !== 'T_COMMA') this.expected(container === OBJECT ? 'comma or object end' : 'comma or array end');
        this.advance();
        if (container === OBJECT) this.key();
        else open[open.length - 1] = container + 1;
        return false;
      }
      open.pop();
    }
  }

  private descend(slots: number): void {
    const depth = this.open.length + 1;
    if (depth <= this.settings.decodeMaxDepth && checkStack(this.L, slots)) return;
    fail(this.L, `Found too many nested data structures (${depth}) at character ${this.position}`);
  }

  private expected(what: Bytes): never {
    const found = this.type === 'T_ERROR' ? this.problem : this.type;
    return fail(this.L, `Expected ${what} but found ${found} at character ${this.start + 1}`);
  }

  private error(problem: string): void {
    this.type = 'T_ERROR';
    this.start = this.position;
    this.problem = problem;
  }

  private take(type: TokenType, length: number): void {
    this.type = type;
    this.position += length;
  }

  /** `json_next_token`. The text is a C string: a NUL ends it. */
  private advance(): TokenType {
    this.scan();
    return this.type;
  }

  private scan(): void {
    const { text } = this;
    let char = text[this.position];
    while (char === ' ' || char === '\t' || char === '\n' || char === '\r') char = text[++this.position];
    this.start = this.position;
    if (char === undefined || char === '\0') {
      this.type = 'T_END';
      return;
    }
    const punctuation = PUNCTUATION[char];
    if (punctuation !== undefined) return this.take(punctuation, 1);
    if (char === '"') return this.stringToken();
    if (char === '-' || (char >= '0' && char <= '9')) {
      if (!this.settings.decodeInvalidNumbers && this.isInvalidNumber()) return this.error('invalid number');
      return this.numberToken();
    }
    if (text.startsWith('true', this.position) || text.startsWith('false', this.position)) {
      this.boolean = char === 't';
      return this.take('T_BOOLEAN', this.boolean ? 4 : 5);
    }
    if (text.startsWith('null', this.position)) return this.take('T_NULL', 4);
    if (/[+iInN]/.test(char) && this.settings.decodeInvalidNumbers && this.isInvalidNumber()) return this.numberToken();
    this.error('invalid token');
  }

  private numberToken(): void {
    const number = strtod(this.text, this.position);
    if (number === undefined) return this.error('invalid number');
    this.number = number;
    this.take('T_NUMBER', number.end - this.position);
  }

  /** What `strtod` takes and JSON does not: `+`, hexadecimal, leading zeros, infinities and NaN. */
  private isInvalidNumber(): boolean {
    const { text } = this;
    let at = this.position;
    if (text[at] === '+') return true;
    if (text[at] === '-') at++;
    const first = text[at] ?? '\0';
    if (first === '0') return /[xX0-9]/.test(text[at + 1] ?? '\0');
    return first > '9' && /^(?:inf|nan)$/i.test(text.slice(at, at + 3));
  }

  private stringToken(): void {
    const { text } = this;
    let value = '';
    this.position++;
    for (;;) {
      PLAIN_STRING.lastIndex = this.position;
      const plain = PLAIN_STRING.exec(text)![0];
      value += plain;
      this.position += plain.length;
      const char = text[this.position];
      if (char === '"') break;
      if (char !== '\\') return this.error('unexpected end of string');
      const escape = text[this.position + 1] ?? '\0';
      if (escape === 'u') {
        const decoded = this.unicodeEscape();
        if (decoded === undefined) return this.error('invalid unicode escape code');
        value += decoded;
      } else {
        const translated = ESCAPES[escape];
        if (translated === undefined) return this.error('invalid escape code');
        value += translated;
        this.position += 2;
      }
    }
    this.string = value;
    this.take('T_STRING', 1);
  }

  /** The UTF-8 bytes of the `\uXXXX` at the position (two of them for a surrogate pair), which is taken. */
  private unicodeEscape(): Bytes | undefined {
    const unit = this.hexadecimal4(this.position + 2);
    if (unit === undefined) return undefined;
    if ((unit & 0xf800) !== 0xd800) {
      this.position += 6;
      return utf8(unit);
    }
    if ((unit & 0x400) !== 0 || !this.text.startsWith('\\u', this.position + 6)) return undefined;
    const low = this.hexadecimal4(this.position + 8);
    if (low === undefined || (low & 0xfc00) !== 0xdc00) return undefined;
    this.position += 12;
    return utf8((((unit & 0x3ff) << 10) | (low & 0x3ff)) + 0x10000);
  }

  private hexadecimal4(at: number): number | undefined {
    const digits = this.text.slice(at, at + 4);
    return /^[0-9a-fA-F]{4}$/.test(digits) ? parseInt(digits, 16) : undefined;
  }
}

function utf8(codePoint: number): Bytes {
  if (codePoint <= 0x7f) return String.fromCharCode(codePoint);
  const tail = (shift: number): number => ((codePoint >> shift) & 0x3f) | 0x80;
  if (codePoint <= 0x7ff) return String.fromCharCode((codePoint >> 6) | 0xc0, tail(0));
  if (codePoint <= 0xffff) return String.fromCharCode((codePoint >> 12) | 0xe0, tail(6), tail(0));
  return String.fromCharCode((codePoint >> 18) | 0xf0, tail(12), tail(6), tail(0));
}
