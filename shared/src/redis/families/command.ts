import type { Bytes } from '../../bytes.js';
import { DOCS } from '../../commands/docs.generated.js';
import { hasKeys, keyPositions } from '../../commands/keys.js';
import { arityFits, findCommand, lookupCommand } from '../../commands/lookup.js';
import type { ArgumentDocs, CommandDocs, CommandSpec, KeySpec } from '../../commands/spec.js';
import { TABLE } from '../../commands/table.generated.js';
import { array, bulk, EMPTY_ARRAY, integer, map, NIL, set, status, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  COMMAND_INVALID_ARGUMENTS,
  COMMAND_UNKNOWN,
  COMMAND_WITHOUT_KEYS,
  COMMAND_WRONG_ARITY,
  fail,
  SYNTAX,
} from '../errors.js';
import type { Family, Handler } from '../family.js';
import { globMatch } from '../values/glob.js';

export const commandFamily: Family = {
  name: 'command',
  commands: {
    command: () => array(TABLE.map(describe)),
    'command|count': () => integer(TABLE.length),
    'command|docs': docs,
    'command|getkeys': getKeys(false),
    'command|getkeysandflags': getKeys(true),
    'command|info': info,
    'command|list': list,
  },
};

const flags = (names: readonly string[]): RespValue => set(names.map(status));

/** `addReplyCommandInfo`. */
function describe(spec: CommandSpec): RespValue {
  return array([
    bulk(spec.name),
    integer(spec.arity),
    flags(spec.flags),
    integer(spec.firstKey),
    integer(spec.lastKey),
    integer(spec.keyStep),
    set(spec.categories.map((category) => status(`@${category}`))),
    set(spec.tips.map(bulk)),
    set(spec.keySpecs.map(describeKeySpec)),
    spec.subcommands.length === 0 ? set([]) : array(spec.subcommands.map(describe)),
  ]);
}

function describeKeySpec({ notes, flags: names, begin, find }: KeySpec): RespValue {
  const { type: beginType, ...beginSpec } = begin;
  const { type: findType, ...findSpec } = find;
  const entries: [RespValue, RespValue][] = notes === undefined ? [] : [[bulk('notes'), bulk(notes)]];
  entries.push(
    [bulk('flags'), flags(names)],
    [bulk('begin_search'), search(beginType, beginSpec)],
    [bulk('find_keys'), search(findType, findSpec)],
  );
  return map(entries);
}

const search = (type: string, spec: Readonly<Record<string, string | number>>): RespValue =>
  map([
    [bulk('type'), bulk(type)],
    [bulk('spec'), map(Object.entries(spec).map(([name, value]) => [bulk(name), scalar(value)]))],
  ]);

const scalar = (value: string | number): RespValue => (typeof value === 'number' ? integer(value) : bulk(value));

function info(_: Context, args: Args): RespValue {
  if (args.left === 0) return array(TABLE.map(describe));
  return array(
    args.rest().map((name) => {
      const spec = findCommand(name);
      return spec === undefined ? NIL : describe(spec);
    }),
  );
}

function docs(_: Context, args: Args): RespValue {
  const specs = args.left === 0 ? TABLE : args.rest().map(findCommand);
  return map(specs.filter((spec) => spec !== undefined).map((spec) => [bulk(spec.name), document(spec, docsOf(spec))]));
}

function docsOf({ name }: CommandSpec): CommandDocs {
  const container = DOCS[name.split('|', 1)[0]!]!;
  return name.includes('|') ? container.subcommands![name]! : container;
}

/** `addReplyCommandDocs`. */
function document(spec: CommandSpec, entry: CommandDocs): RespValue {
  const entries: [string, RespValue][] = [];
  const text = (name: string, value: string | undefined): void => {
    if (value !== undefined) entries.push([name, bulk(value)]);
  };
  text('summary', entry.summary);
  text('since', spec.since);
  text('group', spec.group);
  text('complexity', entry.complexity);
  if (entry.doc_flags !== undefined) entries.push(['doc_flags', flags(entry.doc_flags)]);
  text('deprecated_since', entry.deprecated_since);
  text('replaced_by', entry.replaced_by);
  if (entry.history !== undefined)
    entries.push(['history', set(entry.history.map(([since, change]) => array([bulk(since), bulk(change)])))]);
  if (entry.arguments !== undefined) entries.push(['arguments', array(entry.arguments.map(describeArgument))]);
  if (entry.subcommands !== undefined) {
    const children = spec.subcommands.map((child): [RespValue, RespValue] => [
      bulk(child.name),
      document(child, docsOf(child)),
    ]);
    entries.push(['subcommands', map(children)]);
  }
  return named(entries);
}

function describeArgument(argument: ArgumentDocs): RespValue {
  const entries: [string, RespValue][] = [
    ['name', bulk(argument.name)],
    ['type', bulk(argument.type)],
  ];
  if (argument.key_spec_index !== undefined) entries.push(['key_spec_index', integer(argument.key_spec_index)]);
  for (const field of ['token', 'since', 'deprecated_since'] as const) {
    const value = argument[field];
    if (value !== undefined) entries.push([field, bulk(value)]);
  }
  if (argument.flags !== undefined) entries.push(['flags', flags(argument.flags)]);
  if (argument.arguments !== undefined) entries.push(['arguments', array(argument.arguments.map(describeArgument))]);
  return named(entries);
}

const named = (entries: readonly (readonly [string, RespValue])[]): RespValue =>
  map(entries.map(([name, value]) => [bulk(name), value]));

type Filter = (spec: CommandSpec) => boolean;

function readFilter(args: Args): Filter {
  if (args.left === 0) return () => true;
  if (args.left !== 3 || !args.accept('FILTERBY')) return fail(SYNTAX);
  const [kind, value] = [args.keyword(), args.next()];
  if (kind === 'MODULE') return () => false;
  if (kind === 'ACLCAT') return (spec) => spec.categories.includes(value.toLowerCase());
  if (kind === 'PATTERN') return (spec) => globMatch(value, spec.name, true);
  return fail(SYNTAX);
}

function list(_: Context, args: Args): RespValue {
  const names: Bytes[] = [];
  const matches = readFilter(args);
  for (const command of TABLE)
    for (const spec of [command, ...command.subcommands]) if (matches(spec)) names.push(spec.name);
  return array(names.map(bulk));
}

/** `getKeysSubcommandImpl`. */
function getKeys(withFlags: boolean): Handler {
  return (_, args) => {
    const argv = args.rest();
    const spec = lookupCommand(argv);
    if (spec === undefined) return fail(COMMAND_UNKNOWN);
    if (!hasKeys(spec)) fail(COMMAND_WITHOUT_KEYS);
    if (!arityFits(spec, argv.length)) fail(COMMAND_WRONG_ARITY);
    const positions = keyPositions(spec, argv);
    if (positions.length === 0)
      return spec.flags.includes('no_mandatory_keys') ? EMPTY_ARRAY : fail(COMMAND_INVALID_ARGUMENTS);
    return array(
      positions.map(({ index, flags: names }) => {
        const key = bulk(argv[index]!);
        return withFlags ? array([key, flags(names)]) : key;
      }),
    );
  };
}
