import type { Bytes } from '../../bytes.js';
import { arityFits, lookupCommand } from '../../commands/lookup.js';
import { array, bulk, integer, map, NIL, OK, set, type RespValue } from '../../resp/value.js';
import { ALL_COMMANDS, AclRuleError, CATEGORIES, type Selector } from '../acl-selector.js';
import { User } from '../acl-user.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  aclCategory,
  aclCommandNotFound,
  aclModifier,
  aclUnmatched,
  aclUserNotFound,
  DEFAULT_USER_REMOVED,
  fail,
  GENPASS_BITS,
  NO_ACL_FILE,
  untilNul,
  USER_NAME,
  wrongArity,
  wrongSubcommand,
} from '../errors.js';
import type { Family } from '../family.js';
import { printDouble } from '../values/double.js';

export const aclFamily: Family = {
  name: 'acl',
  commands: {
    'acl|cat': categories,
    'acl|deluser': deleteUsers,
    'acl|dryrun': dryRun,
    'acl|genpass': generatePassword,
    'acl|getuser': getUser,
    'acl|list': ({ server }) =>
      array(sortedUsers(server.acl.users).map((user) => bulk(`user ${user.name} ${user.describe()}`))),
    'acl|load': () => fail(NO_ACL_FILE),
    'acl|log': log,
    'acl|save': () => fail(NO_ACL_FILE),
    'acl|setuser': setUser,
    'acl|users': ({ server }) => array(sortedUsers(server.acl.users).map((user) => bulk(user.name))),
    'acl|whoami': ({ session }) => bulk(session.user.name),
  },
};

const sortedUsers = (users: ReadonlyMap<Bytes, User>): User[] =>
  [...users.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

function setUser(context: Context, args: Args): RespValue {
  const { server, argv } = context;
  for (let i = 2; i < argv.length; i++) context.redact(i);
  const name = args.next();
  if (/[\s\0]/.test(name)) fail(USER_NAME);
  const known = server.acl.users.get(name);
  // All rules or none: they are tried on a copy first.
  const next = new User(name, server.acl.allChannels);
  if (known !== undefined) next.become(known);
  for (const rule of mergeSelectors(args.rest())) {
    try {
      next.apply(rule, server.acl.allChannels);
    } catch (thrown) {
      if (!(thrown instanceof AclRuleError)) throw thrown;
      fail(aclModifier(rule, thrown.message));
    }
  }
  if (known === undefined) server.acl.users.set(name, next);
  else {
    known.become(next);
    server.acl.dropForbiddenSubscribers(known);
  }
  server.acl.revision++;
  return OK;
}

/** `ACLMergeSelectorArguments`: a selector in parentheses may come in several words. */
function mergeSelectors(rules: readonly Bytes[]): Bytes[] {
  const merged: Bytes[] = [];
  let open: { readonly words: Bytes[]; readonly first: Bytes } | undefined;
  for (const rule of rules) {
    if (rule.startsWith('(') && !rule.endsWith(')')) open = { words: [rule], first: rule };
    else if (open === undefined) merged.push(rule);
    else {
      open.words.push(rule);
      if (!rule.endsWith(')')) continue;
      merged.push(open.words.join(' '));
      open = undefined;
    }
  }
  return open === undefined ? merged : fail(aclUnmatched(open.first));
}

function deleteUsers({ server }: Context, args: Args): RespValue {
  const names = args.rest();
  if (names.includes('default')) fail(DEFAULT_USER_REMOVED);
  let deleted = 0;
  for (const name of names) {
    const user = server.acl.users.get(name);
    if (user === undefined) continue;
    server.acl.users.delete(name);
    server.acl.revision++;
    for (const session of server.sessions.values())
      if (session.user === user) {
        if (session === server.currentSession) session.closing = true;
        else server.kill(session);
      }
    deleted++;
  }
  return integer(deleted);
}

function getUser({ server }: Context, args: Args): RespValue {
  const user = server.acl.users.get(args.next());
  if (user === undefined) return NIL;
  return map([
    [bulk('flags'), set(user.flags.map(bulk))],
    [bulk('passwords'), array(user.passwords.map(bulk))],
    ...describe(user.root),
    [bulk('selectors'), array(user.selectors.slice(1).map((selector) => map(describe(selector))))],
  ]);
}

const describe = (selector: Selector): [RespValue, RespValue][] => [
  [bulk('commands'), bulk(selector.describeCommands())],
  [bulk('keys'), bulk(selector.describeKeys())],
  [bulk('channels'), bulk(selector.describeChannels())],
];

function categories({ argv }: Context, args: Args): RespValue {
  if (args.left > 1) fail(wrongSubcommand(argv));
  if (args.left === 0) return array(CATEGORIES.map(bulk));
  const name = args.next();
  const category = CATEGORIES.find((known) => known === name.toLowerCase());
  if (category === undefined) return fail(aclCategory(name));
  return array(ALL_COMMANDS.filter((spec) => spec.categories.includes(category)).map((spec) => bulk(spec.name)));
}

function dryRun({ server }: Context, args: Args): RespValue {
  const name = args.next();
  const user = server.acl.users.get(name) ?? fail(aclUserNotFound(name));
  const argv = args.rest();
  const spec = lookupCommand(argv) ?? fail(aclCommandNotFound(argv[0] ?? ''));
  if (!arityFits(spec, argv.length)) fail(wrongArity(spec.name));
  const denial = server.acl.check(user, spec, argv);
  if (denial === undefined) return OK;
  if (denial.reason === 'command') return bulk(`This user has no permissions to run the '${spec.name}' command`);
  return bulk(`This user has no permissions to access the '${untilNul(argv[denial.index]!)}' ${denial.reason}`);
}

function generatePassword({ random, argv }: Context, args: Args): RespValue {
  if (args.left > 1) fail(wrongSubcommand(argv));
  const bits = args.left > 0 ? args.long() : 256;
  if (bits <= 0 || bits > 4096) fail(GENPASS_BITS);
  const digits = Array.from({ length: Math.floor((bits + 3) / 4) }, () => random.below(16).toString(16));
  return bulk(digits.join(''));
}

function log({ server, argv }: Context, args: Args): RespValue {
  if (args.left > 1) fail(wrongSubcommand(argv));
  if (args.accept('RESET')) {
    server.acl.entries = [];
    return OK;
  }
  const count = args.left > 0 ? Math.max(0, args.long()) : 10;
  const now = server.clock() / 1000;
  return array(
    server.acl.entries.slice(0, count).map((entry) =>
      map([
        [bulk('count'), integer(entry.count)],
        [bulk('reason'), bulk(entry.reason)],
        [bulk('context'), bulk(entry.context)],
        [bulk('object'), bulk(entry.object)],
        [bulk('username'), bulk(entry.username)],
        [bulk('age-seconds'), { type: 'double', text: printDouble((Math.floor(now) - entry.time) / 1000) }],
        [bulk('client-info'), bulk(entry.clientInfo)],
      ]),
    ),
  );
}
