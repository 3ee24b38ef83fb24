import { bulk, integer, NIL, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, LFU_NOT_SELECTED, LFU_SELECTED } from '../errors.js';
import type { Family, Handler } from '../family.js';
import type { Value } from '../value.js';
import { StringValue } from '../values/string-value.js';

export const objectFamily: Family = {
  name: 'object',
  commands: {
    'object|encoding': about(({ encoding }) => bulk(encoding)),
    'object|freq': about((value, { server }) => {
      if (!server.tracksFrequency) fail(LFU_NOT_SELECTED);
      return integer(server.memory.frequency(value));
    }),
    'object|idletime': about((value, { server, now }) => {
      if (server.tracksFrequency) fail(LFU_SELECTED);
      return integer(Math.max(0, Math.floor((now - value.accessedAt) / 1000)));
    }),
    'object|refcount': about((value) => integer(isShared(value) ? SHARED : 1)),
  },
};

/** What OBJECT REFCOUNT shows for one of the small integers that all keys share. */
const SHARED = 2147483647;

const isShared = (value: Value): boolean => value instanceof StringValue && value.isShared;

function about(answer: (value: Value, context: Context) => RespValue): Handler {
  return (context: Context, args: Args): RespValue => {
    const value = context.keys.lookup(args.next(), 'unnoticed');
    return value === undefined ? NIL : answer(value, context);
  };
}
