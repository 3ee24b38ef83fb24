import * as z from 'zod/mini';
import type { CallArgs, CallMessage, CallName, ClientMessage, RunRequest, ScanQuery } from '../debug/index.js';
import { bytes, read } from './read.js';

const index = z.int().check(z.nonnegative());
const command = z.array(bytes).check(z.minLength(1));

/** What a request says of a run itself. */
export const runRequestShape = {
  mode: z.enum(['EVAL', 'EVALSHA', 'EVAL_RO', 'EVALSHA_RO', 'FCALL', 'FCALL_RO']),
  script: bytes,
  functionName: z.exactOptional(bytes),
  keys: z.array(bytes),
  args: z.array(bytes),
  given: z.array(command),
  data: z.enum(['fresh', 'keep']),
  resp: z.literal([2, 3]),
  db: index,
  maxSteps: z.exactOptional(z.int().check(z.positive())),
};

export const runRequest: z.ZodMiniType<RunRequest> = z.strictObject({
  ...runRequestShape,
  rerun: z.exactOptional(z.string()),
  startOf: z.exactOptional(z.string()),
  confirmed: z.exactOptional(z.boolean()),
});

const scanQuery: z.ZodMiniType<ScanQuery> = z.strictObject({
  probes: z.array(
    z.strictObject({
      id: z.string(),
      at: z.union([z.literal('everywhere'), z.strictObject({ line: index, column: z.exactOptional(index) })]),
      expression: z.exactOptional(bytes),
      kind: z.enum(['condition', 'log', 'change']),
      call: z.exactOptional(z.strictObject({ step: index, depth: index })),
    }),
  ),
  strings: z.exactOptional(
    z.array(z.strictObject({ id: z.string(), call: index, part: z.enum(['command', 'reply']), path: z.array(index) })),
  ),
});

/** The arguments of every call of an engine. The type makes the table complete, and each entry true to the interface. */
const callArgs: { readonly [K in CallName]: z.ZodMiniType<CallArgs[K]> } = {
  run: z.tuple([runRequest]),
  record: z.tuple([runRequest]),
  inspect: z.tuple([z.string(), index]),
  evaluate: z.tuple([z.string(), index, index, bytes]),
  release: z.tuple([z.string()]),
  kill: z.tuple([]),
  execute: z.union([z.tuple([command]), z.tuple([command, z.union([z.string(), z.undefined()])])]),
};

const callName = z.enum(Object.keys(callArgs) as CallName[]);
const envelope = z.looseObject({ type: z.enum(['call', 'scan', 'more', 'cancel']), id: z.int() });
const callEnvelope = z.looseObject({ method: callName });
const scanEnvelope = z.looseObject({ recording: z.string() });

/**
 * Checks a message that reached `serve` from another process.
 *
 * @throws AppError `bad-input`, with the field and the problem
 */
export function readClientMessage(message: unknown): ClientMessage {
  const { type, id, ...rest } = read(envelope, message);
  switch (type) {
    case 'call': {
      const { method, args } = read(callEnvelope, rest);
      return { type, id, method, args: read<CallArgs[CallName]>(callArgs[method], args, 'args') } as CallMessage;
    }
    case 'scan': {
      const { recording, query } = read(scanEnvelope, rest);
      return { type, id, recording, query: read(scanQuery, query, 'query') };
    }
    case 'more':
    case 'cancel':
      return { type, id };
  }
}
