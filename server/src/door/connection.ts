import type { Bytes } from '@luascope/shared/bytes';
import { RequestError, RequestParser, encode, type RequestLimits, type RespValue } from '@luascope/shared/resp';
import type { Peer, Server, Session } from '@luascope/shared/redis';
import { ScriptCrash } from '@luascope/shared/script';

/** One client on the emulator's side: its commands wait here while it is blocked, its replies until they are handed on. */
export class Connection {
  readonly id: number;
  readonly session: Session;
  private readonly server: Server;
  private readonly parser = new RequestParser();
  private readonly speaks: (connection: Connection) => void;
  private output: Bytes = '';
  private executing = false;

  /** `speaks` is told whenever there is something to be sent, or the end. */
  constructor(id: number, server: Server, peer: Peer, speaks: (connection: Connection) => void) {
    this.id = id;
    this.speaks = speaks;
    this.server = server;
    this.session = server.connect((reply) => this.write(reply), peer);
  }

  receive(bytes: Bytes): void {
    this.parser.add(bytes);
  }

  /** Executes what has arrived, as far as it is complete and the client is not blocked. Not again while one of its commands runs. */
  run(): void {
    if (this.executing) return;
    this.executing = true;
    try {
      while (!this.session.blocked && !this.session.closing) {
        const argv = this.parser.next(this.limits());
        if (argv === undefined) break;
        const reply = this.execute(argv);
        if (reply !== undefined) this.write(reply);
        this.server.afterReply();
      }
    } catch (thrown) {
      if (!(thrown instanceof RequestError)) throw thrown;
      this.write(this.server.errorReply(thrown.message));
      this.session.closing = true;
    } finally {
      this.executing = false;
      if (this.session.closing) this.speaks(this);
    }
  }

  /** A script that would have killed a real server ends with an error that says so; the emulator lives on. */
  private execute(argv: readonly Bytes[]): RespValue | undefined {
    try {
      return this.server.execute(this.session, argv);
    } catch (thrown) {
      if (!(thrown instanceof ScriptCrash)) throw thrown;
      if (this.session.transaction !== undefined) this.server.discard(this.session);
      return this.server.errorReply(`ERR ${thrown.message}`);
    }
  }

  /** Takes what is to be sent now; empty when there is nothing. */
  takeOutput(): Bytes {
    const bytes = this.output;
    this.output = '';
    return bytes;
  }

  private write(reply: RespValue): void {
    if (this.output === '') this.speaks(this);
    this.output += encode(reply, this.session.resp);
  }

  private limits(): RequestLimits {
    return { maxBulkLength: this.server.maxStringLength, authenticated: !this.server.requiresAuth(this.session) };
  }
}
