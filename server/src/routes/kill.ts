import type { RequestHandler } from 'express';
import * as z from 'zod';
import type { Engines } from '../engines.js';
import { readInput, targetName } from '../http/input.js';
import { replyToJson } from '../http/json.js';

const KillInput = z.strictObject({ target: targetName });

/** `POST /api/kill`: asks for the running script to be stopped and says what the server answered. Waits while the server answers nobody. */
export function killRoute(engines: Engines): RequestHandler {
  return async (request, response) => {
    const { target } = readInput(KillInput, request.body);
    const engine = engines[target].open();
    try {
      const { outcome, reply } = await engine.kill();
      response.json({ target, outcome, ...(reply && { reply: replyToJson(reply) }) });
    } finally {
      engine.close();
    }
  };
}
