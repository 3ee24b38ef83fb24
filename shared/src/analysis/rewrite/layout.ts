import type { Bytes } from '../../bytes.js';
import type { Parsed } from '../parse.js';
import type { Node, Span } from '../syntax/ast.js';
import { Lexer, type Token } from '../syntax/lexer.js';
import { forEachChild } from '../syntax/walk.js';

type Script = Extract<Parsed, { ok: true }>;

/**
 * The script on one line, as it is pasted into a command line: comments become `--[[ … ]]`, line ends in strings become `\n`. A shebang
 * keeps the first line for itself, as Redis wants it.
 */
export function oneLine(source: Bytes, script: Script): Bytes {
  const { head, pieces } = piecesOf(source, script);
  const starts = statementDepths(script.chunk);
  let out = '';
  let last: Piece | undefined;
  for (const piece of pieces) {
    if (last) {
      const newStatement = starts.has(piece.start);
      // On one line `a = b` and `(f)()` would run together into a call.
      const ambiguous = newStatement && piece.type === '(' && last.type !== ';';
      out += ambiguous ? '; ' : newStatement || piece.start > last.end ? ' ' : '';
    }
    out += onOneLine(source, piece);
    last = piece;
  }
  return head + out;
}

/** The script with each statement on a line of its own, two spaces for each block around it. The inverse of {@link oneLine} but for taste. */
export function manyLines(source: Bytes, script: Script): Bytes {
  const { head, pieces } = piecesOf(source, script);
  const depths = statementDepths(script.chunk);
  for (const [at, depth] of closingDepths(script.chunk, pieces)) depths.set(at, depth);
  let out = '';
  let last: Piece | undefined;
  pieces.forEach((piece, i) => {
    const next = pieces.slice(i).find((each) => each.type !== 'comment');
    const own = piece.type === 'comment' && !sameLine(source, last, piece);
    const depth = depths.get(piece.start) ?? (own && next ? depths.get(next.start) : undefined);
    const afterComment = last?.type === 'comment' && isLineComment(last.text);
    if (last && (depth !== undefined || afterComment)) out += `\n${'  '.repeat(depth ?? 0)}`;
    else if (last && piece.start > last.end) out += ' ';
    const text = piece.type === 'comment' && depth !== undefined ? asLineComment(piece.text) : piece.text;
    out += text;
    last = { ...piece, text };
  });
  return `${head}${out}\n`;
}

interface Piece extends Span {
  readonly type: Token['type'] | 'comment';
  readonly text: Bytes;
  /** Of a string, its bytes. */
  readonly value?: Bytes;
}

/** Tokens and comments in the order of the source, and the shebang line with its line feed. */
function piecesOf(source: Bytes, script: Script): { head: Bytes; pieces: Piece[] } {
  const headEnd = script.flags ? source.indexOf('\n') + 1 : 0;
  const lexer = new Lexer(source, headEnd);
  const pieces: Piece[] = [];
  for (let token = lexer.next(); token.type !== '<eof>'; token = lexer.next()) {
    const { start, end, type } = token;
    pieces.push({
      start,
      end,
      type,
      text: source.slice(start, end),
      ...(type === '<string>' && { value: token.text }),
    });
  }
  for (const { start, end } of script.comments)
    pieces.push({ start, end, type: 'comment', text: source.slice(start, end) });
  return { head: source.slice(0, headEnd), pieces: pieces.sort((a, b) => a.start - b.start) };
}

/** Where each statement starts, and how many blocks are around it. */
function statementDepths(chunk: Node): Map<number, number> {
  const depths = new Map<number, number>();
  const visit = (node: Node, depth: number): void => {
    if ('body' in node) for (const statement of node.body) depths.set(statement.start, depth);
    forEachChild(node, (child) => visit(child, depth + ('body' in child ? 1 : 0)));
  };
  visit(chunk, 0);
  return depths;
}

/** Where `end`, `else`, `elseif` and `until` of blocks that are not empty stand, with the depth of what they close. */
function closingDepths(chunk: Node, pieces: readonly Piece[]): Map<number, number> {
  const ends = new Map(pieces.map((piece) => [piece.end, piece.start]));
  const depths = new Map<number, number>();
  const visit = (node: Node, depth: number): void => {
    if (node.type === 'Repeat') {
      const until = pieces.findLast((piece) => piece.type === 'until' && piece.end <= node.condition.start);
      if (until) depths.set(until.start, depth);
    } else if (node.type === 'IfClause') depths.set(node.start, depth);
    else if (node.type === 'If' || (node.type !== 'Chunk' && 'body' in node && node.body.length > 0)) {
      const end = ends.get(node.end);
      if (end !== undefined) depths.set(end, depth);
    }
    forEachChild(node, (child) => visit(child, depth + ('body' in node ? 1 : 0)));
  };
  visit(chunk, -1);
  return depths;
}

function onOneLine(source: Bytes, piece: Piece): Bytes {
  if (piece.type === 'comment') {
    const body = isLineComment(piece.text) ? piece.text.slice(2) : commentBody(piece.text);
    return block(body.replace(/\s*\n\s*/g, ' '));
  }
  if (piece.value !== undefined && /[\r\n]/.test(source.slice(piece.start, piece.end))) return quote(piece.value);
  return piece.text;
}

const isLineComment = (comment: Bytes): boolean => !/^--\[=*\[/.test(comment);

const commentBody = (comment: Bytes): Bytes => comment.replace(/^--\[=*\[/, '').replace(/\]=*\]$/, '');

/** `--[[ … ]]` with as many `=` as the text needs. */
function block(body: Bytes): Bytes {
  let level = '';
  while (body.includes(`]${level}]`) || body.endsWith(`]${level}`)) level += '=';
  return `--[${level}[${body}${/\s$/.test(body) ? '' : ' '}]${level}]`;
}

function asLineComment(comment: Bytes): Bytes {
  if (isLineComment(comment)) return comment;
  const body = commentBody(comment);
  // A first `[` could open a long comment again.
  return body.includes('\n') || body.startsWith('[') ? comment : `--${body.trimEnd()}`;
}

/** A Lua string literal on one line. */
function quote(value: Bytes): Bytes {
  const escapes: Readonly<Record<string, string>> = {
    '\n': '\\n',
    '\r': '\\r',
    '\0': '\\000',
    '"': '\\"',
    '\\': '\\\\',
  };
  return `"${value.replace(/[\n\r\0"\\]/g, (c) => escapes[c]!)}"`;
}

function sameLine(source: Bytes, before: Piece | undefined, piece: Piece): boolean {
  return before !== undefined && !/[\r\n]/.test(source.slice(before.end, piece.start));
}
