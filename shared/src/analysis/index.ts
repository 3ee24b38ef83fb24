export { parseScript, type Parsed, type SyntaxProblem } from './parse.js';
export { quoteArgument, splitQuoted } from './quoting.js';
export { readShebang, SCRIPT_FLAGS, type ScriptFlag, type Shebang } from './shebang.js';
export type * from './syntax/ast.js';
