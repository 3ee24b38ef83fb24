import { copyKeys } from '@luascope/shared/debug';
import type { RequestHandler } from 'express';
import * as z from 'zod';
import type { Engines } from '../engines.js';
import { readInput, targetName } from '../http/input.js';
import { bytesToJson, jsonBytes } from '../http/json.js';

const MAX_KEYS = 200;

const KeysInput = z.strictObject({
  target: targetName,
  keys: z.array(jsonBytes).min(1).max(MAX_KEYS),
});

/** `POST /api/keys`: the commands that make these keys again, as `given` of a run takes them, and the keys that cannot be copied. */
export function keysRoute(engines: Engines): RequestHandler {
  return async (request, response) => {
    const { target, keys } = readInput(KeysInput, request.body);
    const engine = engines[target].open();
    try {
      const { commands, skipped } = await copyKeys((command) => engine.execute(command), keys);
      response.json({
        target,
        given: commands.map((command) => command.map(bytesToJson)),
        skipped: skipped.map(({ key, ...rest }) => ({ ...rest, key: bytesToJson(key) })),
      });
    } finally {
      engine.close();
    }
  };
}
