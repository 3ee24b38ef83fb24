import { decodeUtf8At, escaped, type Bytes } from '../bytes.js';

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
