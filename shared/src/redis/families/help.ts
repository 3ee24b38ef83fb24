import type { Bytes } from '../../bytes.js';
import { array, status, type RespValue } from '../../resp/value.js';

/** What a container's HELP answers (`addReplyHelp`). `command` in upper case. */
export function helpReply(command: Bytes, lines: readonly Bytes[]): RespValue {
  const head = `${command} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`;
  return array([head, ...lines, 'HELP', '    Print this help.'].map(status));
}
