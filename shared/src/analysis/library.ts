import type { Bytes } from '../bytes.js';
import { compileProblem, type SyntaxProblem } from './parse.js';
import { Program } from './program.js';
import type { Expression } from './syntax/ast.js';
import { LuaSyntaxError } from './syntax/lexer.js';
import { Parser } from './syntax/parser.js';

export type Library =
  | {
      readonly ok: true;
      /** The functions it registers, as far as their names are literal, in the order of the source. */
      readonly functions: readonly Bytes[];
    }
  | { readonly ok: false; readonly problem: SyntaxProblem };

/** Reads the library of a FUNCTION LOAD. Its `#!lua name=…` line is not judged. */
export function readLibrary(source: Bytes): Library {
  const lineEnd = source.indexOf('\n');
  const code = source.startsWith('#!') ? (lineEnd < 0 ? source.length : lineEnd) : 0;
  try {
    const program = new Program(new Parser(source, code).chunk());
    const functions = program.nodes.flatMap((node) => {
      if (node.type !== 'Call' || program.redisFunction(node.callee) !== 'register_function') return [];
      const name = nameArgument(node.arguments[0], program);
      const word = name && program.wordOf(name);
      return word === undefined ? [] : [word];
    });
    return { ok: true, functions };
  } catch (error) {
    if (!(error instanceof LuaSyntaxError)) throw error;
    return { ok: false, problem: compileProblem(error, source, 'ERR Error compiling function: user_function') };
  }
}

/** `register_function('f', …)` or `register_function{ function_name = 'f', … }`. */
function nameArgument(first: Expression | undefined, program: Program): Expression | undefined {
  const argument = first && program.resolve(first);
  if (argument?.type !== 'Table') return argument;
  return argument.fields.find(({ key }) => key?.type === 'String' && key.value === 'function_name')?.value;
}
