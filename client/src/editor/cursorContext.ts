/** A call whose closing parenthesis is still to come. */
export interface OpenCall {
  /** `redis.call`, `tonumber`; empty for a call of anything but a name. */
  readonly name: string;
  /** Which argument the cursor is in, from 0. */
  readonly argument: number;
  /** The arguments before the cursor that are plain strings; undefined for others. */
  readonly words: readonly (string | undefined)[];
}

/** What surrounds a place in a script that may be half written. */
export interface CursorContext {
  readonly inComment: boolean;
  /** Set inside a string: what of it stands before the cursor. */
  readonly string?: string;
  /** Innermost last. */
  readonly calls: readonly OpenCall[];
  /** `redis` after `redis.` or `redis.ca`. */
  readonly object?: string;
}

const TOKEN =
  /--\[(=*)\[[^]*?(?:\]\1\]|$)|--[^\n]*|\[(=*)\[[^]*?(?:\]\2\]|$)|"(?:[^"\\\n]|\\[^])*(?:"|$|(?=\n))|'(?:[^'\\\n]|\\[^])*(?:'|$|(?=\n))|[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*(?:\s*\.\s*)?|\d[\w.]*|\s+|[^]/y;

interface Frame {
  readonly closes: string;
  name: string | undefined;
  argument: number;
  words: (string | undefined)[];
  /** The pieces of the argument so far: one string alone makes a word. */
  pieces: string[];
}

/** Reads the script up to `offset`, as far as needed to know where the cursor is. */
export function cursorContext(text: string, offset: number): CursorContext {
  const before = text.slice(0, offset);
  const frames: Frame[] = [];
  let name: string | undefined;
  let token = '';
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < before.length) {
    const match = TOKEN.exec(before);
    if (match === null) break;
    token = match[0];
    if (/^\s/.test(token)) continue;
    if (token.startsWith('--')) continue;
    const frame = frames.at(-1);
    if (token === '(' || token === '{' || token === '[') {
      frame?.pieces.push(token);
      const closes = token === '(' ? ')' : token === '{' ? '}' : ']';
      frames.push({ closes, name: token === '(' ? (name ?? '') : undefined, argument: 0, words: [], pieces: [] });
      name = undefined;
    } else if (token === ')' || token === '}' || token === ']') {
      if (frame?.closes === token) frames.pop();
      name = undefined;
    } else if (token === ',') {
      if (frame) {
        frame.words.push(wordOf(frame.pieces));
        frame.pieces = [];
        frame.argument++;
      }
      name = undefined;
    } else {
      frame?.pieces.push(token);
      name = /^[A-Za-z_]/.test(token) ? token.replace(/\s/g, '') : undefined;
    }
  }
  return describe(token, frames);
}

function describe(token: string, frames: readonly Frame[]): CursorContext {
  const calls = frames.flatMap(({ name, argument, words }) => (name === undefined ? [] : [{ name, argument, words }]));
  if (token.startsWith('--')) return { inComment: isOpenComment(token), calls };
  if (/^["']/.test(token)) {
    const closed = token.length > 1 && token.endsWith(token[0]!) && !/(?:^|[^\\])(?:\\\\)*\\.$/.test(token);
    return closed ? { inComment: false, calls } : { inComment: false, string: token.slice(1), calls };
  }
  const object = /^(\w+)\s*\.\s*\w*$/.exec(token)?.[1];
  return { inComment: false, calls, ...(object !== undefined && { object }) };
}

/** A line comment ends with its line, which the cursor has not left. */
const isOpenComment = (token: string): boolean => !/^--\[(=*)\[[^]*\]\1\]$/.test(token);

function wordOf(pieces: readonly string[]): string | undefined {
  const [piece] = pieces;
  if (pieces.length !== 1 || piece === undefined) return undefined;
  return /^(["'])(.*)\1$/s.exec(piece)?.[2] ?? (/^\d/.test(piece) ? piece : undefined);
}
