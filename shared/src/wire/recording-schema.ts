import * as z from 'zod/mini';
import {
  PROFILE_NAMES,
  RECORDING_VERSION,
  type CapturedTrace,
  type Conversion,
  type Detail,
  type KeyState,
  type KeyWrites,
  type Origin,
  type Recording,
  type ServerFacts,
  type Steps,
  type ThreadSwitches,
} from '../debug/index.js';
import type { RespValue } from '../resp/index.js';
import { runRequestShape } from './engine.js';
import { image } from './image-schema.js';
import { bytes } from './read.js';

const count = z.int().check(z.nonnegative());
const text = z.string();

const reply: z.ZodMiniType<RespValue> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('status'), text: bytes }),
    z.object({ type: z.literal('error'), text: bytes }),
    z.object({ type: z.literal('integer'), value: z.union([z.number(), z.bigint()]) }),
    z.object({ type: z.literal('bulk'), value: bytes }),
    z.object({ type: z.literal('nil'), shape: z.enum(['bulk', 'array']) }),
    z.object({ type: z.literal('array'), items: z.array(reply) }),
    z.object({ type: z.literal('double'), text: bytes }),
    z.object({ type: z.literal('boolean'), value: z.boolean() }),
    z.object({ type: z.literal('bignumber'), text: bytes }),
    z.object({ type: z.literal('map'), entries: z.array(z.tuple([reply, reply])) }),
    z.object({ type: z.literal('set'), items: z.array(reply) }),
    z.object({ type: z.literal('verbatim'), format: bytes, value: bytes }),
    z.object({ type: z.literal('push'), items: z.array(reply) }),
    z.object({ type: z.literal('attribute'), entries: z.array(z.tuple([reply, reply])), value: reply }),
  ]),
);

const server: z.ZodMiniType<ServerFacts> = z.object({
  product: text,
  version: text,
  address: z.exactOptional(text),
  db: count,
  ours: z.boolean(),
  user: z.exactOptional(text),
});

const keyState: z.ZodMiniType<KeyState> = z.object({
  type: z.enum(['string', 'hash', 'list', 'set', 'zset', 'stream']),
  encoding: text,
  length: count,
  expiresAt: z.exactOptional(z.number()),
  preview: z.array(bytes),
});

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('finished') }),
  z.object({ kind: z.literal('error'), line: z.exactOptional(count), compile: z.boolean() }),
  z.object({ kind: z.literal('killed') }),
  z.object({ kind: z.literal('lost'), code: text }),
  z.object({ kind: z.literal('crash'), line: z.exactOptional(count) }),
]);

const call = z.object({
  ordinal: count,
  line: count,
  column: z.exactOptional(count),
  functionName: text,
  via: z.enum(['call', 'pcall']),
  command: z.array(bytes),
  reply,
  at: z.number(),
  took: z.number(),
  effect: z.enum(['read', 'write', 'neither']),
  step: z.exactOptional(count),
  long: z.exactOptional(
    z.array(z.object({ part: z.enum(['command', 'reply']), path: z.array(count), length: count, sha1: text })),
  ),
});

const log = z.object({
  ordinal: count,
  line: count,
  level: z.enum(['debug', 'verbose', 'notice', 'warning']),
  message: bytes,
  at: z.number(),
  afterCalls: count,
  step: z.exactOptional(count),
});

const errorEvent = z.object({
  kind: z.enum(['raised', 'caught']),
  line: count,
  message: bytes,
  by: z.enum(['redis.call', 'redis.pcall', 'error', 'runtime', 'pcall', 'xpcall', 'coroutine.resume', 'host']),
  call: z.exactOptional(count),
  step: z.exactOptional(count),
  depth: z.exactOptional(count),
  frames: z.exactOptional(z.array(z.object({ functionName: bytes, line: count }))),
  value: z.exactOptional(z.enum(['string', 'table', 'other'])),
});

const keyChange = z
  .object({ db: count, key: bytes, before: z.exactOptional(keyState), after: z.exactOptional(keyState) })
  .check(z.refine(({ before, after }) => before !== undefined || after !== undefined, 'no_change'));

const conversion: z.ZodMiniType<Conversion> = z.object({
  from: z.enum([
    'nil',
    'boolean',
    'number',
    'string',
    'table',
    'ok-table',
    'err-table',
    'double-table',
    'map-table',
    'set-table',
    'other',
  ]),
  to: z.enum([
    'status',
    'error',
    'integer',
    'bulk',
    'nil',
    'array',
    'double',
    'boolean',
    'bignumber',
    'map',
    'set',
    'verbatim',
    'push',
    'attribute',
  ]),
  count,
  lost: z.exactOptional(z.enum(['fraction', 'range', 'exactness', 'keys', 'items-after-nil', 'value', 'depth'])),
  lostCount: z.exactOptional(count),
});

