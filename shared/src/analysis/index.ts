export { ENVIRONMENT, isGlobal, LIBRARIES, type Library } from './environment.js';
export { readLibrary } from './library.js';
export { foreignGrammar, type ForeignGrammar } from './foreign.js';
export { lint, RULES, type Finding, type RuleId } from './lint/lint.js';
export type { FindingData, LintOptions, Severity } from './lint/rule.js';
export { parseScript, type Parsed, type SyntaxProblem } from './parse.js';
export { splitPasted, type PastedCommand, type PastedMode } from './pasted.js';
export { Program, type CallSite } from './program.js';
export { quoteArgument } from './quoting.js';
export { switchCalls } from './rewrite/calls.js';
export { applyEdits, type Edit } from './rewrite/edits.js';
export {
  instrument,
  type Instrumented,
  type Probe,
  type ProbedFunction,
  type TraceLimits,
} from './rewrite/instrument.js';
export { manyLines, oneLine } from './rewrite/layout.js';
export { callAsScript, instrumentCall, type LibraryCall } from './rewrite/library-call.js';
export { onlyReadsInputs } from './inputs.js';
export { readShebang, SCRIPT_FLAGS, type ScriptFlag, type Shebang } from './shebang.js';
export { quoteShell } from './shell.js';
export { idleParts, Statements, type Idle, type StatementPlace } from './statements.js';
export { type Origin, ReturnedValue } from './returned.js';
export { uncheckedResults, type UncheckedResult } from './unchecked.js';
export type * from './syntax/ast.js';
export { RESERVED_WORDS } from './syntax/lexer.js';
