import type { Bytes } from '../bytes.js';
import { generalDouble } from '../redis/values/double.js';
import { fail } from './arguments.js';
import type { JsonSettings } from './cjson-settings.js';
import {
  checkStack,
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
} from './vm.js';

/** The JSON text of the value on top of the stack, which stays there (`json_encode`). */
export function encodeJson(L: LuaState, settings: JsonSettings): Bytes {
  const encoder = new Encoder(L, settings);
  encoder.value(0);
  return encoder.text;
}

const INT_MAX = 2147483647;
const INT_MIN = -2147483648;

/** What has to be escaped: quotes, backslash, slash, DEL and control characters. Bytes from 0x80 on pass. */
const SPECIAL = /["\\/\u0000-\u001f\u007f]/;
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

class Encoder {
  text: Bytes = '';
  private readonly L: LuaState;
  private readonly settings: JsonSettings;

  constructor(L: LuaState, settings: JsonSettings) {
    this.L = L;
    this.settings = settings;
  }

  /** `json_append_data` for the value on top of the stack. */
  value(depth: number): void {
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
      case LuaType.table: {
        const inner = depth + 1;
        if (inner > this.settings.encodeMaxDepth || !checkStack(L, 3))
          fail(L, `Cannot serialise, excessive nesting (${inner})`);
        const length = this.arrayLength();
        if (length > 0) this.array(inner, length);
        else this.object(inner);
        return;
      }
      case LuaType.nil:
        this.text += 'null';
        return;
      case LuaType.lightUserdata:
        if (toLightUserdata(L, -1) === null) {
          this.text += 'null';
          return;
        }
        return this.refuse(-1, 'type not supported');
      default:
        this.refuse(-1, 'type not supported');
    }
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

  private array(depth: number, length: number): void {
    this.text += '[';
    for (let i = 1; i <= length; i++) {
      if (i > 1) this.text += ',';
      rawGetIndex(this.L, -1, i);
      this.value(depth);
      pop(this.L);
    }
    this.text += ']';
  }

  private object(depth: number): void {
    const { L } = this;
    this.text += '{';
    let first = true;
    pushNil(L);
    while (next(L, -2)) {
      if (!first) this.text += ',';
      first = false;
      const keyType = typeOf(L, -2);
      if (keyType === LuaType.number) {
        this.text += '"';
        this.number(-2);
        this.text += '":';
      } else if (keyType === LuaType.string) {
        this.string(-2);
        this.text += ':';
      } else this.refuse(-2, 'table key must be a number or string');
      this.value(depth);
      pop(L);
    }
    this.text += '}';
  }
}
