/**
 * JSON that keeps what engine messages and recordings are made of: besides plain JSON also bigint, typed arrays, maps, `undefined`, and numbers
 * that JSON lacks. Byte strings need nothing: each of their characters is one JSON character. A value that JSON lacks is written as an object with
 * one key that starts with `$`; an object of the message's own that looks like that is wrapped in `{"$": …}`.
 */
export function encodeMessage(message: unknown): string {
  return JSON.stringify(tagged(message));
}

/** @throws SyntaxError or RangeError when `text` is not the work of {@link encodeMessage} */
export function decodeMessage(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Inside a JSON string a quotation mark has a backslash before it, so this finds tags only; most messages have none.
  return text.includes('{"$') ? untagged(value) : value;
}

const TYPED_ARRAYS = {
  $u8: Uint8Array,
  $u16: Uint16Array,
  $u32: Uint32Array,
  $i32: Int32Array,
  $f64: Float64Array,
};

/** `value` with every part that JSON lacks replaced; parts that need nothing are shared, not copied. */
function tagged(value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return { $n: value.toString() };
    case 'undefined':
      return { $v: 'undefined' };
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $v: Object.is(value, -0) ? '-0' : String(value) };
    case 'object':
      break;
    default:
      return value;
  }
  if (value === null) return value;
  if (Array.isArray(value)) return taggedArray(value);
  if (value instanceof Map) return { $m: taggedArray([...value].flat(1)) };
  for (const [tag, Columns] of Object.entries(TYPED_ARRAYS))
    if (value instanceof Columns)
      return { [tag]: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
  return taggedObject(value as Readonly<Record<string, unknown>>);
}

function taggedArray(items: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = tagged(items[i]);
    if (item !== items[i]) (copy ??= items.slice())[i] = item;
  }
  return copy ?? items;
}

function taggedObject(object: Readonly<Record<string, unknown>>): object {
  const keys = Object.keys(object);
  let copy: Record<string, unknown> | undefined;
  for (const key of keys) {
    const item = tagged(object[key]);
    if (item !== object[key]) (copy ??= { ...object })[key] = item;
  }
  const result = copy ?? object;
  return keys[0]?.startsWith('$') === true ? { $: result } : result;
}

function untagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = untagged(value[i]);
    return value as unknown[];
  }
  const object = value as Record<string, unknown>;
  const tag = Object.keys(object)[0];
  if (tag?.startsWith('$') === true) return valueOf(tag, object[tag]);
  return untaggedFields(object);
}

function untaggedFields(object: Record<string, unknown>): object {
  for (const key of Object.keys(object)) object[key] = untagged(object[key]);
  return object;
}

function valueOf(tag: string, value: unknown): unknown {
  if (tag === '$' && typeof value === 'object' && value !== null)
    return untaggedFields(value as Record<string, unknown>);
  if (tag === '$m' && Array.isArray(value)) return mapOf(value.map(untagged));
  if (typeof value === 'string') {
    if (tag === '$n') return BigInt(value);
    if (tag === '$v' && Object.hasOwn(UNFINISHED, value)) return UNFINISHED[value as keyof typeof UNFINISHED];
    if (Object.hasOwn(TYPED_ARRAYS, tag))
      return new TYPED_ARRAYS[tag as keyof typeof TYPED_ARRAYS](octetsOf(value).buffer);
  }
  throw new SyntaxError(`not a message: ${tag}`);
}

/** @param flat keys and values by turns */
function mapOf(flat: readonly unknown[]): ReadonlyMap<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  for (let i = 0; i + 1 < flat.length; i += 2) map.set(flat[i], flat[i + 1]);
  return map;
}

const UNFINISHED = { undefined, NaN, Infinity, '-Infinity': -Infinity, '-0': -0 };

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Two digits each: columns of long replies are megabytes. */
const PAIRS = Array.from({ length: 4096 }, (_, i) => DIGITS[i >> 6]! + DIGITS[i & 63]!);
const VALUES = new Uint8Array(128);
for (let i = 0; i < DIGITS.length; i++) VALUES[DIGITS.charCodeAt(i)] = i;

function base64(octets: Uint8Array): string {
  const parts: string[] = [];
  const CHUNK = 0x3000;
  for (let from = 0; from < octets.length; from += CHUNK) {
    const to = Math.min(from + CHUNK, octets.length);
    let part = '';
    for (let i = from; i < to; i += 3) {
      const word = (octets[i]! << 16) | ((octets[i + 1] ?? 0) << 8) | (octets[i + 2] ?? 0);
      if (i + 2 < to) part += PAIRS[word >> 12]! + PAIRS[word & 4095]!;
      else part += `${PAIRS[word >> 12]}${i + 1 < to ? DIGITS[(word >> 6) & 63] : '='}=`;
    }
    parts.push(part);
  }
  return parts.join('');
}

function octetsOf(text: string): Uint8Array<ArrayBuffer> {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const octets = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    const word =
      (VALUES[text.charCodeAt(i)]! << 18) |
      (VALUES[text.charCodeAt(i + 1)]! << 12) |
      ((VALUES[text.charCodeAt(i + 2)] ?? 0) << 6) |
      (VALUES[text.charCodeAt(i + 3)] ?? 0);
    octets[at++] = word >> 16;
    octets[at++] = (word >> 8) & 255;
    octets[at++] = word & 255;
  }
  return octets;
}
