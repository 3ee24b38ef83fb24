import type { Bytes } from '../bytes.js';
import type { Args } from '../redis/args.js';
import type { Context } from '../redis/context.js';
import { fail, MASTER_DOWN, NO_REPLICAS } from '../redis/errors.js';
import type { CommandFlags } from '../redis/family.js';
import type { Declared } from './flags.js';

/** Splits what follows the number of keys into keys and arguments. */
export function takeKeys(args: Args, keyCount: number): { keys: readonly Bytes[]; args: readonly Bytes[] } {
  if (keyCount > args.left) fail("ERR Number of keys can't be greater than number of args");
  if (keyCount < 0) fail("ERR Number of keys can't be negative");
  const rest = args.rest();
  return { keys: rest.slice(0, keyCount), args: rest.slice(keyCount) };
}

/** What a script declares, as flags of the command that calls it (`scriptFlagsToCmdFlags`). */
export const commandFlags = (declared: Declared | undefined): CommandFlags | undefined =>
  declared && {
    writes: !declared.has('no-writes'),
    deniesOutOfMemory: deniesOutOfMemory(declared),
    allowsStale: declared.has('allow-stale'),
  };

/** A script that does not write may always run. */
const deniesOutOfMemory = (declared: Declared): boolean => !declared.has('allow-oom') && !declared.has('no-writes');

/**
 * `scriptPrepareForRun`. For a script that declares itself most of it has been checked as flags of the calling command already; not for one
 * in a transaction that has changed the server since it was queued.
 */
export function checkDeclared({ server }: Context, declared: Declared | undefined, readOnlyCommand: boolean): void {
  if (declared === undefined) {
    if (server.isStaleReplica) fail(MASTER_DOWN);
    return;
  }
  if (declared.has('no-cluster') && server.config.text('cluster-enabled') === 'yes')
    fail("ERR Can not run script on cluster, 'no-cluster' flag is set.");
  if (server.isStaleReplica && !declared.has('allow-stale'))
    fail(
      "MASTERDOWN Link with MASTER is down, replica-serve-stale-data is set to 'no' and 'allow-stale' flag is not set on the script.",
    );
  if (!declared.has('no-writes')) {
    if (server.isReadOnlyReplica) fail('READONLY Can not run script with write flag on readonly replica');
    if (readOnlyCommand) fail('ERR Can not execute a script with write flag using *_ro command.');
    if (server.lacksReplicas) fail(NO_REPLICAS);
  }
  if (deniesOutOfMemory(declared) && server.config.maxmemory > 0 && server.outOfMemory)
    fail("OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'");
}
