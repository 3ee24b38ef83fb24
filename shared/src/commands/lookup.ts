import type { Bytes } from '../bytes.js';
import type { CommandSpec } from './spec.js';
import { TABLE } from './table.generated.js';

const byName = new Map<Bytes, CommandSpec>();
for (const command of TABLE) {
  byName.set(command.name, command);
  for (const subcommand of command.subcommands) byName.set(subcommand.name, subcommand);
}

/** ASCII lower case; other bytes stay (`String.prototype.toLowerCase` would change Latin-1 letters). */
export function lowerCase(word: Bytes): Bytes {
  let bits = 0;
  let hasUpper = false;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    bits |= code;
    if (code >= 0x41 && code <= 0x5a) hasUpper = true;
  }
  if (!hasUpper) return word;
  return bits < 0x80 ? word.toLowerCase() : word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The command or subcommand of a full name (`get`, `config|get`), in any case. */
export function findCommand(name: Bytes): CommandSpec | undefined {
  return byName.get(lowerCase(name));
}

/**
 * What a command line runs (`lookupCommand`): the subcommand of a container, the container itself when it stands alone; undefined for an
 * unknown command or subcommand.
 */
export function lookupCommand(argv: readonly Bytes[]): CommandSpec | undefined {
  const command = byName.get(lowerCase(argv[0] ?? ''));
  if (command === undefined || command.name.includes('|')) return undefined;
  if (argv.length === 1 || command.subcommands.length === 0) return command;
  return byName.get(`${command.name}|${lowerCase(argv[1]!)}`);
}

/** True when a command line of so many words passes the arity check. */
export function arityFits(spec: CommandSpec, words: number): boolean {
  return spec.arity >= 0 ? words === spec.arity : words >= -spec.arity;
}
