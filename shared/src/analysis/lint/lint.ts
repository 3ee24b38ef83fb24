import type { Bytes } from '../../bytes.js';
import type { Parsed } from '../parse.js';
import { Program, type CallSite } from '../program.js';
import type { Node, Span } from '../syntax/ast.js';
import { COMMAND_RULES } from './commands.js';
import { GLOBAL_RULES } from './globals.js';
import { LANGUAGE_RULES } from './language.js';
import { LIBRARY_RULES } from './libraries.js';
import { OPERAND_RULES } from './operands.js';
import { REPLY_RULES } from './replies.js';
import { RESULT_RULES } from './results.js';
import type { Edit } from '../rewrite/edits.js';
import type { FindingData, LintOptions, Rule, RuleContext, Severity } from './rule.js';

/** The one table of rules. A rule's id is also the key of its words in the client's language files. */
export const RULES = {
  ...GLOBAL_RULES,
  ...COMMAND_RULES,
  ...REPLY_RULES,
  ...OPERAND_RULES,
  ...RESULT_RULES,
  ...LANGUAGE_RULES,
  ...LIBRARY_RULES,
} satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;

export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly span: Span;
  readonly data: FindingData;
  /** Edits that mend it, when there is one safe way; apply all of them together. */
  readonly fix?: readonly Edit[];
}

type Visitor = (subject: never, context: RuleContext) => void;

/** Which rules look at a type of node, so that one walk serves all. */
const visitors = new Map<string, (readonly [RuleId, Visitor])[]>();
for (const [id, rule] of Object.entries(RULES) as [RuleId, Rule][]) {
  for (const [type, visit] of Object.entries(rule.visit)) {
    visitors.set(type, [...(visitors.get(type) ?? []), [id, visit as Visitor]]);
  }
}

/** What a script or a library has been read into. */
type Lintable = Pick<Extract<Parsed, { ok: true }>, 'chunk' | 'flags'>;

/** What the rules find in a script, or (with an FCALL mode) in a library, in the order of the source. */
export function lint(source: Bytes, parsed: Lintable, options: LintOptions = {}): Finding[] {
  const findings: Finding[] = [];
  const program = new Program(parsed.chunk);
  const withFlags = { ...options, ...(parsed.flags && { flags: parsed.flags }) };
  const look = (type: string, subject: Node | CallSite): void => {
    for (const [rule, visit] of visitors.get(type) ?? []) {
      const { severity } = RULES[rule];
      visit(subject as never, {
        program,
        source,
        options: withFlags,
        report: (span, data = {}, fix) => {
          const { start, end } = span;
          findings.push({ rule, severity, span: { start, end }, data, ...(fix && fix.length > 0 && { fix }) });
        },
      });
    }
  };
  for (const node of program.nodes) look(node.type, node);
  for (const site of program.calls) look('RedisCall', site);
  return findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
