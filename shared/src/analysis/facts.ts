import type { CommandSpec } from '../commands/index.js';
import type { Bytes } from '../bytes.js';
import { lint, type Finding } from './lint/lint.js';
import type { Parsed } from './parse.js';
import { Program, type CallSite } from './program.js';
import type { Span } from './syntax/ast.js';

/** What the source alone tells of a script. What only a run can tell is not here. */
export interface ScriptFacts {
  readonly calls: readonly CallSite[];
  /** The commands that are written out, each once. */
  readonly commands: readonly CommandSpec[];
  /** Some command's name is computed. */
  readonly computedCommands: boolean;
  /** Key arguments that do not come from KEYS. */
  readonly foreignKeys: readonly Span[];
  /** Calls of `error` with a table that lacks `err`: each kills a redis-server 7.0.15. */
  readonly crashes: readonly Span[];
}

export function scriptFacts(source: Bytes, parsed: Extract<Parsed, { ok: true }>): ScriptFacts {
  const { calls } = new Program(parsed.chunk);
  const findings = lint(source, parsed);
  const spans = (rule: Finding['rule']): Span[] =>
    findings.filter((each) => each.rule === rule).map((each) => each.span);
  return {
    calls,
    commands: [...new Set(calls.flatMap((site) => site.command ?? []))],
    computedCommands: calls.some((site) => site.words[0] === undefined),
    foreignKeys: spans('undeclared-key'),
    crashes: spans('error-table'),
  };
}
