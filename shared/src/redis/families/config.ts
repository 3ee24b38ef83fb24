import { bulk, map, OK, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, NO_CONFIG_FILE, SYNTAX } from '../errors.js';
import type { Family } from '../family.js';

export const configFamily: Family = {
  name: 'config',
  commands: {
    'config|get': get,
    'config|resetstat': resetStatistics,
    'config|rewrite': () => fail(NO_CONFIG_FILE),
    'config|set': set,
  },
};

function get({ server }: Context, args: Args): RespValue {
  return map(server.config.get(args.rest()).map(([name, value]) => [bulk(name), bulk(value)]));
}

function set(context: Context, args: Args): RespValue {
  if (args.left % 2 !== 0) fail(SYNTAX);
  const { config } = context.server;
  const pairs: [string, string][] = [];
  while (args.left > 0) {
    if (config.find(args.peek()!)?.sensitive === true) context.redact(args.position + 1);
    pairs.push([args.next(), args.next()]);
  }
  config.set(pairs);
  return OK;
}

function resetStatistics({ server }: Context): RespValue {
  server.resetStatistics();
  return OK;
}
