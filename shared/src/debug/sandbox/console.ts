import type { Bytes } from '../../bytes.js';
import type { Server } from '../../redis/server.js';
import type { Session } from '../../redis/session.js';
import { downgrade } from '../../resp/encode.js';
import { NIL, type RespValue } from '../../resp/value.js';

/** Values kept between two looks at what arrived unasked. */
const PUSHED_KEPT = 500;

/** What arrived on a console without being an answer; `dropped` more came after these. */
export interface Pushed {
  readonly values: readonly RespValue[];
  readonly dropped?: number;
}

/** A client of the sandbox that sends one command after the other. A command that blocks holds back those after it. */
export class Console {
  readonly session: Session;
  readonly #server: Server;
  /** What came out of the session besides direct answers since the command at hand was sent. */
  #output: RespValue[] = [];
  #answered: ((reply: RespValue) => void) | undefined;
  #executing = false;
  #pushed: RespValue[] = [];
  #dropped = 0;
  #previous: Promise<unknown> = Promise.resolve();

  constructor(server: Server) {
    this.#server = server;
    this.session = server.connect((reply) => this.#receive(reply));
  }

  execute(command: readonly Bytes[]): Promise<RespValue> {
    const answer = this.#previous.then(() => this.#send(command));
    this.#previous = answer.catch(() => {});
    return answer;
  }

  /** As {@link execute}, without waiting; undefined when the answer is still to come, or never will. */
  executeNow(command: readonly Bytes[]): RespValue | undefined {
    this.#output = [];
    this.#executing = true;
    try {
      const reply = this.#server.execute(this.session, command);
      this.#server.afterReply();
      const answer = reply === undefined ? this.#output.shift() : this.#received(reply);
      for (const further of this.#output) this.#push(further);
      return answer;
    } finally {
      this.#executing = false;
    }
  }

  /** What has arrived unasked since the last look: messages, lines of MONITOR, further confirmations of one SUBSCRIBE. */
  takePushed(): Pushed | undefined {
    if (this.#pushed.length === 0) return undefined;
    const pushed = { values: this.#pushed, ...(this.#dropped > 0 && { dropped: this.#dropped }) };
    this.#pushed = [];
    this.#dropped = 0;
    return pushed;
  }

  #send(command: readonly Bytes[]): RespValue | Promise<RespValue> {
    const reply = this.executeNow(command);
    if (reply !== undefined) return reply;
    // Neither an answer nor a wait: the client asked for silence (CLIENT REPLY OFF).
    if (!this.session.blocked) return NIL;
    return new Promise((resolve) => (this.#answered = resolve));
  }

  #receive(sent: RespValue): void {
    const reply = this.#received(sent);
    if (this.#executing) this.#output.push(reply);
    else if (this.#answered === undefined) this.#push(reply);
    else {
      this.#answered(reply);
      this.#answered = undefined;
    }
  }

  #push(value: RespValue): void {
    if (this.#pushed.length < PUSHED_KEPT) this.#pushed.push(value);
    else this.#dropped += 1;
  }

  /** A reply as a client of this session's protocol decodes it. */
  #received(reply: RespValue): RespValue {
    return this.session.resp === 2 ? downgrade(reply) : reply;
  }
}
