import type { Bytes } from '../../bytes.js';
import { lowerCase } from '../../commands/lookup.js';
import { splitArguments } from '../../resp/request.js';
import { array, bulk, EMPTY_ARRAY, integer, OK, status, type RespValue } from '../../resp/value.js';
import { Args } from '../args.js';
import { Blocked } from '../blocking.js';
import type { Context } from '../context.js';
import {
  fail,
  FAILOVER_OF_REPLICA,
  FAILOVER_TIMEOUT,
  FAILOVER_WITHOUT_REPLICAS,
  MASTER_PORT,
  MIGRATE_CONNECT_FAILED,
  MIGRATE_WRITE_FAILED,
  MIGRATE_KEYS,
  NO_BACKGROUND_SAVE,
  NO_FAILOVER,
  NO_MASTER_LINK,
  REPLCONF_FILTER,
  replconfFilter,
  replconfOption,
  SYNTAX,
  TIMEOUT_NEGATIVE,
  TIMEOUT_NOT_INTEGER,
  WAIT_IN_REPLICA,
  untilNul,
} from '../errors.js';
import type { Family, Outcome } from '../family.js';

/** Nothing is ever connected here: a replica's master cannot be reached, and a master has no replicas. */
export const replicationFamily: Family = {
  name: 'replication',
  commands: { failover, migrate, psync, replconf, replicaof, role, slaveof: replicaof, sync, wait },
};

/** `replicaofCommand`. */
function replicaof({ server }: Context, args: Args): RespValue {
  const host = args.next();
  if (host.toLowerCase() === 'no' && args.peek()?.toLowerCase() === 'one') {
    server.setMaster(undefined);
    return OK;
  }
  const port = args.range(0, 65535, MASTER_PORT);
  const { master } = server;
  if (master?.host.toLowerCase() === host.toLowerCase() && master.port === port)
    return status('OK Already connected to specified master');
  server.setMaster({ host, port });
  return OK;
}

function role({ server: { master } }: Context): RespValue {
  if (master === undefined) return array([bulk('master'), integer(0), EMPTY_ARRAY]);
  return array([bulk('slave'), bulk(master.host), integer(master.port), bulk('connect'), integer(-1)]);
}

/** Whoever waits for replicas waits until the timeout. */
function wait({ server, mayBlock }: Context, args: Args): Outcome {
  if (server.master !== undefined) fail(WAIT_IN_REPLICA);
  const replicas = args.long();
  const timeout = args.integer(TIMEOUT_NOT_INTEGER);
  if (timeout < 0) fail(TIMEOUT_NEGATIVE);
  if (replicas <= 0 || !mayBlock) return integer(0);
  return new Blocked({
    type: 'string',
    keys: [],
    timeout: Number(timeout),
    timeoutReply: integer(0),
    serve: () => undefined,
  });
}

function failover({ server, argv }: Context, args: Args): RespValue {
  if (argv.length === 2 && args.accept('ABORT')) fail(NO_FAILOVER);
  const seen = new Set<string>();
  while (args.left > 0) {
    const option = args.keyword();
    if (seen.has(option)) fail(SYNTAX);
    seen.add(option);
    if (option === 'TIMEOUT' && args.left > 0) {
      if (args.long() <= 0) fail(FAILOVER_TIMEOUT);
    } else if (option === 'TO' && args.left > 1) {
      args.next();
      args.long();
    } else if (option !== 'FORCE') fail(SYNTAX);
  }
  return fail(server.master === undefined ? FAILOVER_WITHOUT_REPLICAS : FAILOVER_OF_REPLICA);
}

/** `syncCommand`: there is nothing to save in the background, and a replica is answered as on a server that cannot fork. */
function sync({ server, session }: Context): RespValue {
  if (server.master !== undefined) fail(NO_MASTER_LINK);
  session.closing = true;
  return fail(NO_BACKGROUND_SAVE);
}

function psync(context: Context, args: Args): RespValue {
  args.next();
  if (context.server.master === undefined) args.integer();
  return sync(context);
}

/** What a replica says of itself is taken and forgotten. */
function replconf(_: Context, args: Args): RespValue | undefined {
  if (args.left % 2 !== 0) fail(SYNTAX);
  while (args.left > 0) {
    const option = args.next();
    switch (option.toLowerCase()) {
      case 'ack':
      case 'getack':
        return undefined;
      case 'listening-port':
      case 'rdb-only':
        args.long();
        break;
      case 'ip-address':
      case 'capa':
        args.next();
        break;
      case 'rdb-filter-only':
        for (const part of splitArguments(args.next()) ?? fail(REPLCONF_FILTER))
          if (lowerCase(part) !== 'functions') fail(replconfFilter(part));
        break;
      default:
        fail(replconfOption(option));
    }
  }
  return OK;
}

const isAddress = (host: Bytes): boolean => /^(?:localhost|\d+(?:\.\d+){0,3}|[\da-f]*:[\da-f:.]*)$/i.test(host);

/** `migrateCommand`, up to where it would connect. */
function migrate(context: Context, args: Args): RespValue {
  const { keys, argv } = context;
  const named = migratedKeys(context, new Args(argv, 6));
  args.position = 4;
  const [database, timeout] = [args.next(), args.next()];
  new Args([timeout, database], 0).long();
  new Args([timeout, database], 1).long();
  const found = named.filter((key) => keys.lookup(key) !== undefined);
  if (found.length === 0) return status('NOKEY');
  // An address can be tried, and nobody answers; a name cannot even be looked up.
  return fail(isAddress(untilNul(argv[1]!)) ? MIGRATE_WRITE_FAILED : MIGRATE_CONNECT_FAILED);
}

function migratedKeys(context: Context, options: Args): readonly Bytes[] {
  const key = context.argv[3]!;
  while (options.left > 0) {
    const option = options.keyword();
    const secrets = option === 'AUTH' ? 1 : option === 'AUTH2' ? 2 : 0;
    if (option === 'KEYS') return key === '' ? options.rest() : fail(MIGRATE_KEYS);
    if ((option !== 'COPY' && option !== 'REPLACE' && secrets === 0) || options.left < secrets) fail(SYNTAX);
    for (let i = 0; i < secrets; i++) {
      context.redact(options.position);
      options.next();
    }
  }
  return [key];
}
