import type { Statements } from '@luascope/shared/analysis';
import type { Frame } from '@luascope/shared/debug';
import { shown } from '../../ui/text.js';
import { valueText } from '../variables/select.js';

/** A function in execution, as a line of the call stack. */
export interface StackRow {
  /** Counted from the outermost, so that it stays the same while functions below come and go. */
  readonly id: number;
  /** 0 is the innermost. */
  readonly frame: number;
  /** `main` for the script's own body. */
  readonly name: string;
  /** What its parameters hold now, `("pts:bo", 20)`; undefined in the script's own body and where the source does not tell them. */
  readonly values?: string;
  readonly line: number;
  readonly column: number;
  /** It is the first of a coroutine, which the one after it resumed. */
  readonly resumed: boolean;
}

/** Of a deep recursion so many of the innermost and of the outermost functions are listed. */
const LISTED = { innermost: 100, outermost: 20 };

/**
 * @param frames innermost first
 * @returns `hidden`: how many in the middle are not listed
 */
export function stackRows(
  frames: readonly Frame[],
  statements: Statements,
): { readonly rows: readonly StackRow[]; readonly hidden: number } {
  const hidden = Math.max(0, frames.length - LISTED.innermost - LISTED.outermost);
  const rows = frames.flatMap((frame, i) => {
    if (hidden > 0 && i >= LISTED.innermost && i < LISTED.innermost + hidden) return [];
    const { functionName, line, column, coroutine } = frame;
    const values = functionName === 'main' ? undefined : argumentsText(frame, statements);
    return [
      {
        id: frames.length - i,
        frame: i,
        name: shown(functionName),
        line,
        column,
        resumed: coroutine === true && frames[i + 1]?.coroutine !== true,
        ...(values !== undefined && { values }),
      },
    ];
  });
  return { rows, hidden };
}

/** The parameters of a call as they are now, between parentheses. */
export function argumentsText({ line, column, scopes }: Frame, statements: Statements): string | undefined {
  const parameters = statements.functionAt(line, column)?.parameters;
  if (parameters === undefined) return undefined;
  const variables = (kind: 'locals' | 'varargs') => scopes.find((scope) => scope.kind === kind)?.variables ?? [];
  const locals = variables('locals');
  const values = parameters.map((name) => locals.find((variable) => variable.name === name)?.value);
  const rest = variables('varargs').map(({ value }) => value);
  return `(${[...values, ...rest].map((value) => (value === undefined ? '…' : valueText(value, true))).join(', ')})`;
}
