import {
  AppError,
  propagations,
  switchableCalls,
  switched,
  type Engine,
  type Recording,
  type RunRequest,
} from '@luascope/shared/debug';
import { setComparison, type Comparison, type Turn } from '../state/comparison.js';
import type { Target } from '../state/model.js';
import type { SteppedRecording } from '../state/session.js';
import { app } from '../state/store.js';
import { failureOf } from './run.js';

/** A run longer than this, µs, is compared when somebody asks for it. */
const QUICK = 300_000;

/**
 * Whether a run is worth a comparison without being asked: a command failed in it, and running it twice more takes no time worth a thought. On a
 * server of somebody's nothing is run unasked.
 */
export function comparesUnasked(recording: Recording, ownData: boolean): boolean {
  if (!ownData || recording.duration > QUICK || recording.outcome.kind === 'killed') return false;
  return propagations(recording).some(({ stations }) => stations[0]?.kind === 'sends');
}

/**
 * What is turned first: the calls made as the first one that failed was, since turning others leaves its failure as it is; where none failed,
 * those that raise. Undefined when the script makes no call.
 */
export function firstTurn(run: {
  readonly request: Pick<RunRequest, 'script'>;
  readonly calls: Recording['calls'];
}): Turn | undefined {
  const { request, calls } = run;
  const ways = new Set(switchableCalls(request.script).map(({ via }) => via));
  if (ways.size === 0) return undefined;
  const failed = calls.find(({ reply }) => reply.type === 'error')?.via;
  const turned = failed !== undefined && ways.has(failed) ? failed : ways.has('call') ? 'call' : 'pcall';
  return { to: turned === 'call' ? 'pcall' : 'call' };
}

/** Records a finished run as it was and with its calls turned, from the same data. Neither changes anything. */
export async function compare(target: Target, recording: Recording, turn: Turn): Promise<void> {
  const engine = app.getState().engines[target];
  const { request } = recording;
  const script = switched(request.script, turn.to, turn.at);
  if (engine === undefined || script === undefined) return;
  const before = app.getState().comparison;
  const known = before?.of === recording.id ? before : undefined;
  setComparison({ of: recording.id, turn, status: 'working' });
  const finish = (comparison: Pick<Comparison, 'asIs' | 'turned' | 'now' | 'failure' | 'status'>): void => {
    // Another one was asked for meanwhile.
    if (app.getState().comparison?.turn !== turn) return free(engine, comparison.turned);
    setComparison({ of: recording.id, turn, ...comparison });
  };
  try {
    const both = await recorded(engine, recording, { ...request, mode: byText(request.mode), script }, known);
    finish({ status: 'done', ...both });
  } catch (error) {
    finish({ status: 'failed', failure: failureOf(error) });
  } finally {
    free(engine, before?.turned);
    if (known === undefined && before?.asIs?.id !== before?.of) free(engine, before?.asIs);
  }
}

/** A script that is new to the server is sent as it is. */
const byText = (mode: RunRequest['mode']): RunRequest['mode'] =>
  mode === 'EVALSHA' ? 'EVAL' : mode === 'EVALSHA_RO' ? 'EVAL_RO' : mode;

async function recorded(
  engine: Engine,
  recording: Recording,
  turned: RunRequest,
  known: Comparison | undefined,
): Promise<Required<Pick<Comparison, 'asIs' | 'turned' | 'now'>>> {
  const { id, request } = recording;
  const record = async (asked: RunRequest): Promise<SteppedRecording> => {
    const made = await engine.record(asked);
    if (made.steps === undefined) throw new AppError('internal', { message: 'a recording without steps' });
    return { ...made, steps: made.steps };
  };
  const asItWas = async (): Promise<SteppedRecording> => {
    try {
      return await record({ ...request, rerun: id });
    } catch (error) {
      // After a reload the engine knows a run by what the run itself holds of its start.
      if (!isForgotten(error) || recording.origin === undefined) throw error;
      return record({ ...request, again: recording });
    }
  };
  if (known?.now !== true)
    try {
      const asIs = known?.asIs ?? (await asItWas());
      return { asIs, turned: await record({ ...turned, startOf: asIs.id }), now: false };
    } catch (error) {
      if (!isForgotten(error)) throw error;
    }
  // Data that was set up for the run is set up again.
  return { asIs: await record(request), turned: await record(turned), now: request.data !== 'fresh' };
}

const isForgotten = (error: unknown): boolean => error instanceof AppError && error.code === 'unknown-recording';

/** Best effort: what the engine does not free now it frees with the visit. */
function free(engine: Engine, recording: Recording | undefined): void {
  if (recording !== undefined) engine.release(recording.id).catch(() => undefined);
}
