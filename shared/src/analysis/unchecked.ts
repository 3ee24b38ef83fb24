import type { Bytes } from '../bytes.js';
import { parseScript } from './parse.js';
import { Program, type CallSite } from './program.js';
import { type StatementPlace, Statements } from './statements.js';
import type { Binding, Expression } from './syntax/ast.js';

/** What a script does with a result of `redis.pcall` that may be an error table. */
export interface UncheckedResult {
  /** The statement that calls. Lines and columns (in bytes) count from 1. */
  readonly line: number;
  readonly column: number;
  /** The command, as far as its name is literal. */
  readonly command?: Bytes;
  /** The variable that holds it; absent when none does. */
  readonly name?: string;
  /** `used`: as if it were a value. `passed`: handed on unseen. Neither has been: `dropped`. */
  readonly uses: readonly { readonly line: number; readonly column: number; readonly how: 'used' | 'passed' }[];
}

/**
 * The results of `redis.pcall` (and of `pcall(redis.call, …)`) that nothing in the script looks at for an error: no `err`, no `type`, no first
 * value of `pcall`. A result that is returned or given to a function counts as handed on; whether somebody looks there is not known.
 */
export function uncheckedResults(script: Bytes): readonly UncheckedResult[] {
  const parsed = parseScript(script);
  if (!parsed.ok) return [];
  const program = new Program(parsed.chunk);
  const statements = new Statements(script);
  const statementOf = (offset: number): StatementPlace | undefined =>
    statements.all.findLast(({ start, headEnd }) => start <= offset && offset < headEnd) ??
    statements.all.findLast(({ start, end }) => start <= offset && offset < end);
  return program.calls.flatMap((site) => {
    const found = resultOf(site, program);
    const at = statementOf(site.node.start);
    if (found === undefined || at === undefined) return [];
    const command = site.words[0];
    const uses = found.uses.flatMap(({ at: use, how }) => {
      const place = statementOf(use.start);
      return place === undefined ? [] : [{ line: place.line, column: place.column, how }];
    });
    const { line, column } = at;
    return [{ line, column, ...(command !== undefined && { command }), ...(found.name && { name: found.name }), uses }];
  });
}

interface Use {
  readonly at: Expression;
  readonly how: 'used' | 'passed';
}

/** Undefined when the call raises its errors, or something looks at the result. */
function resultOf(
  site: CallSite,
  program: Program,
): { readonly name?: string; readonly uses: readonly Use[] } | undefined {
  const { node } = site;
  const wrapped = site.name !== node.callee;
  if (site.via === 'call' && !wrapped) return undefined;
  const parent = program.parentOf(node);
  if (parent?.type === 'CallStatement') return { uses: [] };
  const binding = boundTo(node, program);
  if (binding !== undefined) {
    const uses = program.usesOf(binding).flatMap((at) => {
      const how = wrapped ? 'checked' : fateOfUse(at, program);
      return how === 'written' ? [] : [{ at, how }];
    });
    if (uses.some(({ how }) => how === 'checked')) return undefined;
    return { name: binding.name, uses: uses.flatMap(({ at, how }) => (how === 'checked' ? [] : [{ at, how }])) };
  }
  // `pcall` says in its first value how it went: whoever takes that on the spot has looked.
  const how = wrapped ? 'checked' : fateOfUse(node, program);
  return how === 'used' || how === 'passed' ? { uses: [{ at: node, how }] } : undefined;
}

/** The variable that a call's first value becomes. */
function boundTo(node: CallSite['node'], program: Program): Binding | undefined {
  const parent = program.parentOf(node);
  if (parent?.type !== 'Local' && parent?.type !== 'Assign') return undefined;
  const place = parent.values.indexOf(node);
  if (parent.type === 'Local') return parent.names[place];
  const target = parent.targets[place];
  return target?.type === 'Name' ? target.binding : undefined;
}

/** What becomes of a value that may be an error table, where an expression stands for it. */
export function fateOfUse(use: Expression, program: Program): 'checked' | 'used' | 'passed' | 'written' {
  const parent = program.parentOf(use);
  switch (parent?.type) {
    case 'Index':
      return parent.base === use && parent.key.type === 'String' && LOOKS.has(parent.key.value) ? 'checked' : 'used';
    case 'Call':
      if (program.globalFunction(parent) === 'type') return 'checked';
      return program.callAt(parent) === undefined && parent.callee !== use ? 'passed' : 'used';
    case 'Assign':
      return parent.targets.some((target) => target === use) ? 'written' : 'passed';
    case 'Return':
    case 'TableField':
    case 'Local':
      return 'passed';
    case 'Parenthesis':
      return fateOfUse(parent, program);
    default:
      return 'used';
  }
}

/** Fields that tell an error table from another. */
const LOOKS: ReadonlySet<string> = new Set(['err', 'ok']);
