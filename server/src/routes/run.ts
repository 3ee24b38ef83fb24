import type { RequestHandler } from 'express';
import * as z from 'zod';
import type { RunRequest } from '@luascope/shared/debug';
import type { Engines } from '../engines.js';
import { jsonCommand, readInput, targetName } from '../http/input.js';
import { jsonBytes } from '../http/json.js';
import { recordingToJson } from '../http/recording-json.js';
import type { KnownScriptsByTarget } from './known-scripts.js';

const RunInput = z.strictObject({
  target: targetName,
  script: jsonBytes,
  keys: z.array(jsonBytes).default([]),
  args: z.array(jsonBytes).default([]),
  mode: z.enum(['EVAL', 'EVALSHA', 'EVAL_RO', 'EVALSHA_RO', 'FCALL', 'FCALL_RO']).default('EVAL'),
  given: z.array(jsonCommand).default([]),
  data: z.enum(['fresh', 'keep']).default('keep'),
  resp: z.literal([2, 3]).default(2),
  db: z.int().min(0).max(65535).optional(),
  confirmed: z.boolean().default(false),
});

/** `POST /api/run`: runs a script and answers with the recording. A script that fails is a reply like any other: 200. */
export function runRoute(engines: Engines, known: KnownScriptsByTarget): RequestHandler {
  return async (request, response) => {
    const { target, db, ...input } = readInput(RunInput, request.body);
    const source = engines[target];
    const engine = source.open();
    try {
      const run: RunRequest = { ...input, db: db ?? source.state.server?.db ?? 0 };
      const recording = await engine.run(run);
      if (run.mode === 'EVAL' || run.mode === 'EVAL_RO') known[target].add(recording.script.sha1, run.script, run.mode);
      response.json(recordingToJson(recording));
    } finally {
      engine.close();
    }
  };
}
