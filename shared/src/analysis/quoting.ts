import { decodeUtf8At, escaped, type Bytes } from '../bytes.js';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
const HEX_ESCAPE = /\\x([0-9a-fA-F]{2})/y;

/**
 * Splits a line into arguments as redis-cli does at its prompt (`sdssplitargs`): `"…"` takes escapes such as `\x00` and `\n`, `'…'` only
 * `\'`. Undefined when a quote is not closed or is followed by something other than a space.
 */
export function splitQuoted(line: Bytes): Bytes[] | undefined {
  const args: Bytes[] = [];
  let at = 0;
  for (;;) {
    while (/[ \n\r\t\v\f]/.test(line.charAt(at))) at++;
    if (at >= line.length || line[at] === '\0') return args;
    let arg = '';
    while (at < line.length && !/[ \n\r\t\0]/.test(line[at]!)) {
      if (line[at] !== '"' && line[at] !== "'") {
        arg += line[at++]!;
        continue;
      }
      const inner = line[at] === '"' ? readDouble(line, at + 1) : readSingle(line, at + 1);
      if (inner === undefined) return undefined;
      arg += inner.value;
      at = inner.end;
      if (/[^ \n\r\t\v\f\0]/.test(line.charAt(at))) return undefined;
      break;
    }
    args.push(arg);
  }
}

interface Quoted {
  readonly value: Bytes;
  /** Where the line goes on after the closing quote. */
  readonly end: number;
}

function readDouble(line: Bytes, from: number): Quoted | undefined {
  let value = '';
  for (let at = from; at < line.length; at++) {
    const char = line[at]!;
    if (char === '"') return { value, end: at + 1 };
    if (char !== '\\' || at + 1 >= line.length) {
      value += char;
      continue;
    }
    HEX_ESCAPE.lastIndex = at;
    const hex = HEX_ESCAPE.exec(line)?.[1];
    if (hex !== undefined) {
      value += String.fromCharCode(parseInt(hex, 16));
      at += 3;
    } else {
      const next = line[++at]!;
      value += ESCAPES[next] ?? next;
    }
  }
  return undefined;
}

function readSingle(line: Bytes, from: number): Quoted | undefined {
  let value = '';
  for (let at = from; at < line.length; at++) {
    if (line[at] === "'") return { value, end: at + 1 };
    if (line[at] === '\\' && line[at + 1] === "'") at++;
    value += line[at]!;
  }
  return undefined;
}

/**
 * One argument as it can be typed at redis-cli's prompt. Valid UTF-8 stays as it is, so that the line reads as the text it is (the caller
 * shows it with `toText`); other bytes and control characters become escapes.
 */
export function quoteArgument(argument: Bytes): Bytes {
  const body = escapeUnprintable(argument);
  return argument !== '' && body === argument && !/[ '"]/.test(argument) ? argument : `"${body}"`;
}

/** The escapes of redis-cli, but for bytes that make up valid UTF-8. */
function escapeUnprintable(bytes: Bytes): Bytes {
  let out = '';
  for (let at = 0; at < bytes.length;) {
    const point = decodeUtf8At(bytes, at);
    const length = point?.length ?? 1;
    const run = bytes.slice(at, at + length);
    // C1 controls are valid UTF-8 but invisible.
    const visible = point !== undefined && point.codePoint >= 0xa0;
    out += visible ? run : escaped(run);
    at += length;
  }
  return out;
}
