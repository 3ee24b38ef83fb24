import type { Bytes } from '../../bytes.js';
import type { Server } from '../../redis/server.js';
import type { Session } from '../../redis/session.js';
import { downgrade } from '../../resp/encode.js';
import { NIL, type RespValue } from '../../resp/value.js';

/** A client of the sandbox that sends one command after the other. A command that blocks holds back those after it. */
export class Console {
  readonly session: Session;
  readonly #server: Server;
  /** What came out of the session besides direct answers since the command at hand was sent. */
  #output: RespValue[] = [];
  #answered: ((reply: RespValue) => void) | undefined;
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
    const reply = this.#server.execute(this.session, command);
    this.#server.afterReply();
    return reply === undefined ? this.#output[0] : this.#received(reply);
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
    this.#output.push(reply);
    this.#answered?.(reply);
    this.#answered = undefined;
  }

  /** A reply as a client of this session's protocol decodes it. */
  #received(reply: RespValue): RespValue {
    return this.session.resp === 2 ? downgrade(reply) : reply;
  }
}
