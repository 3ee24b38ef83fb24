import type { Bytes } from '../../bytes.js';
import { array, bulk, type RespValue } from '../../resp/value.js';
import { DENIED_IN_SCRIPT } from '../acl.js';
import { unknownCommand, unknownSubcommand, wrongArity, XREAD_UNBALANCED } from '../errors.js';
import type { Context } from '../context.js';
import { fewestDigits, parseDouble, printDouble } from '../values/double.js';
import { ListValue } from '../values/list-value.js';
import { SetValue } from '../values/set-value.js';
import type { RedisVersion } from '../version.js';

/** The version that the emulator follows. */
export const VERSION_7_0: RedisVersion = {
  text: '7.0.15',
  rdb: 10,
  spec: (spec) => spec,
  handler: undefined,
  unknownCommand,
  unknownSubcommand: ([container = '', subcommand = '']) => unknownSubcommand(container, subcommand),
  wrongArity,
  wrongSubcommandInScript: undefined,
  deniedInScript: ({ reason }) => DENIED_IN_SCRIPT[reason],
  reply: undefined,
};

/** In 7.2 a script may call these: they answer at once, as they do in MULTI. */
const BLOCKING = new Set([
  'blpop',
  'brpop',
  'brpoplpush',
  'blmove',
  'blmpop',
  'bzpopmin',
  'bzpopmax',
  'bzmpop',
  'wait',
]);

export const VERSION_7_2: RedisVersion = {
  ...VERSION_7_0,
  text: '7.2.6',
  rdb: 11,
  spec: (spec) =>
    BLOCKING.has(spec.name) ? { ...spec, flags: spec.flags.filter((flag) => flag !== 'noscript') } : spec,
  deniedInScript: ({ reason }, command, user) => {
    if (reason === 'key') return 'ERR ACL failure in script: No permissions to access a key';
    if (reason === 'channel') return 'ERR ACL failure in script: No permissions to access a channel';
    return `ERR ACL failure in script: User ${user} has no permissions to run the '${command}' command`;
  },
  reply: replyOf72,
};

export const VERSION_7_4: RedisVersion = { ...VERSION_7_2, text: '7.4.1', rdb: 12 };

function replyOf72(reply: RespValue, context: Context): RespValue {
  switch (reply.type) {
    case 'double':
      return { type: 'double', text: shortened(reply.text) };
    case 'array':
      return array(reply.items.map((item) => replyOf72(item, context)));
    case 'map':
      return {
        type: 'map',
        entries: reply.entries.map(([key, value]) => [replyOf72(key, context), replyOf72(value, context)]),
      };
    case 'error':
      return reply.text === XREAD_UNBALANCED
        ? { type: 'error', text: reply.text.replace('XREAD', `'${context.command.name}'`) }
        : reply;
    case 'bulk':
      return context.command.name === 'object|encoding' ? bulk(encodingIn72(reply.value, context)) : reply;
    default:
      return reply;
  }
}

/** Doubles are printed with the fewest digits; what was printed as a long double stays. */
function shortened(text: Bytes): Bytes {
  const value = parseDouble(text);
  return value !== undefined && printDouble(value) === text ? fewestDigits(value) : text;
}

/** Bytes of one listpack of a list: `list-max-listpack-size -2`. */
const LISTPACK_BYTES = 8192;

/** Small lists are one listpack in 7.2, and so are small sets of anything but integers. */
function encodingIn72(encoding: Bytes, { keys, argv, keyspace }: Context): Bytes {
  const value = keys.peek(argv[2] ?? '');
  if (value instanceof ListValue && encoding === 'quicklist') {
    const bytes = value.slice(0, value.length).reduce((sum, item) => sum + item.length + 2, 0);
    return bytes <= LISTPACK_BYTES ? 'listpack' : encoding;
  }
  if (value instanceof SetValue && encoding === 'hashtable') {
    const { hashMaxListpackValue: longest } = keyspace.limits;
    const isSmall = value.length <= 128 && [...value.members()].every((member) => member.length <= longest);
    return isSmall ? 'listpack' : encoding;
  }
  return encoding;
}
