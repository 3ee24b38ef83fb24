import type { Log } from '@luascope/shared/debug';

export type LogRow = { readonly kind: 'log'; readonly log: Log } | { readonly kind: 'gap'; readonly logs: number };

/** Logs in their order, with a row where some were not kept. */
export function logRows(logs: readonly Log[]): LogRow[] {
  const rows: LogRow[] = [];
  let expected = 0;
  for (const log of logs) {
    if (log.ordinal > expected) rows.push({ kind: 'gap', logs: log.ordinal - expected });
    rows.push({ kind: 'log', log });
    expected = log.ordinal + 1;
  }
  return rows;
}
