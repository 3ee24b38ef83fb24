import type { Bytes } from '../bytes.js';
import { generalDouble } from '../redis/values/double.js';
import { fail } from './arguments.js';
import type { JsonSettings } from './cjson-settings.js';
import {
  checkStack,
  failMemory,
  type LuaState,
  LuaType,
  next,
  pop,
  pushNil,
  rawGetIndex,
  toBoolean,
  toBytes,
  toLightUserdata,
  toNumber,
  typeNameAt,
  typeOf,
  spend,
  MAX_LENGTH,
} from './vm.js';

/** The JSON text of the value on top of the stack, which stays there (`json_encode`). */
export function encodeJson(L: LuaState, settings: JsonSettings): Bytes {
  const encoder = new Encoder(L, settings);
  return encoder.encode();
}

/** Characters after which a part of the text is finished. */
const PART = 8192;

const INT_MAX = 2147483647;
const INT_MIN = -2147483648;

/** What has to be escaped: everything but ASCII that prints (of which quotes, slash and backslash have to be, too) and bytes from 0x80 on. */
const SPECIAL = /[^ !#-.0-[\]-~\x80-\xff]/;
const ALL_SPECIAL = new RegExp(SPECIAL, 'g');
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '/': '\\/',
  '\\': '\\\\',
};
const escapeOf = (char: string): string =>
  SHORT_ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A table whose elements are being written. It is on the stack; above it the element written last, or its key and value. */
interface OpenTable {
  /** The greatest index of an array; undefined for an object. */
  readonly length: number | undefined;
  /** Elements begun. */
  count: number;
}

/** Without recursion, so that any depth Lua allows will do. */
class Encoder {
  /** The end of what has been written; the rest is in `parts`. */
  private text: Bytes = '';
  private readonly parts: Bytes[] = [];
  private length = 0;
  private readonly open: OpenTable[] = [];
  private readonly L: LuaState;
  private readonly settings: JsonSettings;

  constructor(L: LuaState, settings: JsonSettings) {
    this.L = L;
    this.settings = settings;
  }

  encode(): Bytes {
    this.value();
    for (let table = this.open.at(-1); table !== undefined; table = this.open.at(-1)) {
      spend(this.L, 1);
      if (this.text.length >= PART) this.putAway();
      if (table.length === undefined ? this.nextMember(table) : this.nextItem(table, table.length)) this.value();
      else this.open.pop();
    }
    this.putAway();
    return this.parts.join('');
  }

  /** What has been written moves to the finished parts. Joining a long text to a short one again and again would keep every step of it. */
  private putAway(): void {
    this.length += this.text.length;
    if (this.length > MAX_LENGTH) failMemory(this.L);
    this.parts.push(this.text);
    this.text = '';
  }

  /** `json_append_data` for the value on top of the stack; a table is only opened. */
  private value(): void {
    const { L } = this;
    switch (typeOf(L, -1)) {
      case LuaType.string:
        this.string(-1);
        return;
      case LuaType.number:
        this.number(-1);
        return;
      case LuaType.boolean:
        this.text += toBoolean(L, -1) ? 'true' : 'false';
        return;
      case LuaType.table:
        this.openTable();
        return;
      case LuaType.nil:
        this.text += 'null';
        return;
      case LuaType.lightUserdata:
        if (toLightUserdata(L, -1) !== null) this.refuse(-1, 'type not supported');
        this.text += 'null';
        return;
      default:
        this.refuse(-1, 'type not supported');
    }
  }

  private openTable(): void {
    const depth = this.open.length + 1;
    if (depth > this.settings.encodeMaxDepth || !checkStack(this.L, 3))
      fail(this.L, `Cannot serialise, excessive nesting (${depth})`);
    const length = this.arrayLength();
    this.text += length > 0 ? '[' : '{';
    this.open.push({ length: length > 0 ? length : undefined, count: 0 });
  }

  private refuse(index: number, reason: Bytes): never {
    return fail(this.L, `Cannot serialise ${typeNameAt(this.L, index)}: ${reason}`);
  }

  private string(index: number): void {
    const bytes = toBytes(this.L, index)!;
    this.text += `"${SPECIAL.test(bytes) ? bytes.replace(ALL_SPECIAL, escapeOf) : bytes}"`;
  }

  private number(index: number): void {
    const n = toNumber(this.L, index)!;
    const { encodeNumberPrecision, encodeInvalidNumbers } = this.settings;
    if (Number.isFinite(n)) {
      if (Object.is(n, -0)) this.text += '-0';
      else if (Number.isInteger(n) && Math.abs(n) < 10 ** encodeNumberPrecision) this.text += String(n);
      else this.text += generalDouble(n, encodeNumberPrecision);
      return;
    }
    if (encodeInvalidNumbers === 'off') this.refuse(index, 'must not be NaN or Inf');
    else if (encodeInvalidNumbers === 'null') this.text += 'null';
    else this.text += n !== n ? 'nan' : n > 0 ? 'inf' : '-inf';
  }

  /** `lua_array_length`: the greatest key of a table whose keys are all positive integers; not positive for an object. */
  private arrayLength(): number {
    const { L, settings } = this;
    let max = 0;
    let items = 0;
    pushNil(L);
    while (next(L, -2)) {
      const key = typeOf(L, -2) === LuaType.number ? toNumber(L, -2)! : 0;
      if (key < 1 || Math.floor(key) !== key) {
        pop(L, 2);
        return -1;
      }
      // The C variable is an int: a greater key becomes the smallest one there is.
      if (key > max) max = key > INT_MAX ? INT_MIN : key;
      items++;
      pop(L);
    }
    const { encodeSparseRatio: ratio, encodeSparseSafe: safe } = settings;
    if (ratio > 0 && max > Math.imul(items, ratio) && max > safe) {
      if (!settings.encodeSparseConvert) this.refuse(-1, 'excessively sparse array');
      return -1;
    }
    return max;
  }

  /** Pushes the next item of an array; at the end closes it. */
  private nextItem(table: OpenTable, length: number): boolean {
    if (table.count > 0) pop(this.L);
    if (table.count === length) {
      this.text += ']';
      return false;
    }
    if (table.count > 0) this.text += ',';
    rawGetIndex(this.L, -1, ++table.count);
    return true;
  }

  /** Pushes the next key and value of an object, and writes the key; at the end closes it. */
  private nextMember(table: OpenTable): boolean {
    const { L } = this;
    if (table.count === 0) pushNil(L);
    else pop(L);
    if (!next(L, -2)) {
      this.text += '}';
      return false;
    }
    if (table.count++ > 0) this.text += ',';
    const keyType = typeOf(L, -2);
    if (keyType === LuaType.number) {
      this.text += '"';
      this.number(-2);
      this.text += '":';
    } else if (keyType === LuaType.string) {
      this.string(-2);
      this.text += ':';
    } else this.refuse(-2, 'table key must be a number or string');
    return true;
  }
}
