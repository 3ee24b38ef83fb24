import { fromText, type Bytes } from '@luascope/shared/bytes';

const isSpace = (char: string | undefined): boolean => char !== undefined && /[\s]/.test(char);
const SPECIAL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/**
 * Splits a line into arguments as redis-cli does (`sdssplitargs`): double quotes take `\n` and `\xff` escapes, single quotes only `\'`.
 * Undefined when a quote is not closed or something follows a closing quote directly.
 */
export function splitArgs(line: string): Bytes[] | undefined {
  const text = fromText(line);
  const args: Bytes[] = [];
  let i = 0;
  for (;;) {
    while (isSpace(text[i])) i++;
    if (i >= text.length) return args;
    let arg = '';
    let quote = '';
    for (;;) {
      const char = text[i];
      if (quote === '"') {
        if (char === undefined) return undefined;
        const hex = /^\\x([0-9a-fA-F]{2})/.exec(text.slice(i, i + 4));
        if (hex !== null) {
          arg += String.fromCharCode(parseInt(hex[1]!, 16));
          i += 4;
        } else if (char === '\\' && i + 1 < text.length) {
          const next = text[i + 1]!;
          arg += SPECIAL[next] ?? next;
          i += 2;
        } else if (char === '"') {
          if (i + 1 < text.length && !isSpace(text[i + 1])) return undefined;
          i++;
          break;
        } else {
          arg += char;
          i++;
        }
      } else if (quote === "'") {
        if (char === undefined) return undefined;
        if (char === '\\' && text[i + 1] === "'") {
          arg += "'";
          i += 2;
        } else if (char === "'") {
          if (i + 1 < text.length && !isSpace(text[i + 1])) return undefined;
          i++;
          break;
        } else {
          arg += char;
          i++;
        }
      } else if (char === undefined || isSpace(char)) break;
      else {
        if (char === '"' || char === "'") quote = char;
        else arg += char;
        i++;
      }
    }
    args.push(arg);
  }
}
