import { Program, parseScript, Statements, switchCalls, applyEdits, uncheckedResults } from '../analysis/index.js';
import type { Bytes } from '../bytes.js';
import type { Call, Recording, StepIndex, Steps } from './recording.js';
import { statementHits } from './timeline.js';

/** A recording with its steps: what a comparison is made of. */
export type Compared = Pick<Recording, 'request' | 'calls' | 'errors' | 'reply' | 'outcome' | 'totals' | 'detail'> & {
  readonly steps: Steps;
};

/** Where a script calls Redis, and how. Lines count from 1; `at` is the byte that a switch of this one call is named by. */
export interface Switchable {
  readonly line: number;
  readonly via: Call['via'];
  readonly at: number;
  /** The command, as far as its name is literal. */
  readonly command?: Bytes;
}

/** The calls of a script that can be turned; none when it does not compile. */
export function switchableCalls(script: Bytes): readonly Switchable[] {
  const parsed = parseScript(script);
  if (!parsed.ok) return [];
  const lines = new Statements(script);
  return new Program(parsed.chunk).calls.map(({ node, via, words: [command] }) => ({
    line: lines.lineOf(node.start),
    via,
    at: node.start,
    ...(command !== undefined && { command }),
  }));
}

/** The script with one call (`at`) or all of them made `redis.call` or `redis.pcall`; undefined when nothing changes by that. */
export function switched(script: Bytes, to: Call['via'], at?: number): Bytes | undefined {
  const parsed = parseScript(script);
  if (!parsed.ok) return undefined;
  const turned = applyEdits(script, switchCalls(parsed, to, at));
  return turned === script ? undefined : turned;
}

/** What a run led to, against the other way to call. Nothing here is guessed: a number that is not known is left out. */
export interface Consequence {
  /** `returned`: the script ran to its end, and what it returned is an error. */
  readonly outcome: Recording['outcome']['kind'] | 'returned';
  /** The line on which an error ended the script. */
  readonly stoppedAt?: number;
  /** Writes that Redis carried out: none is ever rolled back. */
  readonly writesStay?: number;
  /** Commands that the other run sent and this one did not. */
  readonly neverSent?: number;
  readonly failures: number;
  readonly firstFailure?: { readonly line: number; readonly step?: StepIndex };
  /** Results that were errors and that nothing looked at; `usedAt` is the line where one was taken for a value, in this run. */
  readonly unchecked: readonly UncheckedError[];
}

export interface UncheckedError {
  readonly line: number;
  readonly name?: string;
  readonly usedAt?: number;
  readonly how: 'used' | 'passed' | 'dropped';
}

export function consequenceOf(run: Compared, other: Compared): Consequence {
  const { outcome, calls, errors, detail } = run;
  const complete = detail.calls === 'known';
  const failures = errors.filter(({ kind, by }) => kind === 'raised' || by === 'redis.pcall');
  const first = failures[0];
  const rows = complete && other.detail.calls === 'known' ? alignCalls(run.calls, other.calls) : undefined;
  return {
    outcome: returnsError(run) ? 'returned' : outcome.kind,
    ...(outcome.kind === 'error' && outcome.line !== undefined && { stoppedAt: outcome.line }),
    ...(complete && { writesStay: calls.filter(isWriteThatStays).length }),
    ...(rows && { neverSent: rows.filter(({ left }) => left === undefined).length }),
    failures: failures.length,
    ...(first && { firstFailure: { line: first.line, ...(first.step !== undefined && { step: first.step }) } }),
    unchecked: uncheckedErrors(run),
  };
}

/** Nobody raised what the client gets. */
const returnsError = ({ outcome, errors, steps }: Compared): boolean =>
  outcome.kind === 'error' && !outcome.compile && steps.line.length > 0 && errors.at(-1)?.by !== 'host';

/** A write that was carried out. */
export const isWriteThatStays = ({ effect, reply }: Call): boolean => effect === 'write' && reply.type !== 'error';

