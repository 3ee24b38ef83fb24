import {
  alignCalls,
  consequenceOf,
  isWriteThatStays,
  propagations,
  statementsOf,
  type Call,
  type Compared,
  type Consequence,
  type Recording,
  type RunStatement,
} from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';

/** Errors that the panel shows; what was not kept is in the total. */
export const errorCount = (recording: Recording): number => propagations(recording).length;

/** Writes that were made before the script was stopped by an error: they stay, as nothing is rolled back. */
export const writesThatStay = ({ outcome, calls }: Pick<Recording, 'outcome' | 'calls'>): readonly Call[] =>
  outcome.kind === 'error' ? calls.filter(isWriteThatStays) : [];

/** What became of a call in one of two runs; absent where it has no place. */
export type Fate = 'stays' | 'raised' | 'returned' | 'never';

/** A write, or a command that failed, in one or both of two runs. */
export interface FateRow {
  readonly command: Call['command'];
  /** From 0; of the run that sent it first. */
  readonly step?: number;
  readonly line: number;
  readonly left: { readonly fate: Fate; readonly reply?: RespValue };
  readonly right: { readonly fate: Fate; readonly reply?: RespValue };
}

/** One of the two runs, told from its own recording. */
export interface Side {
  readonly consequence: Consequence;
  readonly statements: readonly RunStatement[];
  readonly reply?: RespValue;
}

export interface ComparisonView {
  readonly left: Side;
  readonly right: Side;
  readonly rows: readonly FateRow[];
}

/** Two runs on the same data, side by side. */
export function compareRuns(left: Compared, right: Compared): ComparisonView {
  const rows = alignCalls(left.calls, right.calls).flatMap((row): FateRow[] => {
    const call = row.left ?? row.right!;
    const fates = [fateOf(row.left), fateOf(row.right)] as const;
    if (fates.every((fate) => fate === undefined || fate === 'never')) return [];
    const { command, line, step } = call;
    return [
      {
        command,
        line,
        ...(step !== undefined && { step }),
        left: { fate: fates[0] ?? 'never', ...(row.left && { reply: row.left.reply }) },
        right: { fate: fates[1] ?? 'never', ...(row.right && { reply: row.right.reply }) },
      },
    ];
  });
  return { left: sideOf(left, right), right: sideOf(right, left), rows };
}

const sideOf = (run: Compared, other: Compared): Side => ({
  consequence: consequenceOf(run, other),
  statements: statementsOf(run),
  ...(run.reply !== undefined && { reply: run.reply }),
});

/** Undefined for a call that read. */
function fateOf(call: Call | undefined): Fate | undefined {
  if (call === undefined) return 'never';
  if (call.reply.type === 'error') return call.via === 'call' ? 'raised' : 'returned';
  return isWriteThatStays(call) ? 'stays' : undefined;
}
