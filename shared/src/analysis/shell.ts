import type { Bytes } from '../bytes.js';

/**
 * Splits a line into words as a POSIX shell does, with bash's `$'…'`. Variables and substitutions are not expanded, but `$(…)` is kept as
 * one word. Undefined when a quote is not closed.
 */
export function splitShell(line: Bytes): Bytes[] | undefined {
  const words: Bytes[] = [];
  let word: Bytes | undefined;
  const token = /\s+|'([^']*)'|\$'((?:[^'\\]|\\[^])*)'|"((?:[^"\\]|\\[^])*)"|(\$\([^)]*\))|\\\n|\\([^])|([^\s'"\\])/y;
  while (token.lastIndex < line.length) {
    const match = token.exec(line);
    if (match === null) return undefined;
    const [all, single, ansi, double, substitution, escaped, plain] = match;
    if (/^\s/.test(all)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (all !== '\\\n') {
      word =
        (word ?? '') +
        (single ??
          substitution ??
          escaped ??
          plain ??
          (ansi === undefined ? unescapeDouble(double!) : unescapeAnsi(ansi)));
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** In double quotes a backslash means something only before these. */
const unescapeDouble = (text: Bytes): Bytes => text.replace(/\\([$`"\\\n])/g, (_, c: string) => (c === '\n' ? '' : c));

const ANSI: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
};

const unescapeAnsi = (text: Bytes): Bytes =>
  text.replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([^]))/g, (_, hex?: string, octal?: string, c?: string) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
    return ANSI[c!] ?? c!;
  });

/** One word as a POSIX shell takes it back: single quotes, unless nothing in it needs them. */
export function quoteShell(word: Bytes): Bytes {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
