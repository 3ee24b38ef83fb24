import type { Bytes } from '../bytes.js';
import type { RespValue } from '../resp/value.js';
import type { Args } from './args.js';
import type { Blocked } from './blocking.js';
import type { Context } from './context.js';

/**
 * What a handler gives back: one reply; or a wait ({@link Blocked}); or `undefined`, when whatever is to be said was pushed to the
 * session already (SUBSCRIBE) or must not be said at all (CLIENT REPLY OFF). Replies are RESP3-shaped values; a RESP2 client gets them
 * downgraded at the edge, so a handler asks for `context.resp` only where Redis itself builds another shape.
 */
export type Outcome = RespValue | Blocked | undefined;

/** Does one command. Arity, flags and rights are checked before. Throws `RedisError` for an error reply. */
export type Handler = (context: Context, args: Args) => Outcome;

/** What the checks before a command ask of it. A `Command` answers for itself unless its family knows better. */
export interface CommandFlags {
  readonly writes: boolean;
  readonly deniesOutOfMemory: boolean;
  readonly allowsStale: boolean;
}

/** Commands by lower-case name, a subcommand as `config|get`; the table is what a family file opens with. */
export interface Family {
  readonly name: string;
  readonly commands: Readonly<Record<Bytes, Handler>>;
  /** Commands whose flags depend on the command line (`getCommandFlags`); undefined where they do not. */
  readonly flags?: Readonly<Record<Bytes, FlagsOf>>;
}

export type FlagsOf = (argv: readonly Bytes[]) => CommandFlags | undefined;
