import type { Call, Steps } from '@luascope/shared/debug';

/**
 * Steps as a person writes them: one word a step, the line after a `>` for each function in execution below it; `5:9` is the statement in
 * column 9 of line 5.
 *
 * @param columns of lines whose statements do not start in the first one
 */
export function stepsOf(text: string, columns: Readonly<Record<number, number>> = {}): Steps {
  const words = text.split(' ').map((word) => /^(>*)(\d+)(?::(\d+))?$/.exec(word)!);
  const depths = words.map(([, below]) => below!.length);
  return {
    line: Uint32Array.from(words, ([, , line]) => Number(line)),
    column: Uint16Array.from(words, ([, , line, column]) => Number(column ?? columns[Number(line)] ?? 1)),
    depth: Uint16Array.from(depths),
    functionId: Uint16Array.from(depths, (depth) => Math.min(1, depth)),
    functions: ['main', 'credit'],
  };
}

/** A call at a step, as `SET k v` or `GET k -> !ERR no` for one that fails. */
export function callOf(step: number, text: string, effect: Call['effect'] = 'write'): Call {
  const [command, error] = text.split(' -> !');
  return {
    ordinal: step,
    line: 1,
    functionName: 'main',
    via: 'call',
    command: command!.split(' '),
    reply: error === undefined ? { type: 'integer', value: 1n } : { type: 'error', text: error },
    at: step * 10,
    took: 5,
    effect,
    step,
  };
}
