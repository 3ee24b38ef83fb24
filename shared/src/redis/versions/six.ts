import type { Bytes } from '../../bytes.js';
import type { CommandSpec } from '../../commands/spec.js';
import { VERSION_7_0 } from './seven.js';
import type { RedisVersion } from '../version.js';

/**
 * 6.2, as far as it is followed: the commands there were, and how unknown ones and wrong uses are answered. Where a command of 7.0 has
 * learnt options or changed an error text, it stays as in 7.0.
 */
export const VERSION_6_2: RedisVersion = {
  ...VERSION_7_0,
  text: '6.2.16',
  rdb: 9,
  spec: (spec) => {
    if (cameAfter(spec.since, [6, 2])) return undefined;
    return spec.name === 'script|exists' ? { ...spec, arity: -2 } : spec;
  },
  unknownCommand: ([name = '', ...args]) => {
    let beginning = '';
    for (const argument of args) {
      if (beginning.length >= 128) break;
      beginning += `\`${argument.slice(0, 128 - beginning.length)}\`, `;
    }
    return `ERR unknown command \`${name}\`, with args beginning with: ${beginning}`;
  },
  unknownSubcommand: wrongUse,
  wrongArity: (name, argv) =>
    name.includes('|') ? wrongUse(argv[0] ?? '', argv[1] ?? '') : VERSION_7_0.wrongArity(name, argv),
  wrongSubcommandInScript: ([container = '', subcommand = '']) => wrongUse(container, subcommand),
};

/** One text for an unknown subcommand and for a known one with the wrong number of words (`addReplySubcommandSyntaxError`). */
function wrongUse(container: Bytes, subcommand: Bytes): Bytes {
  return `ERR Unknown subcommand or wrong number of arguments for '${subcommand}'. Try ${container.toUpperCase()} HELP.`;
}

function cameAfter(since: CommandSpec['since'], [major, minor]: readonly [number, number]): boolean {
  const [sinceMajor = 0, sinceMinor = 0] = since.split('.').map(Number);
  return sinceMajor > major || (sinceMajor === major && sinceMinor > minor);
}
