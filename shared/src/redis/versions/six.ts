import type { Bytes } from '../../bytes.js';
import type { CommandSpec } from '../../commands/spec.js';
import { array, bulk, error, type RespValue } from '../../resp/value.js';
import type { Context } from '../context.js';
import type { Database } from '../database.js';
import { LPOS_RANK_ZERO, NO_SUCH_KEY, WRONG_TYPE } from '../errors.js';
import { VERSION_7_0 } from './seven.js';
import { handlerOf62 } from './six-handlers.js';
import { StreamValue } from '../values/stream-value.js';
import type { RedisVersion } from '../version.js';

/** Where they differ: EXPIRE had no options, and SCRIPT EXISTS needed no SHA1. */
const ARITIES: ReadonlyMap<Bytes, number> = new Map([
  ['script|exists', -2],
  ['expire', 3],
  ['pexpire', 3],
  ['expireat', 3],
  ['pexpireat', 3],
]);

/**
 * 6.2, as far as it is followed: the commands there were, and how unknown ones and wrong uses are answered. Where a command of 7.0 has
 * learnt options or changed an error text, it stays as in 7.0 unless a case says otherwise (`npm run conformance -- --version 6.2.16`).
 */
export const VERSION_6_2: RedisVersion = {
  ...VERSION_7_0,
  text: '6.2.16',
  rdb: 9,
  spec: (spec) => {
    if (cameAfter(spec.since, [6, 2])) return undefined;
    const arity = ARITIES.get(spec.name);
    return arity === undefined ? spec : { ...spec, arity };
  },
  handler: handlerOf62,
  unknownCommand: ([name = '', ...args]) => {
    let beginning = '';
    for (const argument of args) {
      if (beginning.length >= 128) break;
      beginning += `\`${argument.slice(0, 128 - beginning.length)}\`, `;
    }
    return `ERR unknown command \`${name}\`, with args beginning with: ${beginning}`;
  },
  unknownSubcommand: wrongUse,
  wrongArity: (name, argv, keys) =>
    name.includes('|') ? wrongUse(argv, keys) : VERSION_7_0.wrongArity(name, argv, keys),
  wrongSubcommandInScript: wrongUse,
  reply: replyOf62,
};

/**
 * One text for an unknown subcommand and for a known one with the wrong number of words (`addReplySubcommandSyntaxError`). XINFO asks for
 * its key before it asks for its subcommand.
 */
function wrongUse([container = '', subcommand = '', key]: readonly Bytes[], keys: Database): Bytes {
  if (container.toLowerCase() === 'xinfo' && key !== undefined) {
    const value = keys.lookup(key);
    if (value === undefined) return NO_SUCH_KEY;
    if (!(value instanceof StreamValue)) return WRONG_TYPE;
  }
  return `ERR Unknown subcommand or wrong number of arguments for '${subcommand}'. Try ${container.toUpperCase()} HELP.`;
}

function cameAfter(since: CommandSpec['since'], [major, minor]: readonly [number, number]): boolean {
  const [sinceMajor = 0, sinceMinor = 0] = since.split('.').map(Number);
  return sinceMajor > major || (sinceMajor === major && sinceMinor > minor);
}

function replyOf62(reply: RespValue, { command }: Context): RespValue {
  if (reply.type === 'error') return error(wordingOf62(reply.text));
  if (command.name === 'object|encoding' && reply.type === 'bulk')
    return bulk(reply.value === 'listpack' ? 'ziplist' : reply.value);
  // The ids of deleted entries came with 7.0.
  if (command.name === 'xautoclaim' && reply.type === 'array') return array(reply.items.slice(0, 2));
  if (command.name === 'xinfo|groups' && reply.type === 'array') return array(reply.items.map(withoutLag));
  return reply;
}

function wordingOf62(text: Bytes): Bytes {
  if (text === LPOS_RANK_ZERO)
    return "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second, ...";
  return text
    .replace(/^(ERR invalid expire time in )'([^']*)' command$/, '$1$2')
    .replace(/^(ERR wrong number of arguments for )'mset(?:nx)?' command$/, '$1MSET');
}

function withoutLag(group: RespValue): RespValue {
  if (group.type !== 'map') return group;
  const isNew = (key: RespValue): boolean =>
    key.type === 'bulk' && (key.value === 'entries-read' || key.value === 'lag');
  return { ...group, entries: group.entries.filter(([key]) => !isNew(key)) };
}
