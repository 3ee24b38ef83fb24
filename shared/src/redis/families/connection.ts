import type { Bytes } from '../../bytes.js';
import { array, bulk, integer, map, OK, status, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  CLIENT_NAME,
  DB_OUT_OF_RANGE,
  fail,
  HELLO_NO_AUTH,
  helloOption,
  NO_PASSWORD_SET,
  NO_PROTOCOL,
  PROTOCOL_NOT_INTEGER,
  SYNTAX,
  wrongArity,
  WRONG_PASSWORD,
} from '../errors.js';
import type { Family } from '../family.js';
import type { Session } from '../session.js';

export const connectionFamily: Family = {
  name: 'connection',
  commands: { auth, echo, hello, ping, quit, reset, select },
};

function ping({ session }: Context, args: Args): RespValue {
  if (args.left > 1) fail(wrongArity('ping'));
  const message = args.peek();
  if (session.subscribed && session.resp === 2) return array([bulk('pong'), bulk(message ?? '')]);
  return message === undefined ? status('PONG') : bulk(message);
}

function echo(_: Context, args: Args): RespValue {
  return bulk(args.next());
}

function select({ session, keyspace }: Context, args: Args): RespValue {
  session.db = keyspace.databases[args.int()] ?? fail(DB_OUT_OF_RANGE);
  return OK;
}

function quit({ session }: Context): RespValue {
  session.closing = true;
  return OK;
}

/** `clearClientConnectionState`. */
function reset({ server, session }: Context): RespValue {
  server.monitors.delete(session);
  server.tracking.disable(session);
  session.db = server.keyspace.databases[0]!;
  session.resp = 2;
  server.authenticateAsDefault(session);
  server.discard(session);
  server.pubsub.drop(session);
  session.name = '';
  if (session.replyMode !== 'skip-now') session.replyMode = 'on';
  session.noEvict = false;
  return status('RESET');
}

function auth(context: Context, args: Args): RespValue {
  if (args.left > 2) fail(SYNTAX);
  context.redact(1);
  if (args.left === 2) {
    context.redact(2);
    authenticate(context, args.next(), args.next());
  } else {
    if (context.server.acl.defaultUser.noPassword) fail(NO_PASSWORD_SET);
    authenticate(context, 'default', args.next());
  }
  return OK;
}

/** `ACLAuthenticateUser`. */
function authenticate({ server, session, argv }: Context, name: Bytes, password: Bytes): void {
  const user = server.acl.users.get(name);
  if (user?.accepts(password) !== true) {
    server.acl.logAuth(session, argv[0]!, name);
    fail(WRONG_PASSWORD);
  }
  session.user = user;
  session.authenticated = true;
}

/** CLIENT SETNAME and HELLO SETNAME: an empty name is none. */
export function setName(session: Session, name: Bytes): void {
  if (/[^!-~]/.test(name)) fail(CLIENT_NAME);
  session.name = name;
}

function hello(context: Context, args: Args): RespValue {
  const { session } = context;
  const version = args.left > 0 ? args.integer(PROTOCOL_NOT_INTEGER) : undefined;
  if (version !== undefined && version !== 2 && version !== 3) return fail(NO_PROTOCOL);
  while (args.left > 0) {
    if (args.left > 2 && args.accept('AUTH')) {
      context.redact(args.position);
      context.redact(args.position + 1);
      authenticate(context, args.next(), args.next());
    } else if (args.left > 1 && args.accept('SETNAME')) setName(session, args.next());
    else fail(helloOption(args.next()));
  }
  if (!session.authenticated && context.server.requiresAuth(session)) fail(HELLO_NO_AUTH);
  if (version !== undefined) session.resp = version;
  return map([
    [bulk('server'), bulk('redis')],
    [bulk('version'), bulk(context.server.version.text)],
    [bulk('proto'), integer(session.resp)],
    [bulk('id'), integer(session.id)],
    [bulk('mode'), bulk('standalone')],
    [bulk('role'), bulk(context.server.master === undefined ? 'master' : 'replica')],
    [bulk('modules'), array([])],
  ]);
}