/** Failed calls whose result nothing in the script looks at, each place once. */
function uncheckedErrors({ request, calls, steps }: Compared): readonly UncheckedError[] {
  const results = uncheckedResults(request.script);
  const found = new Map<(typeof results)[number], UncheckedError>();
  for (const { step, reply, command } of calls) {
    if (reply.type !== 'error' || step === undefined) continue;
    const [line, column] = [steps.line[step], steps.column[step]];
    const here = results.filter((result) => result.line === line && result.column === column);
    const result = here.find((one) => one.command?.toUpperCase() === command[0]?.toUpperCase()) ?? here[0];
    if (result === undefined || found.has(result)) continue;
    const { name, uses } = result;
    const use = uses.find((at) => at.line === line && at.column === column) ?? firstUse(steps, step, uses);
    if (use === undefined && uses.length > 0) continue;
    const usedAt = use === undefined ? {} : { usedAt: use.line };
    found.set(result, { line: result.line, ...(name && { name }), ...usedAt, how: use?.how ?? 'dropped' });
  }
  return [...found.values()];
}

/** The first statement to run after a step that uses what it got, before it gets it anew. */
function firstUse<T extends { readonly line: number; readonly column: number }>(
  steps: Steps,
  from: StepIndex,
  uses: readonly T[],
): T | undefined {
  for (let step = from + 1; step < steps.line.length; step++) {
    const isHere = (at: { readonly line: number; readonly column: number }): boolean =>
      at.line === steps.line[step] && at.column === steps.column[step];
    const use = uses.find(isHere);
    if (use !== undefined) return use;
    if (isHere({ line: steps.line[from]!, column: steps.column[from]! })) return undefined;
  }
  return undefined;
}

/** A call of both runs, or of one of them. */
export interface AlignedCalls {
  readonly left?: Call;
  readonly right?: Call;
}

/** Past this many pairs to look at, calls are told apart by their order alone. */
const MOST_PAIRS = 4_000_000;

/** The calls of two runs side by side, in order: the same command from the same line stands in one row (a longest common subsequence). */
export function alignCalls(left: readonly Call[], right: readonly Call[]): readonly AlignedCalls[] {
  const rows: AlignedCalls[] = [];
  const same = (a: Call, b: Call): boolean =>
    a.line === b.line && a.command.length === b.command.length && a.command.every((word, i) => word === b.command[i]);
  let start = 0;
  while (start < left.length && start < right.length && same(left[start]!, right[start]!)) {
    rows.push({ left: left[start]!, right: right[start]! });
    start++;
  }
  const [a, b] = [left.slice(start), right.slice(start)];
  const width = b.length + 1;
  const table = a.length * b.length > MOST_PAIRS ? undefined : new Uint16Array((a.length + 1) * width);
  if (table !== undefined)
    for (let i = a.length - 1; i >= 0; i--)
      for (let j = b.length - 1; j >= 0; j--)
        table[i * width + j] = same(a[i]!, b[j]!)
          ? table[(i + 1) * width + j + 1]! + 1
          : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [one, two] = [a[i], b[j]];
    if (one !== undefined && two !== undefined && same(one, two)) {
      rows.push({ left: one, right: two });
      i++;
      j++;
    } else if (
      one !== undefined &&
      (two === undefined || (table?.[(i + 1) * width + j] ?? 1) >= (table?.[i * width + j + 1] ?? 0))
    ) {
      rows.push({ left: one });
      i++;
    } else {
      rows.push({ right: two! });
      j++;
    }
  }
  return rows;
}

/** A statement of a script in the order of the source, and what became of it. */
export interface RunStatement {
  readonly line: number;
  readonly column: number;
  /** It is the only one that starts on its line. */
  readonly alone: boolean;
  readonly ran: boolean;
  /** It sent a write that stays, or an error came from it. */
  readonly did?: 'wrote' | 'failed';
}

export function statementsOf({ request, steps, calls, errors }: Compared): readonly RunStatement[] {
  const { all } = new Statements(request.script);
  const hits = statementHits(steps);
  const did = new Map<string, 'wrote' | 'failed'>();
  const placeOf = (step: StepIndex): string => `${steps.line[step]}:${steps.column[step]}`;
  for (const call of calls) if (call.step !== undefined && isWriteThatStays(call)) did.set(placeOf(call.step), 'wrote');
  for (const { kind, by, step } of errors)
    if (step !== undefined && (kind === 'raised' || by === 'redis.pcall')) did.set(placeOf(step), 'failed');
  return all.map(({ line, column }, i) => {
    const place = `${line}:${column}`;
    const what = did.get(place);
    const alone = all[i - 1]?.line !== line && all[i + 1]?.line !== line;
    return { line, column, alone, ran: hits.has(place), ...(what && { did: what }) };
  });
}
