import type { Bytes } from '@luascope/shared/bytes';
import { AppError, RedisError } from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';
import type { RequestHandler } from 'express';
import * as z from 'zod';
import type { Engines, VisitEngine } from '../engines.js';
import { readInput, targetName } from '../http/input.js';
import { bytesToJson, jsonBytes } from '../http/json.js';
import type { KnownScriptsByTarget } from './known-scripts.js';

const ListInput = z.strictObject({ target: targetName });

const ScriptsInput = z.discriminatedUnion('action', [
  z.strictObject({ target: targetName, action: z.literal('load'), script: jsonBytes }),
  z.strictObject({
    target: targetName,
    action: z.literal('flush'),
    mode: z.enum(['SYNC', 'ASYNC']).optional(),
    confirmed: z.boolean().default(false),
  }),
]);

/** `GET /api/scripts?target=live`: the scripts this process sent to the target, and whether it still has each of them. */
export function listScriptsRoute(engines: Engines, known: KnownScriptsByTarget): RequestHandler {
  return async (request, response) => {
    const { target } = readInput(ListInput, request.query);
    const scripts = known[target].list();
    const exists = await asked(
      engines[target].open(),
      scripts.length === 0 ? [] : ['SCRIPT', 'EXISTS', ...scripts.map(({ sha1 }) => sha1)],
    );
    response.json({
      target,
      scripts: scripts.map(({ sha1, source, via, firstSentAt }, i) => ({
        sha1,
        source: bytesToJson(source),
        via,
        firstSentAt,
        exists: exists?.type === 'array' ? isOne(exists.items[i]) : false,
      })),
    });
  };
}

/** `POST /api/scripts`: `{"action": "load", "script"}` answers the SHA1; `{"action": "flush"}` empties the server's script cache. */
export function changeScriptsRoute(engines: Engines, known: KnownScriptsByTarget): RequestHandler {
  return async (request, response) => {
    const input = readInput(ScriptsInput, request.body);
    const { target } = input;
    const source = engines[target];
    if (input.action === 'load') {
      const reply = await asked(source.open(), ['SCRIPT', 'LOAD', input.script]);
      if (reply?.type !== 'bulk') throw new AppError('internal', { message: 'SCRIPT LOAD answered no SHA1' });
      known[target].add(reply.value, input.script, 'SCRIPT LOAD');
      response.json({ target, sha1: reply.value });
      return;
    }
    if (source.state.capabilities.confirmWrites && !input.confirmed)
      throw new AppError('needs-confirmation', {
        address: source.state.server?.address ?? '',
        commands: 'SCRIPT|FLUSH',
      });
    await asked(source.open(), ['SCRIPT', 'FLUSH', ...(input.mode === undefined ? [] : [input.mode])]);
    response.json({ target, flushed: true });
  };
}

/** The reply to one command, undefined for none; closes the engine. An error reply is thrown as RedisError. */
async function asked(engine: VisitEngine, command: readonly Bytes[]): Promise<RespValue | undefined> {
  try {
    if (command.length === 0) return undefined;
    const reply = await engine.execute(command);
    if (reply.type === 'error') throw new RedisError(reply.text);
    return reply;
  } finally {
    engine.close();
  }
}

function isOne(reply: RespValue | undefined): boolean {
  return reply?.type === 'integer' && reply.value === 1;
}
