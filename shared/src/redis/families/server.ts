import { findCommand } from '../../commands/lookup.js';
import { array, bulk, EMPTY_ARRAY, integer, OK, status, text, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import type { Database } from '../database.js';
import {
  BUSY_FUNCTION,
  BUSY_SCRIPT,
  DB_OUT_OF_RANGE,
  fail,
  FIRST_DB,
  MODULE_NOT_ALLOWED,
  NO_CLUSTER,
  NO_SHUTDOWN,
  SECOND_DB,
  MONITOR_BLOCKS,
  SHUTDOWN_BLOCKS,
  SHUTDOWN_FAILED,
  SYNTAX,
} from '../errors.js';
import type { Family, Handler } from '../family.js';

export const serverFamily: Family = {
  name: 'server',
  commands: {
    ...clusterCommands(),
    asking: () => fail(NO_CLUSTER),
    bgrewriteaof: () => status('Background append only file rewriting started'),
    bgsave: backgroundSave,
    dbsize: ({ keys }) => integer(keys.size),
    flushall: (context, args) => flush(context, args, context.keyspace.databases),
    flushdb: (context, args) => flush(context, args, [context.keys]),
    lastsave: ({ server }) => integer(Math.floor(server.lastSaveAt / 1000)),
    lolwut,
    'module|list': () => EMPTY_ARRAY,
    'module|load': () => fail(MODULE_NOT_ALLOWED),
    'module|loadex': () => fail(MODULE_NOT_ALLOWED),
    'module|unload': () => fail(MODULE_NOT_ALLOWED),
    monitor,
    readonly: () => fail(NO_CLUSTER),
    readwrite: () => fail(NO_CLUSTER),
    save,
    shutdown,
    swapdb,
    time,
  },
};

/** There is no cluster: every subcommand says so, HELP included. */
function clusterCommands(): Record<string, Handler> {
  const subcommands = findCommand('cluster')!.subcommands;
  return Object.fromEntries(subcommands.map(({ name }): [string, Handler] => [name, () => fail(NO_CLUSTER)]));
}

function flush({ keyspace, server }: Context, args: Args, databases: readonly Database[]): RespValue {
  if (args.left > 1 || (args.left === 1 && !args.accept('SYNC') && !args.accept('ASYNC'))) fail(SYNTAX);
  for (const db of databases) if (db.size > 0) keyspace.flush(db);
  server.tracking.invalidateAll();
  return OK;
}

/** The version alone: the drawings of versions 5 and 6 are of chance. */
function lolwut({ server }: Context, args: Args): RespValue {
  if (args.left > 1 && args.accept('VERSION')) args.long();
  return text(`Redis ver. ${server.version.text}\n`);
}

function swapdb({ keyspace }: Context, args: Args): RespValue {
  const [first, second] = [args.int(FIRST_DB), args.int(SECOND_DB)];
  const [a, b] = [keyspace.databases[first], keyspace.databases[second]];
  if (a === undefined || b === undefined) return fail(DB_OUT_OF_RANGE);
  if (a !== b) keyspace.swap(a, b);
  return OK;
}

function time({ server }: Context): RespValue {
  const now = server.clock();
  return array([bulk(String(Math.floor(now / 1e6))), bulk(String(now % 1e6))]);
}

function monitor({ server, session, mayBlock }: Context): RespValue {
  if (!mayBlock) fail(MONITOR_BLOCKS);
  server.monitors.add(session);
  return OK;
}

function save({ server, now }: Context): RespValue {
  server.lastSaveAt = now;
  server.statistics.dirty = 0;
  return OK;
}

function backgroundSave(context: Context, args: Args): RespValue {
  if (args.left > 1 || (args.left === 1 && !args.accept('SCHEDULE'))) fail(SYNTAX);
  save(context);
  return status('Background saving started');
}

/** `shutdownCommand`. */
function shutdown({ server, mayBlock }: Context, args: Args): RespValue | undefined {
  const options = new Set<string>();
  while (args.left > 0) {
    const word = args.keyword();
    if (!['NOSAVE', 'SAVE', 'NOW', 'FORCE', 'ABORT'].includes(word)) fail(SYNTAX);
    options.add(word);
  }
  if ((options.has('ABORT') && options.size > 1) || (options.has('SAVE') && options.has('NOSAVE'))) fail(SYNTAX);
  if (options.has('ABORT')) fail(NO_SHUTDOWN);
  if (!options.has('NOW') && !mayBlock) fail(SHUTDOWN_BLOCKS);
  if (!options.has('NOSAVE') && server.script?.busy === true)
    fail(server.script.kind === 'script' ? BUSY_SCRIPT : BUSY_FUNCTION);
  if (!server.shutDown()) fail(SHUTDOWN_FAILED);
  return undefined;
}
