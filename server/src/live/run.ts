import { randomUUID } from 'node:crypto';
import type { Bytes } from '@luascope/shared/bytes';
import {
  AppError,
  RECORDING_VERSION,
  RedisError,
  type Detail,
  type Outcome,
  type Recording,
  type RunRequest,
  type ServerFacts,
} from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';
import type { Answer, RespConnection } from '../redis/connection.js';
import type { Lease } from '../redis/pool.js';
import type { Target } from '../redis/target.js';
import { loadCommand, runCommand, sha1Of } from './commands.js';
import { findHazards } from './hazards.js';
import { outcomeOf } from './outcome.js';

/** What a plain run on a server tells is its reply and how long it took; what the script did on the way stays in the server. */
const DETAIL: Detail = {
  calls: 'unknown',
  logs: 'unknown',
  changes: 'unknown',
  conversions: 'unknown',
  steps: 'unknown',
};

const TIME: readonly Bytes[] = ['TIME'];

/**
 * Runs the script on the target, with real effects. In one write go TIME, SCRIPT EXISTS, the run and TIME again: they are executed one
 * after the other, so that the server's own clock measures the run alone. A library is loaded before; when that fails nothing is called. A user who may not send TIME or SCRIPT EXISTS does without.
 *
 * Rejects when the run could not be sent; once it is on its way, a lost connection is an outcome.
 */
export async function runOn(target: Target, request: RunRequest): Promise<Recording> {
  const sha1 = sha1Of(request.script);
  const command = runCommand(request, sha1);
  const { connection, giveBack } = await leaseFor(target, request);
  try {
    if (request.data === 'fresh') await setUp(connection, target, request.given);
    const startedAt = Date.now();
    const sent = performance.now();
    const refused = await refusedLibrary(connection, target, request);
    const [before, exists, reply, after] =
      refused ??
      (await target.running(() =>
        Promise.allSettled(connection.pipeline([TIME, ['SCRIPT', 'EXISTS', sha1], command, TIME])),
      ));
    const answer = settled(reply);
    if (answer !== undefined) target.heard(answer.value);
    const known = existsBefore(settled(exists));
    const duration =
      microsBetween(settled(before), settled(after)) ?? Math.round(((answer?.at ?? performance.now()) - sent) * 1000);
    return {
      version: RECORDING_VERSION,
      id: randomUUID(),
      source: 'none',
      startedAt,
      request,
      server: serverFacts(target, request),
      dryRun: false,
      script: { sha1, ...(known !== undefined && { wasCached: known }) },
      outcome: answer === undefined ? await lostOutcome(target, request.script, reply) : outcomeOf(answer.value),
      ...(answer !== undefined && { reply: answer.value, wire: answer.wire }),
      duration,
      calls: [],
      logs: [],
      errors: [],
      changes: [],
      conversions: [],
      totals: { calls: 0, writes: 0, reads: 0, errors: 0, logs: 0 },
      detail: DETAIL,
    };
  } finally {
    giveBack();
  }
}

type Settled = PromiseSettledResult<Answer> | undefined;

/** Loads the library that the request brings along; the answer, in the place of the run's, when that fails. */
async function refusedLibrary(
  connection: RespConnection,
  target: Target,
  request: RunRequest,
): Promise<readonly [Settled, Settled, Settled] | undefined> {
  const command = loadCommand(request);
  if (command === undefined) return undefined;
  const [answer] = await target.running(() => Promise.allSettled(connection.pipeline([command])));
  const loaded = settled(answer)?.value.type;
  return loaded === undefined || loaded === 'error' ? [undefined, undefined, answer] : undefined;
}

async function leaseFor(target: Target, { db, resp }: RunRequest): Promise<Lease> {
  try {
    return await target.lease(db, resp);
  } catch (error) {
    if (error instanceof RedisError && error.text.startsWith('ERR DB index'))
      throw new AppError('bad-input', { field: 'db', problem: error.text });
    throw error;
  }
}

/** Empties the database and runs the Given commands; only ever asked of a server that is ours. */
async function setUp(connection: RespConnection, target: Target, given: readonly (readonly Bytes[])[]): Promise<void> {
  if (!target.ours) throw new AppError('not-supported', { what: 'fresh' });
  given.forEach((command) => target.guard.check(command));
  const answers = await Promise.all(connection.pipeline([['FLUSHALL'], ...given]));
  answers.forEach(({ value }, i) => {
    if (value.type !== 'error') return;
    if (i === 0) throw new RedisError(value.text);
    throw new AppError('bad-input', { field: `given.${i - 1}`, problem: value.text });
  });
}

function settled(answer: PromiseSettledResult<Answer> | undefined): Answer | undefined {
  return answer?.status === 'fulfilled' ? answer.value : undefined;
}

function existsBefore(answer: Answer | undefined): boolean | undefined {
  const value = answer?.value;
  const first = value?.type === 'array' ? value.items[0] : undefined;
  return first?.type === 'integer' ? first.value === 1 : undefined;
}

/** Microseconds between two replies of TIME. */
function microsBetween(before: Answer | undefined, after: Answer | undefined): number | undefined {
  const from = micros(before?.value);
  const to = micros(after?.value);
  // The server's clock may be set back between the two.
  return from === undefined || to === undefined || to < from ? undefined : to - from;
}

function micros(reply: RespValue | undefined): number | undefined {
  if (reply?.type !== 'array') return undefined;
  const [seconds, rest] = reply.items;
  return seconds?.type === 'bulk' && rest?.type === 'bulk'
    ? Number(seconds.value) * 1e6 + Number(rest.value)
    : undefined;
}

export function serverFacts(target: Target, request: RunRequest): ServerFacts {
  const facts = target.state.server ?? { product: 'redis', version: '', db: request.db, ours: target.ours };
  return { ...facts, db: request.db };
}

/** No reply came. Of a server of our own it is known whether it died, and an `error({…})` without `err` is what 7.0 dies of. */
async function lostOutcome(
  target: Target,
  script: Bytes,
  reply: PromiseSettledResult<Answer> | undefined,
): Promise<Outcome> {
  const crash = await target.crash();
  if (crash !== undefined) {
    const line = findHazards(script, target.guard).crashLines[0];
    return line === undefined ? { kind: 'lost', code: crash.code } : { kind: 'crash', line };
  }
  const error: unknown = reply?.status === 'rejected' ? reply.reason : undefined;
  return { kind: 'lost', code: error instanceof AppError ? String(error.data['reason'] ?? 'closed') : 'closed' };
}
