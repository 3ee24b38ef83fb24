import type { Session } from './session.js';

/** A script or function in execution, as far as the server must know it (`scriptRunCtx`). The script host makes it. */
export interface ScriptRun {
  /** SCRIPT KILL ends a script, FUNCTION KILL a function; the BUSY texts differ. */
  readonly kind: 'script' | 'function';
  /** The script's own client: its selected database and `redis.setresp`. From {@link Server.scriptSession}. */
  readonly session: Session;
  /** Who called EVAL or FCALL: their rights count. */
  readonly caller: Session;
  /** A `_ro` command or the flag `no-writes`. */
  readonly readOnly: boolean;
  /** The flag `allow-oom`. */
  readonly allowsOutOfMemory: boolean;
  /** A write command was called: the script cannot be killed any more (`SCRIPT_WRITE_DIRTY`). */
  wrote: boolean;
  /** It has run longer than `busy-reply-threshold`: other clients are answered BUSY. */
  busy: boolean;
  /** SCRIPT KILL or FUNCTION KILL was accepted: the host ends it. */
  killed: boolean;
}
