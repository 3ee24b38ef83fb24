import type { Statements } from '@luascope/shared/analysis';
import type { Bytes } from '@luascope/shared/bytes';
import { lineVisitSteps, type Call, type ErrorEvent, type Frame } from '@luascope/shared/debug';
import type { DebugState, SteppedRecording } from '../../state/session.js';
import { shown } from '../../ui/text.js';
import { argumentsText } from '../stack/select.js';
import { functionAt } from '../transport/select.js';
import { valueText } from '../variables/select.js';

/** What a step did, as far as the recording or the frames around it tell. */
export type StepEffect =
  | { readonly kind: 'none' }
  | { readonly kind: 'call'; readonly call: Call; readonly calls: number }
  | { readonly kind: 'error'; readonly message: Bytes }
  /** It called a function of the script, with these values. */
  | { readonly kind: 'enter'; readonly text: string }
  | { readonly kind: 'return'; readonly value?: string }
  /** Variables that have another value after it: `i = 4`. */
  | { readonly kind: 'set'; readonly text: string };

/** What belongs to each step of a recording, found once. */
export interface StepFacts {
  readonly recording: SteppedRecording;
  readonly statements: Statements;
  readonly calls: ReadonlyMap<number, readonly Call[]>;
  readonly raised: ReadonlyMap<number, ErrorEvent>;
}

export function stepFacts(recording: SteppedRecording, statements: Statements): StepFacts {
  const calls = new Map<number, Call[]>();
  for (const call of recording.calls) {
    if (call.step === undefined) continue;
    const before = calls.get(call.step);
    if (before === undefined) calls.set(call.step, [call]);
    else before.push(call);
  }
  const raised = new Map<number, ErrorEvent>();
  for (const error of recording.errors)
    if (error.kind === 'raised' && error.step !== undefined) raised.set(error.step, error);
  return { recording, statements, calls, raised };
}

/** What a step runs. */
export const sourceOf = ({ recording: { steps }, statements }: StepFacts, step: number): Bytes =>
  statements.text(steps.line[step]!, steps.column[step]!);

/**
 * The steps that are listed: all, or in the line view the first of each visit to a line; of those the ones whose source, function or line
 * holds the words.
 */
export function listedSteps(facts: StepFacts, by: DebugState['stepBy'], words: string): Uint32Array {
  const { steps } = facts.recording;
  const listed = by === 'lines' ? lineVisitSteps(steps) : Uint32Array.from(steps.line, (_, step) => step);
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return listed;
  // Places repeat, steps are many.
  const found = new Map<string, boolean>();
  return listed.filter((step) => {
    const place = `${steps.line[step]}:${steps.column[step]} ${steps.functionId[step]}`;
    const known = found.get(place);
    if (known !== undefined) return known;
    const fits = `${steps.line[step]} ${functionAt(steps, step)} ${shown(sourceOf(facts, step))}`
      .toLowerCase()
      .includes(wanted);
    found.set(place, fits);
    return fits;
  });
}

/**
 * @param frames at the step and at the one after, innermost first; undefined while they are not known
 */
export function effectOf(
  facts: StepFacts,
  step: number,
  frames: { readonly here: readonly Frame[] | undefined; readonly after: readonly Frame[] | undefined },
): StepEffect {
  const { steps } = facts.recording;
  const calls = facts.calls.get(step);
  const error = facts.raised.get(step);
  if (calls !== undefined) return { kind: 'call', call: calls.at(-1)!, calls: calls.length };
  if (error !== undefined) return { kind: 'error', message: error.message };
  const [depth, next] = [steps.depth[step]!, steps.depth[step + 1]];
  if (next !== undefined && next > depth) {
    const [entered] = frames.after ?? [];
    const values = entered && argumentsText(entered, facts.statements);
    return { kind: 'enter', text: `${shown(functionAt(steps, step + 1))}${values ?? '(…)'}` };
  }
  if (facts.statements.at(steps.line[step]!, steps.column[step]!)?.node.type === 'Return') {
    const value = returned(facts, step, frames.here?.[0]);
    return { kind: 'return', ...(value !== undefined && { value }) };
  }
  const set = frames.here && frames.after && changes(frames.here, frames.after);
  return set === undefined || set === '' ? { kind: 'none' } : { kind: 'set', text: set };
}

/** What is returned, when that is a variable. */
function returned({ recording: { steps }, statements }: StepFacts, step: number, frame: Frame | undefined) {
  const node = statements.at(steps.line[step]!, steps.column[step]!)?.node;
  if (node?.type !== 'Return' || node.values.length !== 1) return undefined;
  const [value] = node.values;
  if (value?.type !== 'Name') return undefined;
  const variables = frame?.scopes.flatMap((scope) => scope.variables) ?? [];
  const found = variables.find(({ name }) => name === value.name)?.value;
  return found && valueText(found);
}

/** Local variables of the innermost call that are others one step later. */
function changes(here: readonly Frame[], after: readonly Frame[]): string {
  const frame = after.at(-here.length);
  if (frame === undefined || frame.functionName !== here[0]?.functionName) return '';
  return frame.scopes
    .flatMap(({ kind, variables }) => (kind === 'locals' || kind === 'upvalues' ? variables : []))
    .filter(({ changed }) => changed)
    .map(({ name, value }) => `${shown(name)} = ${valueText(value)}`)
    .join(', ');
}

/** The row of a step, or of the last listed one before it; -1 when there is none. */
export function rowOf(listed: Uint32Array, step: number): number {
  let [low, high] = [0, listed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (listed[middle]! <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
