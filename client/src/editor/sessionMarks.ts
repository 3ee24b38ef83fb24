import { parseScript, Program, type NodeType } from '@luascope/shared/analysis';
import { fromText } from '@luascope/shared/bytes';
import { lineVisits } from '@luascope/shared/debug';
import { inlineValues } from '../panels/variables/select.js';
import type { DebugSession, SteppedRecording } from '../state/session.js';
import type { Marks } from './marks.js';

/** What a whole recording tells of lines, the same at each of its steps. */
interface LineFacts {
  readonly hits: ReadonlyMap<number, number>;
  readonly idle: readonly number[];
}
const facts = new WeakMap<SteppedRecording, LineFacts>();

function factsOf(recording: SteppedRecording, lines: readonly string[]): LineFacts {
  const known = facts.get(recording);
  if (known !== undefined) return known;
  const hits = lineVisits(recording.steps);
  const made = { hits, idle: [...statementLines(lines.join('\n'))].filter((line) => !hits.has(line)) };
  facts.set(recording, made);
  return made;
}

/** What is drawn into the script while its recording stands at a step. */
export function sessionMarks(session: DebugSession, lines: readonly string[]): Marks {
  const { recording, step, stack, frame } = session;
  const current = recording.steps.line[step]!;
  const frames = stack?.step === step ? stack.frames : [];
  const chosen = frames[frame];
  return {
    ...factsOf(recording, lines),
    current,
    frames: frames.slice(1).map(({ line }) => line),
    notes: chosen === undefined ? [] : inlineValues(lines, chosen.line, chosen),
  };
}

/** Statements that are always a step when they run; others (`do`, `while true`) may be none. */
const STEPS: ReadonlySet<NodeType> = new Set([
  'Assign',
  'CallStatement',
  'Function',
  'GenericFor',
  'If',
  'Local',
  'NumericFor',
  'Return',
]);

/** The lines on which a statement starts that would be a step. */
export function statementLines(text: string): ReadonlySet<number> {
  const script = fromText(text);
  const parsed = parseScript(script);
  const found = new Set<number>();
  if (!parsed.ok) return found;
  for (const node of new Program(parsed.chunk).nodes) {
    const declaresOnly = node.type === 'Local' && node.values.length === 0;
    if (STEPS.has(node.type) && !declaresOnly) found.add(script.slice(0, node.start).split('\n').length);
  }
  return found;
}
