import { HELP } from '../../commands/help.generated.js';
import { array, status } from '../../resp/value.js';
import type { Family, Handler } from '../family.js';

/** `<container> HELP` for every command that has subcommands, word for word. */
export const helpFamily: Family = {
  name: 'help',
  commands: Object.fromEntries(
    Object.entries(HELP).map(([container, lines]): [string, Handler] => [
      `${container}|help`,
      () => array(lines.map(status)),
    ]),
  ),
};
