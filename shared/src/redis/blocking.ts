import type { Bytes } from '../bytes.js';
import type { RespValue } from '../resp/value.js';
import type { Context } from './context.js';
import type { ValueType } from './value.js';

/**
 * A handler's "nothing there yet": the client waits on keys of the selected database. Handlers return it only when `context.mayBlock`;
 * in MULTI and in scripts they answer `timeoutReply` at once.
 */
export class Blocked {
  /** Any key that a write touches and that then holds this type is offered to `serve`. */
  readonly type: ValueType;
  readonly keys: readonly Bytes[];
  /** Milliseconds to wait; 0 waits for ever. */
  readonly timeout: number;
  readonly timeoutReply: RespValue;
  /**
   * Called for one ready key, first client first, after the command, transaction or script that wrote it. Gives the reply that ends the
   * wait, or undefined to go on waiting. May write (that can make further keys ready); may throw `RedisError` to end the wait with an error.
   */
  readonly serve: (context: Context, key: Bytes) => RespValue | undefined;
  /** True when a key that was deleted or changed its type is offered too (XREADGROUP answers an error then). */
  readonly servesMissing: boolean;

  constructor(wait: {
    type: ValueType;
    keys: readonly Bytes[];
    timeout: number;
    timeoutReply: RespValue;
    serve: (context: Context, key: Bytes) => RespValue | undefined;
    servesMissing?: boolean;
  }) {
    this.type = wait.type;
    this.keys = wait.keys;
    this.timeout = wait.timeout;
    this.timeoutReply = wait.timeoutReply;
    this.serve = wait.serve;
    this.servesMissing = wait.servesMissing ?? false;
  }
}
