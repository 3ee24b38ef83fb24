import type { Bytes } from '../bytes.js';
import type { SyntaxProblem } from './parse.js';

/** Grammar that other languages, or a later Lua, have and Lua 5.1 has not; each with what it looks like. The first that fits is told. */
const SIGNS = {
  goto: /\bgoto\s+\w|::\s*\w+\s*::|^\s*continue\s*;?\s*$/,
  comment: /^\s*(?:\/\/|\/\*|#(?!!))/,
  increment: /\+\+/,
  'assignment-operator': /[+\-*/%^.]=(?!=)/,
  'not-equal': /!=|<>/,
  'boolean-operator': /&&|\|\||(?:^|[\s(=])!\s*[\w(]/,
  conditional: /\?[^:]*:/,
  'floor-division': /\/\//,
  'local-attribute': /\blocal\s+\w+\s*<\s*(?:const|close)\s*>/,
  catch: /^\s*(?:try|catch|except|finally)\b/,
  'bit-operator': /<<|>>|[&|]/,
  braces: /\b(?:if|while|for|else|elseif|function)\b[^{]*\{\s*$|^\s*\}/,
  brackets: /(?:[=(,]|\breturn)\s*\[(?![[=])/,
  'else-if': /\belse\s+if\b|\belif\b|\belsif\b/,
  'not-ascii': /[\x80-\xff]/,
} as const satisfies Record<string, RegExp>;

export type ForeignGrammar = keyof typeof SIGNS | 'after-return';

/**
 * What of another language a script that does not compile seems to use, by the line that Lua names and the one before: Lua often stumbles a
 * token later. Undefined where nothing of the kind is seen.
 */
export function foreignGrammar(script: Bytes, { line, message }: SyntaxProblem): ForeignGrammar | undefined {
  const lines = withoutText(script).split('\n');
  for (const text of [lines[line - 1], lines[line - 2]]) {
    if (text === undefined) continue;
    for (const [kind, sign] of Object.entries(SIGNS)) if (sign.test(text)) return kind as ForeignGrammar;
  }
  // A second `if` that nobody ends is missed at the end of the script.
  if (/'end' expected \(to close 'if'/.test(message) && lines.some((text) => SIGNS['else-if'].test(text)))
    return 'else-if';
  const stumbles = /'(?:<eof>|end|else|elseif|until)' expected near '(?!<eof>)/.test(message);
  return stumbles && followsReturn(lines, line) ? 'after-return' : undefined;
}

/** What stands on a line comes after a `return`, which ends its block. */
function followsReturn(lines: readonly string[], line: number): boolean {
  const [here, before] = lines
    .slice(0, line)
    .filter((text) => text.trim() !== '')
    .reverse();
  return [here, before].some((text) => /\breturn\b/.test(text ?? ''));
}

/** Strings and comments as blanks, so that nothing in them is taken for grammar; line ends stay. */
const withoutText = (script: Bytes): string =>
  script.replace(
    /--\[(=*)\[[^]*?\]\1\]|\[(=*)\[[^]*?\]\2\]|--[^\n]*|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/g,
    (text) => text.replace(/[^\n]/g, ' '),
  );
