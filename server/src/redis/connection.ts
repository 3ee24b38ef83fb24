import type { Socket } from 'node:net';
import type { Bytes } from '@luascope/shared/bytes';
import { AppError, RedisError } from '@luascope/shared/debug';
import { Decoder, encodeCommand, WIRE_KEPT, type RespValue, type RespVersion } from '@luascope/shared/resp';
import type { RedisAddress } from './address.js';
import { Asides } from './asides.js';
import { reasonOf, type Reason } from './reason.js';
import { openSocket } from './socket.js';

/** A reply with the bytes it came as: the first 4 MiB of them and how many there were. */
export interface Answer {
  readonly value: RespValue;
  readonly wire: { readonly bytes: Bytes; readonly total: number };
  /** When its last byte had arrived, in milliseconds of `performance.now()`. */
  readonly at: number;
}

interface Waiter {
  readonly command: readonly Bytes[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One connection that speaks RESP itself, so that a status and a bulk string stay what they were on the wire. Commands are answered in
 * order; what arrives unasked (pub/sub, MONITOR, the end of a debug session) goes to {@link RespConnection.unasked}.
 */
export class RespConnection {
  /** The database and protocol that the last SELECT and HELLO sent through {@link prepare} chose. */
  db = 0;
  resp: RespVersion = 2;
  /** Takes replies that no command waits for. */
  unasked: (answer: Answer) => void = () => undefined;
  /** Resolves with the reason when the connection has ended; never rejects. */
  readonly ended: Promise<Reason>;

  readonly #socket: Socket;
  readonly #login: readonly Bytes[] | undefined;
  readonly #label: string;
  readonly #decoder = new Decoder();
  readonly #asides = new Asides();
  readonly #waiting: Waiter[] = [];
  #wire = '';
  #wireTotal = 0;
  #received = 0;
  #reason: Reason | undefined;
  #error: unknown;

  private constructor(socket: Socket, label: string, login: readonly Bytes[] | undefined) {
    this.#socket = socket;
    this.#label = label;
    this.#login = login;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => (this.#error = error));
    this.ended = new Promise((resolve) => {
      socket.once('close', () => {
        this.#reason ??= reasonOf(this.#error, label);
        resolve(this.#reason);
        for (const waiter of this.#waiting.splice(0)) waiter.reject(this.#lost(this.#reason));
      });
    });
  }

  /**
   * Connects and logs in. Rejects with `AppError('engine-lost', { reason, … })`; wrong credentials are the reason `auth-failed`.
   */
  static async open(address: RedisAddress): Promise<RespConnection> {
    let socket: Socket;
    try {
      socket = await openSocket(address);
    } catch (error) {
      throw lost(reasonOf(error, address.label));
    }
    const { username, password = '' } = address;
    const login = ['AUTH', ...(username === undefined ? [] : [username]), password].map(utf8);
    const needsLogin = address.password !== undefined || username !== undefined;
    const connection = new RespConnection(socket, address.label, needsLogin ? login : undefined);
    if (!needsLogin) return connection;
    const { value } = await connection.send(login);
    if (value.type !== 'error' || NEEDS_NO_PASSWORD.test(value.text)) return connection;
    connection.close();
    throw lost({ code: 'auth-failed', data: { address: address.label } });
  }

  get open(): boolean {
    return this.#reason === undefined && !this.#socket.destroyed;
  }

  /** Commands that are not answered yet. */
  get pending(): number {
    return this.#waiting.length;
  }

  /** RESET logs out: who may not know the password is logged in again in the same write. */
  send(command: readonly Bytes[]): Promise<Answer> {
    const again = this.#login !== undefined && command.length === 1 && command[0]?.toUpperCase() === 'RESET';
    const [answer, login] = this.pipeline(again ? [command, this.#login!] : [command]);
    login?.catch(() => undefined);
    return answer!;
  }

  /** Sends commands in one write; one promise for each. They reject with `AppError('engine-lost')` when the connection ends first. */
  pipeline(commands: readonly (readonly Bytes[])[]): Promise<Answer>[] {
    const promises = commands.map(
      (command) => new Promise<Answer>((resolve, reject) => this.#waiting.push({ command, resolve, reject })),
    );
    if (this.open) this.#socket.write(commands.map(encodeCommand).join(''), 'latin1');
    else for (const waiter of this.#waiting.splice(-commands.length)) waiter.reject(this.#lost(this.#reason));
    return promises;
  }

  /**
   * Chooses the database and the protocol when they are not chosen already; the commands go out in front of what is sent next.
   * Rejects with the RedisError that the server answered.
   */
  async prepare(db: number, resp: RespVersion): Promise<void> {
    const commands: Bytes[][] = [];
    if (db !== this.db) commands.push(['SELECT', String(db)]);
    if (resp !== this.resp) commands.push(['HELLO', String(resp)]);
    if (commands.length === 0) return;
    const answers = await Promise.all(this.pipeline(commands));
    answers.forEach(({ value }, i) => {
      if (value.type === 'error') return;
      if (commands[i]?.[0] === 'SELECT') this.db = db;
      else this.resp = resp;
    });
    for (const { value } of answers) if (value.type === 'error') throw new RedisError(value.text);
  }

  close(): void {
    this.#reason ??= { code: 'closed', data: { address: this.#label } };
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    const bytes = chunk.toString('latin1');
    let from = 0;
    try {
      this.#decoder.add(bytes);
      for (let value = this.#decoder.reply(); value !== undefined; value = this.#decoder.reply()) {
        const end = this.#decoder.consumed - this.#received;
        this.#keep(bytes.slice(from, end));
        from = end;
        this.#deliver({ value, wire: { bytes: this.#wire, total: this.#wireTotal }, at: performance.now() });
        this.#wire = '';
        this.#wireTotal = 0;
      }
    } catch {
      this.#reason ??= { code: 'connection', data: { address: this.#label, detail: 'protocol' } };
      this.#socket.destroy();
    }
    this.#received += bytes.length;
    this.#keep(bytes.slice(from));
  }

  /** Adds to the bytes of the reply that is arriving. */
  #keep(bytes: Bytes): void {
    if (this.#wireTotal < WIRE_KEPT) this.#wire += bytes.slice(0, WIRE_KEPT - this.#wireTotal);
    this.#wireTotal += bytes.length;
  }

  #deliver(answer: Answer): void {
    const [waiter] = this.#waiting;
    const aside = this.#asides.isAside(answer.value, waiter?.command);
    if (aside || waiter === undefined) this.unasked(answer);
    else {
      this.#waiting.shift();
      waiter.resolve(answer);
    }
  }

  #lost(reason: Reason | undefined): AppError {
    return lost(reason ?? { code: 'closed', data: { address: this.#label } });
  }
}

/** A password that the server does not ask for is no reason to stay out. */
const NEEDS_NO_PASSWORD = /^ERR (AUTH <password> called without any password|Client sent AUTH, but no password is set)/;

const utf8 = (text: string): Bytes => Buffer.from(text, 'utf8').toString('latin1');

function lost({ code, data }: Reason): AppError {
  return new AppError('engine-lost', { ...data, reason: code });
}
