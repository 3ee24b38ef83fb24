import { Statements } from '@luascope/shared/analysis';
import { fromText, type Bytes } from '@luascope/shared/bytes';
import {
  AppError,
  errorFromData,
  lastWriteOf,
  type Direction,
  type Engine,
  type RecordingId,
  type ScanHit,
  type ScanProbe,
} from '@luascope/shared/debug';
import { debugMessagesOf } from '../../i18n/debug.js';
import { failureOf } from '../../running/run.js';
import { breakpointsOf } from '../../state/breakpoints.js';
import { goToStep, openSession, setStack } from '../../state/debug.js';
import type { Failure } from '../../state/model.js';
import { announce } from '../../state/screen.js';
import type { Breakpoint, BreakpointPlace, DebugSession } from '../../state/session.js';
import { app } from '../../state/store.js';
import { shown } from '../../ui/text.js';
import { callStep, cursorStep, nextStop, stepAfter, stopsOf, writingStep, type Move, type Stop } from './select.js';

/** Moves the step of the open recording as a button of the transport says. */
export async function travel(move: Move): Promise<void> {
  const { session, debug } = now();
  if (session === undefined) return;
  if (move === 'continue' || move === 'reverse') return run(session, move === 'continue' ? 1 : -1);
  const step = stepAfter(session.recording.steps, session.step, move, debug.stepBy);
  if (step !== undefined) goToStep(step);
}

function now() {
  const state = app.getState();
  return { session: openSession(state), points: breakpointsOf(state), debug: state.debug, caret: state.caret };
}

async function run(session: DebugSession, direction: Direction): Promise<void> {
  const { points, debug } = now();
  const { recording } = session;
  const held = new Map<Breakpoint, Stop['held']>();
  try {
    for (const point of points) {
      if (point.condition.trim() === '') continue;
      const hits = await hitsOf(engineOf(session), recording.id, 'condition', point, point.condition);
      held.set(point, new Map(hits.map((hit) => [hit.step, failureOfHit(hit)])));
    }
  } catch (error) {
    return setStack(recording.id, undefined, failureOf(error));
  }
  if (!isStill(session)) return;
  const stops = stopsOf(points, (point) => held.get(point));
  const next = nextStop(recording, session.step, direction, stops, debug.stopOn);
  if (next !== undefined) goToStep(next.step, next.reason);
}

function engineOf({ target }: DebugSession): Engine {
  const engine = app.getState().engines[target];
  if (engine === undefined) throw new AppError('engine-off');
  return engine;
}

/** False when somebody moved, or closed it, while something was asked. */
function isStill({ recording, step }: DebugSession): boolean {
  const later = now().session;
  return later?.recording === recording && later.step === step;
}

const words = () => debugMessagesOf(app.getState().settings.language);

/** To where the statement at the caret runs next, or ran before. */
export function runToCursor(direction: Direction): void {
  const { session, caret } = now();
  if (session === undefined) return;
  const line = session.text.split('\n')[caret.line - 1] ?? '';
  const at = { line: caret.line, column: fromText(line.slice(0, caret.column - 1)).length + 1 };
  const statements = new Statements(fromText(session.text));
  const step = cursorStep(session.recording.steps, session.step, direction, statements, at);
  if (step === undefined) announce(words().notReached(caret.line, direction));
  else goToStep(step, { kind: 'cursor' });
}

/** To the next step that sends a command, or the one before. */
export function goToCall(direction: Direction): void {
  const { session } = now();
  const step = session && callStep(session.recording.calls, session.step, direction);
  if (step !== undefined) goToStep(step);
}

/** Back to the call that last wrote a key before the step; tells so when there is none. */
export function backToKeyWrite(key: Bytes): void {
  const { session } = now();
  if (session === undefined) return;
  const name = shown(key, NAME_LIMIT);
  const step = lastWriteOf(session.recording, key, session.step);
  if (step === undefined) announce(words().notWritten(name));
  else goToStep(step, { kind: 'written', name });
}

const NAME_LIMIT = 40;

/**
 * Back to the statement that last gave a variable its value before the step; tells so when there is none.
 *
 * @param frame in which it is, 0 the innermost
 */
export async function backToVariableWrite(name: Bytes, frame: number): Promise<void> {
  const { session } = now();
  if (session?.stack?.step !== session?.step || session?.stack === undefined) return;
  const { recording, step, stack } = session;
  const depth = stack.frames.length - 1 - frame;
  const probe: ScanProbe = {
    id: 'written',
    kind: 'change',
    at: 'everywhere',
    expression: name,
    call: { step, depth },
  };
  try {
    const hits = await answersOf(engineOf(session), recording.id, probe);
    if (!isStill(session)) return;
    const steps = hits.map((hit) => hit.step);
    const to = writingStep(recording.steps, steps, depth, name, new Statements(fromText(session.text)));
    if (to === undefined) announce(words().notWritten(name));
    else goToStep(to, { kind: 'written', name });
  } catch (error) {
    setStack(recording.id, undefined, failureOf(error));
  }
}

const answers = new Map<string, Promise<readonly ScanHit[]>>();
const ANSWERS_KEPT = 50;

/** What an expression gives wherever a line or statement runs; asked once for each recording. */
export function hitsOf(
  engine: Engine,
  recording: RecordingId,
  kind: 'condition' | 'log',
  { line, column }: BreakpointPlace,
  expression: string,
): Promise<readonly ScanHit[]> {
  const at = { line, ...(column !== undefined && { column }) };
  const id = JSON.stringify([recording, kind, at, expression]);
  const known = answers.get(id);
  if (known !== undefined) return known;
  const asked = answersOf(engine, recording, { id, at, kind, expression: fromText(expression) });
  answers.set(id, asked);
  asked.catch(() => answers.delete(id));
  if (answers.size > ANSWERS_KEPT) answers.delete(answers.keys().next().value!);
  return asked;
}

/** Why an expression has no value where it was looked at; undefined when it has one. */
export function failureOfHit({ error, failure }: ScanHit): Failure | undefined {
  if (failure !== undefined) return failureOf(errorFromData(failure));
  return error === undefined ? undefined : { kind: 'redis', text: error };
}

async function answersOf(engine: Engine, recording: RecordingId, probe: ScanProbe): Promise<readonly ScanHit[]> {
  const hits: ScanHit[] = [];
  for await (const hit of engine.scan(recording, { probes: [probe] })) hits.push(hit);
  return hits;
}
