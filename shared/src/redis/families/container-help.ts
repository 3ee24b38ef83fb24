import { HELP } from '../../commands/help.generated.js';
import { array, status } from '../../resp/value.js';
import type { Family, Handler } from '../family.js';

/** `<container> HELP` for every command that has subcommands, word for word. DEBUG has none in the table, and answers by itself. */
export const helpFamily: Family = {
  name: 'help',
  commands: Object.fromEntries(
    Object.entries(HELP)
      .filter(([container]) => container !== 'debug')
      .map(([container, lines]): [string, Handler] => [`${container}|help`, () => array(lines.map(status))]),
  ),
};
