import { array, NIL_ARRAY, OK, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  DISCARD_WITHOUT_MULTI,
  EXEC_ABORT,
  EXEC_WITHOUT_MULTI,
  fail,
  NESTED_MULTI,
  WATCH_IN_MULTI,
} from '../errors.js';
import type { Family } from '../family.js';

export const transactionFamily: Family = {
  name: 'transactions',
  commands: { discard, exec, multi, unwatch, watch },
};

function multi({ session }: Context): RespValue {
  if (session.transaction !== undefined) fail(NESTED_MULTI);
  session.transaction = { queue: [], doomed: false };
  return OK;
}

function discard({ server, session }: Context): RespValue {
  if (session.transaction === undefined) fail(DISCARD_WITHOUT_MULTI);
  server.discard(session);
  return OK;
}

/** `execCommand`. */
function exec({ server, session }: Context): RespValue {
  const { transaction } = session;
  if (transaction === undefined) return fail(EXEC_WITHOUT_MULTI);
  const broken = session.watchBroken || server.watchers.anyExpired(session);
  if (transaction.doomed || broken) {
    server.discard(session);
    return transaction.doomed ? fail(EXEC_ABORT) : NIL_ARRAY;
  }
  server.watchers.unwatch(session);
  const { queue } = transaction;
  const collected: RespValue[] = [];
  session.collected = collected;
  try {
    for (const queued of queue) {
      const reply = server.executeQueued(session, queued);
      if (reply !== undefined) collected.push(reply);
    }
  } finally {
    session.collected = undefined;
  }
  server.discard(session);
  // The array announces a reply for each command. Messages stand among them, and what is too many comes behind.
  for (const reply of collected.slice(queue.length)) server.sendBehind(session, reply);
  return array(collected.slice(0, queue.length));
}

function watch({ server, session }: Context, args: Args): RespValue {
  if (session.transaction !== undefined) fail(WATCH_IN_MULTI);
  if (!session.watchBroken) for (const key of args.rest()) server.watchers.watch(session, key);
  return OK;
}

function unwatch({ server, session }: Context): RespValue {
  server.watchers.unwatch(session);
  session.watchBroken = false;
  return OK;
}
