/**
 * A binary-safe string: one UTF-16 unit per byte, every unit in 0…255. Everything inside the product (keys, values, scripts, replies)
 * is `Bytes`; text becomes bytes by UTF-8 at the edge, with {@link fromText}, and is shown again with {@link toText}.
 */
export type Bytes = string;

/** True when every unit of `s` fits in a byte, so that `s` may be used as {@link Bytes}. */
export function isBytes(s: string): s is Bytes {
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 0xff) return false;
  return true;
}

/** UTF-8 encoding of text. A lone surrogate becomes U+FFFD, as TextEncoder does. */
export function fromText(text: string): Bytes {
  let ascii = true;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) {
      ascii = false;
      break;
    }
  }
  if (ascii) return text;
  const parts: string[] = [];
  for (const char of text) {
    let c = char.codePointAt(0)!;
    if (c >= 0xd800 && c <= 0xdfff) c = 0xfffd;
    if (c < 0x80) parts.push(char);
    else if (c < 0x800) parts.push(String.fromCharCode(0xc0 | (c >> 6), 0x80 | (c & 63)));
    else if (c < 0x10000) parts.push(String.fromCharCode(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)));
    else
      parts.push(
        String.fromCharCode(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)),
      );
  }
  return parts.join('');
}

/**
 * The code point that starts at byte `i` and its length in bytes, or undefined where the bytes are not valid UTF-8
 * (overlong forms, surrogates and values past U+10FFFF are not valid).
 */
export function decodeUtf8At(bytes: Bytes, i: number): { codePoint: number; length: number } | undefined {
  const b = bytes.charCodeAt(i);
  if (b < 0x80) return { codePoint: b, length: 1 };
  const length = b >= 0xc2 && b <= 0xdf ? 2 : b >= 0xe0 && b <= 0xef ? 3 : b >= 0xf0 && b <= 0xf4 ? 4 : 0;
  if (length === 0 || i + length > bytes.length) return undefined;
  let codePoint = b & (0xff >> (length + 1));
  for (let k = 1; k < length; k++) {
    const next = bytes.charCodeAt(i + k);
    if ((next & 0xc0) !== 0x80) return undefined;
    codePoint = (codePoint << 6) | (next & 63);
  }
  if (length === 3 && (codePoint < 0x800 || (codePoint >= 0xd800 && codePoint <= 0xdfff))) return undefined;
  if (length === 4 && (codePoint < 0x10000 || codePoint > 0x10ffff)) return undefined;
  return { codePoint, length };
}

/** The text whose UTF-8 encoding `bytes` is, or undefined when it is not valid UTF-8. */
export function toText(bytes: Bytes): string | undefined {
  let i = 0;
  while (i < bytes.length && bytes.charCodeAt(i) < 0x80) i++;
  if (i === bytes.length) return bytes;
  const parts: string[] = [bytes.slice(0, i)];
  while (i < bytes.length) {
    const point = decodeUtf8At(bytes, i);
    if (point === undefined) return undefined;
    parts.push(String.fromCodePoint(point.codePoint));
    i += point.length;
  }
  return parts.join('');
}

/** `bytes` between double quotes, escaped as redis-cli prints a string (`sdscatrepr`): `\xff`, `\n`, `\"`. */
export function quoted(bytes: Bytes): string {
  return `"${escaped(bytes)}"`;
}

/** The escapes of `sdscatrepr`, without the quotes around them. */
export function escaped(bytes: Bytes): string {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < bytes.length; i++) {
    const escape = escapeOf(bytes.charCodeAt(i));
    if (escape === undefined) continue;
    parts.push(bytes.slice(from, i), escape);
    from = i + 1;
  }
  return from === 0 ? bytes : parts.join('') + bytes.slice(from);
}

function escapeOf(byte: number): string | undefined {
  switch (byte) {
    case 0x5c:
      return '\\\\';
    case 0x22:
      return '\\"';
    case 0x0a:
      return '\\n';
    case 0x0d:
      return '\\r';
    case 0x09:
      return '\\t';
    case 0x07:
      return '\\a';
    case 0x08:
      return '\\b';
    default:
      return byte >= 0x20 && byte < 0x7f ? undefined : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
}

/** The bytes that redis-cli's escapes (`\x00`, `\n`, `\\`, `\"` …) stand for; text outside escapes is UTF-8 encoded. Inverse of {@link escaped}. */
export function unescaped(text: string): Bytes {
  return fromText(text).replace(/\\(?:x([0-9a-fA-F]{2})|([^]))/g, (_, hex: string | undefined, char: string) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    const special: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
    return special[char] ?? char;
  });
}

/** Lower-case hexadecimal digits, two a byte. */
export function toHex(bytes: Bytes): string {
  let hex = '';
  for (let i = 0; i < bytes.length; i++) hex += bytes.charCodeAt(i).toString(16).padStart(2, '0');
  return hex;
}

/** The bytes of an even number of hexadecimal digits; undefined when `hex` is anything else. */
export function fromHex(hex: string): Bytes | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) return undefined;
  let bytes = '';
  for (let i = 0; i < hex.length; i += 2) bytes += String.fromCharCode(parseInt(hex.slice(i, i + 2), 16));
  return bytes;
}

/** More arguments make one call slower, not only larger. */
const CHUNK = 0x400;

const characters = (octets: Uint8Array): Bytes => Reflect.apply(String.fromCharCode, undefined, octets);

/** Copies the octets of an array into a string of bytes. */
export function fromOctets(octets: Uint8Array): Bytes {
  if (octets.length <= CHUNK) return characters(octets);
  let bytes = '';
  for (let i = 0; i < octets.length; i += CHUNK) bytes += characters(octets.subarray(i, i + CHUNK));
  return bytes;
}

/** Copies a string of bytes into a new array of octets. */
export function toOctets(bytes: Bytes): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) octets[i] = bytes.charCodeAt(i);
  return octets;
}
