import type { Bytes } from '../bytes.js';
import type { Args } from '../redis/args.js';
import type { Context } from '../redis/context.js';
import { fail, MASTER_DOWN, NO_REPLICAS, OUT_OF_MEMORY, READ_ONLY_REPLICA } from '../redis/errors.js';
import type { Declared } from './flags.js';

/** Splits what follows the number of keys into keys and arguments. */
export function takeKeys(args: Args, keyCount: number): { keys: readonly Bytes[]; args: readonly Bytes[] } {
  if (keyCount > args.left) fail("ERR Number of keys can't be greater than number of args");
  if (keyCount < 0) fail("ERR Number of keys can't be negative");
  const rest = args.rest();
  return { keys: rest.slice(0, keyCount), args: rest.slice(keyCount) };
}

/**
 * The checks that a declared script passes before it runs. Flags count for the calling command too (`scriptFlagsToCmdFlags`), which is why
 * a shortage of memory has the text of `processCommand`; those of `scriptPrepareForRun` come later, {@link checkDeclared}.
 */
export function checkCommandFlags({ server }: Context, declared: Declared | undefined): void {
  if (declared === undefined) return;
  const writes = !declared.has('no-writes');
  if (writes && !declared.has('allow-oom') && server.config.maxmemory > 0 && server.outOfMemory) fail(OUT_OF_MEMORY);
  if (writes && server.lacksReplicas) fail(NO_REPLICAS);
  if (writes && server.isReadOnlyReplica) fail(READ_ONLY_REPLICA);
  if (server.isStaleReplica && !declared.has('allow-stale')) fail(MASTER_DOWN);
}

/** `scriptPrepareForRun` for a script with a shebang, or a function. */
export function checkDeclared(context: Context, declared: Declared | undefined, readOnlyCommand: boolean): void {
  if (declared === undefined) {
    if (context.server.isStaleReplica) fail(MASTER_DOWN);
    return;
  }
  if (declared.has('no-cluster') && context.server.config.text('cluster-enabled') === 'yes')
    fail("ERR Can not run script on cluster, 'no-cluster' flag is set.");
  if (!declared.has('no-writes') && readOnlyCommand)
    fail('ERR Can not execute a script with write flag using *_ro command.');
}
