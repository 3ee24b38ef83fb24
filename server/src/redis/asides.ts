import type { Bytes } from '@luascope/shared/bytes';
import type { RespValue } from '@luascope/shared/resp';

/** SUBSCRIBE, PSUBSCRIBE, SSUBSCRIBE and their opposites: they are confirmed once for each channel. */
const SUBSCRIPTION = /^[ps]?(un)?subscribe$/i;
const MESSAGE = /^[ps]?message$/;
/** `1700000000.123456 [0 127.0.0.1:5000] "get" "k"` */
const MONITOR_LINE = /^\d+\.\d{6} \[\d+ [^\]]*\] "/;

/**
 * Tells the answer to a command from what a server sends on its own account on the same connection: messages, confirmations past the first
 * one, lines of MONITOR. RESP3 marks most of these as pushes, RESP2 does not.
 */
export class Asides {
  #subscribed = false;
  #monitoring = false;

  /** Whether `value` is not the answer to `command`, the oldest that waits for one. */
  isAside(value: RespValue, command: readonly Bytes[] | undefined): boolean {
    const aside = this.#isAside(value, command);
    if (!aside && value.type === 'status') this.#follow(command?.[0]?.toLowerCase(), value.text);
    return aside;
  }

  #isAside(value: RespValue, command: readonly Bytes[] | undefined): boolean {
    if (command === undefined) this.#noteCount(value);
    if (command === undefined || (this.#monitoring && value.type === 'status' && MONITOR_LINE.test(value.text)))
      return true;
    const confirms = SUBSCRIPTION.test(command[0] ?? '');
    if (value.type === 'push') return !(confirms && this.#isConfirmation(value, command));
    if (!this.#subscribed && !confirms) return false;
    const kind = kindOf(value);
    if (kind === undefined) return false;
    if (MESSAGE.test(kind)) return this.#subscribed;
    return SUBSCRIPTION.test(kind) && !(confirms && this.#isConfirmation(value, command));
  }

  /** Of the channel that the command named first; an UNSUBSCRIBE that named none takes any. */
  #isConfirmation(value: RespValue, command: readonly Bytes[]): boolean {
    this.#noteCount(value);
    const items = itemsOf(value);
    const channel = items?.[1];
    const named = command[1] === undefined || (channel?.type === 'bulk' && channel.value === command[1]);
    return kindOf(value) === command[0]?.toLowerCase() && named;
  }

  /** The third element of a confirmation: how many subscriptions there are now. */
  #noteCount(value: RespValue): void {
    const kind = kindOf(value);
    const count = itemsOf(value)?.[2];
    if (kind !== undefined && SUBSCRIPTION.test(kind) && count?.type === 'integer')
      this.#subscribed = count.value !== 0;
  }

  #follow(name: string | undefined, text: Bytes): void {
    if (name === 'monitor' && text === 'OK') this.#monitoring = true;
    if (name === 'reset') this.#monitoring = this.#subscribed = false;
  }
}

function itemsOf(value: RespValue): readonly RespValue[] | undefined {
  return value.type === 'array' || value.type === 'push' ? value.items : undefined;
}

function kindOf(value: RespValue): Bytes | undefined {
  const first = itemsOf(value)?.[0];
  return first?.type === 'bulk' ? first.value : undefined;
}
