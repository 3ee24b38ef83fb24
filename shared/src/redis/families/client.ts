import type { Bytes } from '../../bytes.js';
import { array, bulk, bulkOrNil, integer, map, OK, set, text, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import { describeSession } from '../client-info.js';
import type { Context } from '../context.js';
import {
  CACHING_NO,
  CACHING_WITHOUT_TRACKING,
  CACHING_YES,
  CLIENT_ID,
  CLIENT_ID_NOT_POSITIVE,
  clientType,
  fail,
  NO_REDIRECTION_TARGET,
  NO_SUCH_CLIENT,
  noSuchUser,
  ONE_REDIRECTION,
  OPT_WITH_BCAST,
  OPTIN_AND_OPTOUT,
  PAUSE_MODE,
  PREFIX_WITHOUT_BCAST,
  prefixOverlaps,
  SWITCHED_BCAST,
  SWITCHED_OPT,
  SYNTAX,
  TIMEOUT_NEGATIVE,
  TIMEOUT_NOT_INTEGER,
  UNBLOCK_REASON,
  wrongSubcommand,
} from '../errors.js';
import type { Family } from '../family.js';
import type { Session, Tracking } from '../session.js';
import { INT64_MAX } from '../values/integer.js';
import { UNBLOCKED } from '../waiting.js';
import { setName } from './connection.js';

export const clientFamily: Family = {
  name: 'client',
  commands: {
    'client|caching': caching,
    'client|getname': ({ session }) => bulkOrNil(session.name === '' ? undefined : session.name),
    'client|getredir': ({ session }) => integer(redirection(session)),
    'client|id': ({ session }) => integer(session.id),
    'client|info': ({ server, session }) => text(`${describeSession(server, session)}\n`),
    'client|kill': kill,
    'client|list': list,
    'client|no-evict': noEvict,
    'client|pause': pause,
    'client|reply': reply,
    'client|setname': rename,
    'client|tracking': tracking,
    'client|trackinginfo': trackingInfo,
    'client|unblock': unblock,
    'client|unpause': unpause,
  },
};

type ClientType = 'normal' | 'replica' | 'pubsub' | 'master';

function readType(args: Args): ClientType {
  const type = args.next();
  switch (type.toLowerCase()) {
    case 'normal':
    case 'pubsub':
    case 'master':
      return type.toLowerCase() as ClientType;
    case 'slave':
    case 'replica':
      return 'replica';
    default:
      return fail(clientType(type));
  }
}

/** `getClientType`: a monitoring client counts as a normal one. */
const typeOf = (session: Session): ClientType => (session.subscribed ? 'pubsub' : 'normal');

function list({ server }: Context, args: Args): RespValue {
  let sessions = [...server.sessions.values()];
  if (args.left === 2 && args.accept('TYPE')) {
    const type = readType(args);
    sessions = sessions.filter((session) => typeOf(session) === type);
  } else if (args.left > 1 && args.accept('ID')) {
    sessions = [];
    while (args.left > 0) {
      const session = server.sessions.get(args.long(CLIENT_ID));
      if (session !== undefined) sessions.push(session);
    }
  } else if (args.left > 0) fail(SYNTAX);
  return text(sessions.map((session) => `${describeSession(server, session)}\n`).join(''));
}

function reply({ session }: Context, args: Args): RespValue | undefined {
  const mode = args.keyword();
  if (mode === 'ON') {
    session.replyMode = 'on';
    return OK;
  }
  if (mode === 'OFF') session.replyMode = 'off';
  else if (mode === 'SKIP') {
    if (session.replyMode !== 'off') session.replyMode = 'skip-next';
  } else fail(SYNTAX);
  return undefined;
}

function onOrOff(args: Args): boolean {
  const word = args.keyword();
  return word === 'ON' ? true : word === 'OFF' ? false : fail(SYNTAX);
}

function noEvict({ session }: Context, args: Args): RespValue {
  session.noEvict = onOrOff(args);
  return OK;
}

function rename({ session }: Context, args: Args): RespValue {
  setName(session, args.next());
  return OK;
}

/** What CLIENT KILL looks for; undefined matches all. */
interface Target {
  id?: number;
  type?: ClientType;
  address?: Bytes;
  localAddress?: Bytes;
  user?: Bytes;
  skipMe: boolean;
}

function readTarget({ server }: Context, args: Args): Target {
  if (args.left === 1) return { address: args.next(), skipMe: false };
  const target: Target = { skipMe: true };
  while (args.left > 0) {
    const option = args.keyword();
    if (args.left === 0) fail(SYNTAX);
    if (option === 'ID') target.id = args.range(1, Number(INT64_MAX), CLIENT_ID_NOT_POSITIVE);
    else if (option === 'TYPE') target.type = readType(args);
    else if (option === 'ADDR') target.address = args.next();
    else if (option === 'LADDR') target.localAddress = args.next();
    else if (option === 'USER') {
      target.user = args.next();
      if (!server.acl.users.has(target.user)) fail(noSuchUser(target.user));
    } else if (option === 'SKIPME') {
      const answer = args.keyword();
      if (answer !== 'YES' && answer !== 'NO') fail(SYNTAX);
      target.skipMe = answer === 'YES';
    } else fail(SYNTAX);
  }
  return target;
}

function kill(context: Context, args: Args): RespValue {
  const { server, session: me } = context;
  const oldForm = args.left === 1;
  const { id, type, address, localAddress, user, skipMe } = readTarget(context, args);
  let killed = 0;
  for (const session of server.sessions.values()) {
    if (address !== undefined && session.peer.address !== address) continue;
    if (localAddress !== undefined && session.peer.localAddress !== localAddress) continue;
    if (type !== undefined && typeOf(session) !== type) continue;
    if (id !== undefined && session.id !== id) continue;
    if (user !== undefined && session.user.name !== user) continue;
    if (session === me && skipMe) continue;
    if (session === me) session.closing = true;
    else server.kill(session);
    killed++;
  }
  if (!oldForm) return integer(killed);
  return killed === 0 ? fail(NO_SUCH_CLIENT) : OK;
}

function unblock({ server, argv }: Context, args: Args): RespValue {
  if (args.left > 2) fail(wrongSubcommand(argv));
  let asError = false;
  if (args.left === 2) {
    const reason = (args.peek(1) ?? '').toUpperCase();
    if (reason !== 'TIMEOUT' && reason !== 'ERROR') fail(UNBLOCK_REASON);
    asError = reason === 'ERROR';
  }
  const session = server.sessions.get(args.long());
  if (session?.wait === undefined) return integer(0);
  server.waits.finish(session, asError ? server.errorReply(UNBLOCKED.text) : session.wait.blocked.timeoutReply);
  return integer(1);
}

function pause({ server, now, argv }: Context, args: Args): RespValue {
  if (args.left > 2) fail(wrongSubcommand(argv));
  const mode = args.peek(1)?.toUpperCase() ?? 'ALL';
  if (mode !== 'WRITE' && mode !== 'ALL') fail(PAUSE_MODE);
  const timeout = args.integer(TIMEOUT_NOT_INTEGER);
  if (timeout < 0) fail(TIMEOUT_NEGATIVE);
  const { pause: current } = server;
  // The longer and the stricter of two pauses wins.
  const until = Math.max(Number(timeout) + now, current?.until ?? 0);
  server.pause = { until, writesOnly: mode === 'WRITE' && current?.writesOnly !== false };
  server.keyspace.mayExpire = false;
  return OK;
}

function unpause({ server }: Context): RespValue {
  server.endPause();
  return OK;
}

const redirection = ({ tracking: options }: Session): number => (options === undefined ? -1 : (options.redirect ?? 0));

function tracking(context: Context, args: Args): RespValue {
  const { server, session } = context;
  const word = args.next();
  const options = readTracking(context, args);
  const mode = word.toUpperCase();
  if (mode === 'OFF') server.tracking.disable(session);
  else if (mode === 'ON') {
    checkTracking(session, options);
    const prefixes = options.broadcast
      ? [...(session.tracking?.prefixes ?? []), ...(options.prefixes.length === 0 ? [''] : options.prefixes)]
      : [];
    server.tracking.enable(session, { ...options, prefixes: [...new Set(prefixes)].sort() });
  } else fail(SYNTAX);
  return OK;
}

function readTracking({ server }: Context, args: Args): Tracking {
  let redirect: number | undefined;
  const flags = { broadcast: false, optIn: false, optOut: false, noLoop: false };
  const prefixes: Bytes[] = [];
  while (args.left > 0) {
    if (args.left > 1 && args.accept('REDIRECT')) {
      if (redirect !== undefined) fail(ONE_REDIRECTION);
      redirect = args.long();
      if (!server.sessions.has(redirect)) fail(NO_REDIRECTION_TARGET);
    } else if (args.accept('BCAST')) flags.broadcast = true;
    else if (args.accept('OPTIN')) flags.optIn = true;
    else if (args.accept('OPTOUT')) flags.optOut = true;
    else if (args.accept('NOLOOP')) flags.noLoop = true;
    else if (args.left > 1 && args.accept('PREFIX')) prefixes.push(args.next());
    else fail(SYNTAX);
  }
  return { redirect, prefixes, ...flags };
}

function checkTracking({ tracking: current }: Session, { broadcast, optIn, optOut, prefixes }: Tracking): void {
  if (!broadcast && prefixes.length > 0) fail(PREFIX_WITHOUT_BCAST);
  if (current !== undefined && current.broadcast !== broadcast) fail(SWITCHED_BCAST);
  if (broadcast && (optIn || optOut)) fail(OPT_WITH_BCAST);
  if (optIn && optOut) fail(OPTIN_AND_OPTOUT);
  if ((optIn && current?.optOut === true) || (optOut && current?.optIn === true)) fail(SWITCHED_OPT);
  if (!broadcast) return;
  prefixes.forEach((prefix, i) => {
    const existing = current?.prefixes.find((other) => overlap(other, prefix));
    if (existing !== undefined) fail(prefixOverlaps(prefix, existing, 'an existing'));
    const other = prefixes.slice(i + 1).find((later) => overlap(later, prefix));
    if (other !== undefined) fail(prefixOverlaps(prefix, other, 'another provided'));
  });
}

const overlap = (a: Bytes, b: Bytes): boolean => a.startsWith(b) || b.startsWith(a);

function caching({ session }: Context, args: Args): RespValue {
  const { tracking: options } = session;
  if (options === undefined) return fail(CACHING_WITHOUT_TRACKING);
  const word = args.keyword();
  if (word === 'YES') {
    if (!options.optIn) fail(CACHING_YES);
  } else if (word === 'NO') {
    if (!options.optOut) fail(CACHING_NO);
  } else fail(SYNTAX);
  session.caching = true;
  return OK;
}

function trackingInfo({ server, session }: Context): RespValue {
  const { tracking: options } = session;
  const flags = [options === undefined ? 'off' : 'on'];
  if (options?.broadcast === true) flags.push('bcast');
  if (options?.optIn === true) flags.push('optin', ...(session.caching ? ['caching-yes'] : []));
  if (options?.optOut === true) flags.push('optout', ...(session.caching ? ['caching-no'] : []));
  if (options?.noLoop === true) flags.push('noloop');
  if (options?.redirect !== undefined && !server.sessions.has(options.redirect)) flags.push('broken_redirect');
  return map([
    [bulk('flags'), set(flags.map(bulk))],
    [bulk('redirect'), integer(redirection(session))],
    [bulk('prefixes'), array((options?.prefixes ?? []).map(bulk))],
  ]);
}
