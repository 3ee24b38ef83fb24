import { ReturnedValue, type Origin } from '@luascope/shared/analysis';
import { stepOut, type Engine, type Recording, type Steps } from '@luascope/shared/debug';
import type { SteppedRecording } from '../../state/session.js';

/** Finds for each value of a reply what it came from. */
export interface Origins {
  readonly of: (path: readonly number[]) => Origin | undefined;
  /** The step of the `return`, in a recording. */
  readonly step: number | undefined;
  readonly isReturn: (line: number, column: number) => boolean;
}

/** Of a run that ended by itself. With steps the `return` that ran is known; without them only that of a script which has one alone. */
export function originsOf({ request, outcome, steps }: Recording): Origins | undefined {
  if (outcome.kind !== 'finished') return undefined;
  const step = steps === undefined || steps.line.length === 0 ? undefined : lastOutermost(steps);
  const at = step === undefined ? undefined : { line: steps!.line[step]!, column: steps!.column[step]! };
  // Which function of a library was called, only steps tell.
  if (at === undefined && request.mode.startsWith('FCALL')) return undefined;
  const returned = new ReturnedValue(request.script, at);
  return { of: (path) => returned.at(path), step, isReturn: (line, column) => returned.isReturn(line, column) };
}

/** The last step of the outermost function: its `return`, or that of the function it ends with. */
function lastOutermost({ depth }: Steps): number {
  let step = depth.length - 1;
  while (step > 0 && depth[step] !== 0) step--;
  return step;
}

/** The step that wrote an item of a table last, before the `return`; undefined when nothing was seen to write it. */
export async function lastWriteOfSlot(
  engine: Engine,
  recording: SteppedRecording,
  slot: Origin,
  { step: returnStep, isReturn }: Origins,
): Promise<number | undefined> {
  if (returnStep === undefined) return undefined;
  const probe = { id: 'slot', at: 'everywhere', kind: 'change', expression: slot.text } as const;
  const query = { probes: [{ ...probe, call: { step: returnStep, depth: 0 } }] };
  let last: number | undefined;
  for await (const { step, value } of engine.scan(recording.id, query)) if (value?.type !== 'nil') last = step;
  return last === undefined ? undefined : writerBefore(recording.steps, last, isReturn);
}

/** A change shows at the step after the one that made it; what a function returned is written by the statement that called it. */
export function writerBefore(steps: Steps, shows: number, isReturn: Origins['isReturn']): number | undefined {
  let step: number | undefined = shows - 1;
  while (step !== undefined && step >= 0 && isReturn(steps.line[step]!, steps.column[step]!))
    step = stepOut(steps, step, -1);
  return step === undefined || step < 0 ? undefined : step;
}
