import type { Bytes } from '../../bytes.js';

import type { Edit } from '../rewrite/edits.js';
import type { CallSite, Program } from '../program.js';
import type { Node, NodeType, Span } from '../syntax/ast.js';
import type { ScriptFlag } from '../shebang.js';

/** `error`: running that line fails. `warning`: it runs, and probably does something else than was meant. `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** What surrounds the script, as far as it is known. */
export interface LintOptions {
  /** The command that sends it: those ending in `_RO` refuse writes. */
  readonly mode?: string;
  /** How many KEYS and ARGV will be sent. */
  readonly keys?: number;
  readonly args?: number;
  readonly flags?: readonly ScriptFlag[];
}

/** What a message needs besides its rule; strings are pieces of the script. `case` tells apart the wordings of one rule. */
export type FindingData = Readonly<Record<string, Bytes | number>>;

export interface RuleContext {
  readonly program: Program;
  readonly options: LintOptions;
  readonly source: Bytes;
  report(span: Span, data?: FindingData, fix?: readonly Edit[]): void;
}

/** A rule looks at nodes of some types, or at each `redis.call` and `redis.pcall`. */
export interface Rule {
  readonly severity: Severity;
  readonly visit: {
    readonly [T in NodeType]?: (node: Extract<Node, { type: T }>, context: RuleContext) => void;
  } & { readonly RedisCall?: (site: CallSite, context: RuleContext) => void };
}
