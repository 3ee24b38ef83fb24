import { array, bulk, integer, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, subscribeDenied, wrongSubcommand } from '../errors.js';
import type { Family, Handler } from '../family.js';
import type { SubscriptionKind } from '../pubsub.js';

export const pubsubFamily: Family = {
  name: 'pubsub',
  commands: {
    psubscribe: subscribe('pattern'),
    publish: publish(false),
    'pubsub|channels': channels('channel'),
    'pubsub|numpat': ({ server }) => integer(server.pubsub.patternCount),
    'pubsub|numsub': counts('channel'),
    'pubsub|shardchannels': channels('shard'),
    'pubsub|shardnumsub': counts('shard'),
    punsubscribe: unsubscribe('pattern'),
    spublish: publish(true),
    ssubscribe: subscribe('shard'),
    subscribe: subscribe('channel'),
    sunsubscribe: unsubscribe('shard'),
    unsubscribe: unsubscribe('channel'),
  },
};

function subscribe(kind: SubscriptionKind): Handler {
  return ({ server, session, caller, command }, args) => {
    if (caller === 'script') fail(subscribeDenied(command.name));
    const messages = args.rest().map((name) => server.pubsub.subscribe(session, kind, name));
    // EXEC counts one reply for each command.
    if (caller === 'exec' && messages.length === 1) return messages[0];
    for (const message of messages) session.output(message);
    return undefined;
  };
}

function unsubscribe(kind: SubscriptionKind): Handler {
  return ({ server, session }, args) => {
    if (args.left === 0) server.pubsub.unsubscribeAll(session, kind);
    for (const name of args.rest()) server.pubsub.unsubscribe(session, kind, name);
    return undefined;
  };
}

function publish(sharded: boolean): Handler {
  return ({ server }, args) => integer(server.pubsub.publish(args.next(), args.next(), sharded));
}

function channels(kind: 'channel' | 'shard'): Handler {
  return ({ server, argv }: Context, args: Args): RespValue => {
    if (args.left > 1) fail(wrongSubcommand(argv));
    return array(server.pubsub.active(kind, args.peek()).map(bulk));
  };
}

function counts(kind: 'channel' | 'shard'): Handler {
  return ({ server }, args) =>
    array(args.rest().flatMap((name) => [bulk(name), integer(server.pubsub.subscribers(kind, name))]));
}
