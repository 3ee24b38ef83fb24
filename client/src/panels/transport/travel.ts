import { fromText } from '@luascope/shared/bytes';
import type { Direction, Engine, RecordingId, ScanHit } from '@luascope/shared/debug';
import { nextStop, stepAfter, stopsOf, type Move } from './select.js';
import { breakpointsOf, goToStep, openSession, setStack } from '../../state/debug.js';
import type { Breakpoint, DebugSession } from '../../state/session.js';
import { app } from '../../state/store.js';
import { failureOf } from '../../running/run.js';

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
  return { session: openSession(state), points: breakpointsOf(state), debug: state.debug, engines: state.engines };
}

async function run(session: DebugSession, direction: Direction): Promise<void> {
  const { points, engines, debug } = now();
  const engine = engines[session.target];
  const { recording } = session;
  const held = new Map<Breakpoint, ReadonlySet<number>>();
  try {
    for (const point of points) {
      if (point.condition.trim() === '' || engine === undefined) continue;
      const hits = await hitsOf(engine, recording.id, 'condition', point.line, point.condition);
      held.set(point, new Set(hits.filter(holds).map(({ step }) => step)));
    }
  } catch (error) {
    return setStack(recording.id, undefined, failureOf(error));
  }
  const later = now().session;
  // Somebody moved, or closed it, while conditions were looked at.
  if (later?.recording !== recording || later.step !== session.step) return;
  const step = nextStop(
    recording,
    session.step,
    direction,
    stopsOf(points, (point) => held.get(point)),
    debug.stopOn,
  );
  if (step !== undefined) goToStep(step);
}

/** A condition that fails stops too, so that its error is seen. */
const holds = ({ error, value }: ScanHit): boolean =>
  error !== undefined || (value !== undefined && value.type !== 'nil' && !(value.type === 'boolean' && !value.value));

const answers = new Map<string, Promise<readonly ScanHit[]>>();
const ANSWERS_KEPT = 50;

/** What an expression gives at each visit of a line; asked once for each recording. */
export function hitsOf(
  engine: Engine,
  recording: RecordingId,
  kind: 'condition' | 'log',
  line: number,
  expression: string,
): Promise<readonly ScanHit[]> {
  const id = JSON.stringify([recording, kind, line, expression]);
  const known = answers.get(id);
  if (known !== undefined) return known;
  const asked = (async () => {
    const hits: ScanHit[] = [];
    const probe = { id, at: { line }, kind, expression: fromText(expression) };
    for await (const hit of engine.scan(recording, { probes: [probe] })) hits.push(hit);
    return hits;
  })();
  answers.set(id, asked);
  asked.catch(() => answers.delete(id));
  if (answers.size > ANSWERS_KEPT) answers.delete(answers.keys().next().value!);
  return asked;
}
