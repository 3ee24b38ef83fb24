import type { ConsoleId, EngineEvent } from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';

const PERIOD_MS = 50;
const KEPT_A_PERIOD = 500;

/**
 * Gathers what arrives unasked on a console into events, at most twenty a second of at most 500 values: MONITOR on a busy server says more
 * than anybody can read, and must not drown the page.
 */
export class Pushes {
  readonly #console: ConsoleId;
  readonly #tell: (event: EngineEvent) => void;
  #values: RespValue[] = [];
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(console: ConsoleId, tell: (event: EngineEvent) => void) {
    this.#console = console;
    this.#tell = tell;
  }

  add(value: RespValue): void {
    if (this.#values.length < KEPT_A_PERIOD) this.#values.push(value);
    else this.#dropped += 1;
    this.#timer ??= setTimeout(() => this.flush(), PERIOD_MS);
  }

  /** Tells what has been gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#values.length === 0) return;
    const dropped = this.#dropped === 0 ? {} : { dropped: this.#dropped };
    this.#tell({ type: 'pushed', console: this.#console, values: this.#values, ...dropped });
    this.#values = [];
    this.#dropped = 0;
  }
}