const steps = z
  .object({
    line: z.instanceof(Uint32Array),
    column: z.instanceof(Uint16Array),
    depth: z.instanceof(Uint16Array),
    functionId: z.instanceof(Uint16Array),
    functions: z.array(text),
  } satisfies Record<keyof Steps, z.ZodMiniType>)
  .check(
    z.refine(
      ({ line, column, depth, functionId, functions }) =>
        [column, depth, functionId].every(({ length }) => length === line.length) &&
        functionId.every((id) => id < functions.length),
      'uneven_columns',
    ),
  );

const indices = z.instanceof(Uint32Array);
const switches: z.ZodMiniType<ThreadSwitches> = z
  .object({ step: indices, thread: indices })
  .check(z.refine(({ step, thread }) => step.length === thread.length, 'uneven_columns'));

const writes: z.ZodMiniType<KeyWrites> = z
  .object({ keys: z.array(z.object({ db: count, key: bytes })), key: indices, step: indices, call: indices })
  .check(
    z.refine(
      ({ keys, key, step, call }) =>
        step.length === key.length && call.length === key.length && key.every((index) => index < keys.length),
      'uneven_columns',
    ),
  );

const named = z.object({ name: text });
const probeShape = z.object({ line: count, column: count, functionId: count });

const origin: z.ZodMiniType<Origin> = z.object({
  version: z.enum(PROFILE_NAMES),
  image,
  times: z.array(z.int()),
});

/** What a trace means by its own numbers is for its reader to say; that is out of reach of the page. */
const trace: z.ZodMiniType<CapturedTrace> = z.object({
  probes: z.array(z.custom<CapturedTrace['probes'][number]>((probe) => z.safeParse(probeShape, probe).success)),
  functions: z.array(z.custom<CapturedTrace['functions'][number]>((one) => z.safeParse(named, one).success)),
  reply: bytes,
  said: z.array(bytes),
  ofCall: z.exactOptional(z.boolean()),
  aborted: z.exactOptional(z.boolean()),
});

const known = z.enum(['known', 'limited', 'unknown']);
const detail: z.ZodMiniType<Detail> = z.object({
  calls: known,
  logs: known,
  changes: known,
  conversions: z.enum(['known', 'unknown']),
  steps: known,
});

/** A recording of this version, from anywhere. What it points to is there; what this version does not know is left out. */
export const recording: z.ZodMiniType<Recording> = z
  .object({
    version: z.literal(RECORDING_VERSION),
    id: text,
    source: z.enum(['reexecution', 'captured', 'none']),
    startedAt: z.number(),
    request: z.object(runRequestShape),
    server,
    dryRun: z.boolean(),
    script: z.object({ sha1: text, wasCached: z.exactOptional(z.boolean()) }),
    outcome,
    reply: z.exactOptional(reply),
    strayed: z.exactOptional(z.object({ reply: z.exactOptional(reply) })),
    wire: z.exactOptional(z.object({ bytes, total: count })),
    duration: z.number(),
    calls: z.array(call),
    logs: z.array(log),
    errors: z.array(errorEvent),
    changes: z.array(keyChange),
    conversions: z.array(conversion),
    steps: z.exactOptional(steps),
    switches: z.exactOptional(switches),
    writes: z.exactOptional(writes),
    keysAtStart: z.exactOptional(
      z.object({ keys: z.array(z.object({ db: count, key: bytes, state: keyState })), more: z.boolean() }),
    ),
    origin: z.exactOptional(origin),
    trace: z.exactOptional(trace),
    totals: z.object({
      calls: count,
      writes: count,
      reads: count,
      errors: count,
      logs: count,
      steps: z.exactOptional(count),
    }),
    detail,
  } satisfies Record<keyof Recording, z.ZodMiniType>)
  .check(z.refine(pointsInside, 'points_outside'));

/** Steps and calls that something refers to are there. */
function pointsInside({ calls, logs, errors, steps: columns }: Pick<Recording, 'calls' | 'logs' | 'errors' | 'steps'>) {
  const length = columns?.line.length ?? Infinity;
  const isStep = ({ step }: { readonly step?: number }) => step === undefined || step < length;
  return calls.every(isStep) && logs.every(isStep) && errors.every(isStep);
}
