import type { Context } from '../redis/context.js';
import { BUSY_FUNCTION, BUSY_SCRIPT, fail } from '../redis/errors.js';
import type { ScriptRun } from '../redis/script-run.js';
import { OK, type RespValue } from '../resp/value.js';

const NOT_BUSY = 'NOTBUSY No scripts in execution right now.';
export const UNKILLABLE =
  'UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the script termination or ' +
  'kill the server in a hard way using the SHUTDOWN NOSAVE command.';

/** SCRIPT KILL and FUNCTION KILL (`scriptKill`): marks the running script; its next look at the clock ends it. */
export function killRunning({ server }: Context, kind: ScriptRun['kind']): RespValue {
  const run = server.script;
  if (run === undefined) return fail(NOT_BUSY);
  if (run.wrote) fail(UNKILLABLE);
  if (run.kind !== kind) fail(run.kind === 'function' ? BUSY_FUNCTION : BUSY_SCRIPT);
  run.killed = true;
  return OK;
}
