import type { Bytes } from '../bytes.js';
import type { CommandSpec } from '../commands/spec.js';
import type { RespValue } from '../resp/value.js';
import type { Denial } from './acl-selector.js';
import type { Context } from './context.js';
import type { Database } from './database.js';
import type { Handler } from './family.js';

/** What a server of another version than 7.0 does differently in the commands. Everything not said here is as in 7.0.15. */
export interface RedisVersion {
  readonly text: string;
  /** RDB_VERSION: what DUMP writes, and the newest that RESTORE takes. */
  readonly rdb: number;
  /** A command or subcommand as that version has it; undefined when it came later. */
  readonly spec: (spec: CommandSpec) => CommandSpec | undefined;
  /** What runs a command, given what runs it in 7.0; undefined where all are the same. */
  readonly handler: ((name: Bytes, now: Handler) => Handler) | undefined;
  readonly unknownCommand: (argv: readonly Bytes[]) => Bytes;
  readonly unknownSubcommand: (argv: readonly Bytes[], keys: Database) => Bytes;
  readonly wrongArity: (name: Bytes, argv: readonly Bytes[], keys: Database) => Bytes;
  /** To a script: a known container without such a subcommand, or a subcommand with too few or too many words. */
  readonly wrongSubcommandInScript: ((argv: readonly Bytes[], keys: Database) => Bytes) | undefined;
  readonly deniedInScript: (denial: Denial, command: Bytes, user: Bytes) => Bytes;
  /** The reply of a command as that version gives it; undefined where all are the same. */
  readonly reply: ((reply: RespValue, context: Context) => RespValue) | undefined;
}
