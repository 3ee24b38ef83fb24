import type { Bytes } from '../bytes.js';
import type { Chunk, Span } from './syntax/ast.js';
import { LuaSyntaxError } from './syntax/lexer.js';
import { Parser } from './syntax/parser.js';
import { readShebang, type ScriptFlag } from './shebang.js';

export type Parsed =
  | {
      readonly ok: true;
      readonly chunk: Chunk;
      readonly comments: readonly Span[];
      /** Flags of the `#!lua` line; absent without one, which Redis treats differently from an empty list. */
      readonly flags?: readonly ScriptFlag[];
    }
  | { readonly ok: false; readonly problem: SyntaxProblem };

export interface SyntaxProblem {
  /** What Redis answers to such a script, byte for byte. */
  readonly message: Bytes;
  /** From 1. */
  readonly line: number;
  /** The bytes to mark; never empty unless the script is. */
  readonly span: Span;
}

/** Reads a script as EVAL compiles it: the shebang line is taken off, line numbers are kept. */
export function parseScript(script: Bytes): Parsed {
  const shebang = readShebang(script);
  if (!shebang.ok) {
    return { ok: false, problem: { message: `ERR ${shebang.message}`, line: 1, span: shebang.span } };
  }
  try {
    const parser = new Parser(script, shebang.length);
    const chunk = parser.chunk();
    return { ok: true, chunk, comments: parser.comments, ...(shebang.flags && { flags: shebang.flags }) };
  } catch (error) {
    if (!(error instanceof LuaSyntaxError)) throw error;
    return {
      ok: false,
      problem: compileProblem(error, script, 'ERR Error compiling script (new function): user_script'),
    };
  }
}

/** @param where what Redis says before the line: which of its commands compiles, and the name of the chunk */
export const compileProblem = (error: LuaSyntaxError, script: Bytes, where: Bytes): SyntaxProblem => ({
  message: `${where}:${error.line}: ${oneLine(error.message)}`,
  line: error.line,
  span: visible(error.span, script),
});

/** `addReplyErrorFormat` turns line ends into spaces, so that the error stays one line. */
function oneLine(message: Bytes): Bytes {
  return message.replace(/[\r\n]/g, ' ');
}

/** An error at the end of the script marks its last visible bytes. */
function visible(span: Span, script: Bytes): Span {
  if (span.start < script.length) return { start: span.start, end: Math.min(span.end, script.length) };
  const end = script.trimEnd().length;
  return { start: Math.max(0, end - 1), end };
}
