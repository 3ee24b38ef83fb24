import { AppError } from '@luascope/shared/debug';
import { lookupCommand } from '@luascope/shared/commands';
import { print, type RespValue } from '@luascope/shared/resp';
import type { RequestHandler } from 'express';
import * as z from 'zod';
import type { Engines } from '../engines.js';
import { jsonCommand, readInput, targetName } from '../http/input.js';
import { bytesToJson, replyToJson } from '../http/json.js';

const MAX_COMMANDS = 1000;

const CommandInput = z.union([
  z.strictObject({ target: targetName, command: jsonCommand }),
  z.strictObject({ target: targetName, commands: z.array(jsonCommand).min(1).max(MAX_COMMANDS) }),
]);

/** These turn a connection into a stream, which one answer cannot carry. */
const STREAMS: ReadonlySet<string> = new Set(['monitor', 'subscribe', 'psubscribe', 'ssubscribe']);

/**
 * `POST /api/command`: one command, or several on one connection (so that MULTI, SELECT and WATCH work), which is closed afterwards.
 * Error replies are replies: 200.
 */
export function commandRoute(engines: Engines): RequestHandler {
  return async (request, response) => {
    const { target, ...input } = readInput(CommandInput, request.body);
    const commands = 'command' in input ? [input.command] : input.commands;
    for (const command of commands)
      if (STREAMS.has(lookupCommand(command)?.name ?? ''))
        throw new AppError('not-supported', { what: command[0] ?? '' });
    const engine = engines[target].open();
    try {
      const replies: RespValue[] = [];
      for (const command of commands) replies.push(await engine.execute(command));
      const shown = replies.map((reply) => ({ reply: replyToJson(reply), text: bytesToJson(print(reply)) }));
      response.json('command' in input ? { target, ...shown[0] } : { target, replies: shown });
    } finally {
      engine.close();
    }
  };
}
