import type { Bytes } from '../bytes.js';
import { compileProblem, type SyntaxProblem } from './parse.js';
import { registeredName } from './lint/libraries.js';
import { Program } from './program.js';
import type { Chunk } from './syntax/ast.js';
import { LuaSyntaxError } from './syntax/lexer.js';
import { Parser } from './syntax/parser.js';

export type Library =
  | {
      readonly ok: true;
      readonly chunk: Chunk;
      /** The functions it registers, as far as their names are literal, in the order of the source. */
      readonly functions: readonly Bytes[];
    }
  | { readonly ok: false; readonly problem: SyntaxProblem };

/** Reads the library of a FUNCTION LOAD. Its `#!lua name=…` line is judged by lint. */
export function readLibrary(source: Bytes): Library {
  const lineEnd = source.indexOf('\n');
  const code = source.startsWith('#!') ? (lineEnd < 0 ? source.length : lineEnd) : 0;
  try {
    const chunk = new Parser(source, code).chunk();
    const program = new Program(chunk);
    const functions = program.nodes.flatMap((node) => (node.type === 'Call' && registeredName(node, program)) || []);
    return { ok: true, chunk, functions };
  } catch (error) {
    if (!(error instanceof LuaSyntaxError)) throw error;
    return { ok: false, problem: compileProblem(error, source, 'ERR Error compiling function: user_function') };
  }
}
