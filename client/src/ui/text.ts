import { decodeUtf8At, escaped, type Bytes } from '@luascope/shared/bytes';

/**
 * Bytes as a person reads them: valid UTF-8 as text, everything else (control bytes too) as `\x00`. Longer than `limit` characters it is cut
 * in the middle.
 */
export function shown(bytes: Bytes, limit = Infinity): string {
  if (bytes.length > limit * 4) {
    const half = Math.max(1, limit >> 1);
    return cutMiddle(readable(bytes.slice(0, half * 4)) + readable(bytes.slice(-half * 4)), limit);
  }
  return cutMiddle(readable(bytes), limit);
}

function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.max(1, limit >> 1);
  return `${text.slice(0, half)}…${text.slice(text.length - half)}`;
}

// What no font draws or what would change the direction of the text around it.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

function readable(bytes: Bytes): string {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const point = decodeUtf8At(bytes, i);
    const length = point?.length ?? 1;
    const char = point === undefined ? undefined : String.fromCodePoint(point.codePoint);
    text += char === undefined || UNSEEN.test(char) ? escaped(bytes.slice(i, i + length)) : char;
    i += length;
  }
  return text;
}

/** An argument as a person would type it in redis-cli: quoted only when it has to be. */
export function shownArgument(bytes: Bytes, limit = Infinity): string {
  const text = shown(bytes, limit);
  return bytes === '' || /[\s"'\\]/.test(text) ? `"${text.replace(/(?<!\\)"/g, '\\"')}"` : text;
}

/** A line that redis-cli printed, as a terminal shows it: UTF-8 in statuses and errors as text, the rest as redis-cli's own escapes. */
export const shownLine = (line: Bytes): string => readable(line);
