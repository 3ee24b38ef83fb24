import type { Call, Log, Recording } from '@luascope/shared/debug';
import { shown } from '../../ui/text.js';

export type TimelineRow =
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'log'; readonly log: Log }
  /** Calls that were made but not kept. */
  | { readonly kind: 'gap'; readonly calls: number }
  /** The invocation itself, above everything. */
  | { readonly kind: 'invocation' }
  /** What the client received, below everything. */
  | { readonly kind: 'end' };

/** Calls and logs in the order in which they happened, between the invocation and its end. */
export function timelineRows({ calls, logs }: Pick<Recording, 'calls' | 'logs'>): TimelineRow[] {
  const rows: TimelineRow[] = [{ kind: 'invocation' }];
  let nextLog = 0;
  let expected = 0;
  for (const call of calls) {
    for (; nextLog < logs.length && logs[nextLog]!.afterCalls <= call.ordinal; nextLog++)
      rows.push({ kind: 'log', log: logs[nextLog]! });
    if (call.ordinal > expected) rows.push({ kind: 'gap', calls: call.ordinal - expected });
    rows.push({ kind: 'call', call });
    expected = call.ordinal + 1;
  }
  for (; nextLog < logs.length; nextLog++) rows.push({ kind: 'log', log: logs[nextLog]! });
  rows.push({ kind: 'end' });
  return rows;
}

/** The rows whose command, arguments, message or function contain the words; everything without words. */
export function filterRows(rows: readonly TimelineRow[], words: string): readonly TimelineRow[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter((row) => {
    if (row.kind === 'call')
      return `${row.call.command.map((word) => shown(word)).join(' ')} ${row.call.functionName}`
        .toLowerCase()
        .includes(wanted);
    return row.kind === 'log' && shown(row.log.message).toLowerCase().includes(wanted);
  });
}

export const stepOfRow = (row: TimelineRow): number | undefined =>
  row.kind === 'call' ? row.call.step : row.kind === 'log' ? row.log.step : undefined;

/** Where the calls stand whose steps are known, and those steps, both in order. */
export function rowsOfCalls(rows: readonly TimelineRow[]): {
  readonly callRows: readonly number[];
  readonly callSteps: Uint32Array;
} {
  const callRows = rows.flatMap((row, i) => (row.kind === 'call' && row.call.step !== undefined ? [i] : []));
  return { callRows, callSteps: Uint32Array.from(callRows, (i) => stepOfRow(rows[i]!)!) };
}

/** Share of the run, in per cent, that a call took and where it began. At least a sliver is drawn by the style sheet. */
export function bar(
  call: Pick<Call, 'at' | 'took'>,
  duration: number,
): { readonly left: number; readonly width: number } {
  if (duration <= 0) return { left: 0, width: 0 };
  const left = Math.min(100, (call.at / duration) * 100);
  return { left, width: Math.min(100 - left, (call.took / duration) * 100) };
}

export const failed = (call: Call): boolean => call.reply.type === 'error';

/** Whether something that belongs to a step was, runs next, or is still to come, where a recording stands at a step. */
export function timeOf(step: number | undefined, at: number | undefined): 'past' | 'now' | 'future' | undefined {
  if (step === undefined || at === undefined) return undefined;
  return step < at ? 'past' : step === at ? 'now' : 'future';
}
