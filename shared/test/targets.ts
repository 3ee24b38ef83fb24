import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Bytes } from '../src/bytes.js';
import { redisFamilies, Server } from '../src/redis/index.js';
import { Decoder, downgrade, encodeCommand, type RespValue } from '../src/resp/index.js';

/** Whatever answers commands, in order, on one connection. */
export interface Target {
  /** Replies as a client of the protocol in force receives them. */
  ask(commands: readonly (readonly Bytes[])[]): Promise<readonly RespValue[]>;
  close(): Promise<void>;
}

/** The emulator in process, with one client and the clock of this machine. */
export class SandboxTarget implements Target {
  readonly server: Server;
  private readonly late: RespValue[] = [];
  private readonly session;

  constructor(seed = 1, families = redisFamilies) {
    this.server = new Server({ families, seed, clock: () => Date.now() * 1000 });
    this.session = this.server.connect((reply) => this.late.push(reply));
  }

  ask(commands: readonly (readonly Bytes[])[]): Promise<readonly RespValue[]> {
    return Promise.resolve(commands.map((argv) => this.answer(argv)));
  }

  /** One command, at once. A client that blocks gets its answer when somebody else unblocks it: here, never. */
  answer(argv: readonly Bytes[]): RespValue {
    const reply = this.server.execute(this.session, argv) ?? this.late.shift();
    if (reply === undefined) throw new Error(`No reply to ${argv.join(' ')}`);
    return this.session.resp === 2 ? downgrade(reply) : reply;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The path of redis-server, or undefined. */
export function redisServerPath(): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'redis-server');
    if (existsSync(path)) return path;
  }
  return undefined;
}

/** A redis-server of our own on a unix socket, without persistence, and one connection to it. */
export class LiveTarget implements Target {
  private readonly child: ChildProcess;
  private readonly folder: string;
  private readonly socket: Socket;
  private readonly decoder = new Decoder();
  private readonly waiting: ((reply: RespValue) => void)[] = [];
  private failure: Error | undefined;
  private onFailure: (error: Error) => void = () => undefined;

  private constructor(child: ChildProcess, folder: string, socket: Socket) {
    this.child = child;
    this.folder = folder;
    this.socket = socket;
    socket.on('data', (chunk) => {
      for (const reply of this.decoder.feed(chunk)) this.waiting.shift()?.(reply);
    });
    socket.on('close', () => {
      this.failure = new Error('redis-server closed the connection');
      this.onFailure(this.failure);
    });
  }

  static async start(path: string): Promise<LiveTarget> {
    const folder = mkdtempSync(join(tmpdir(), 'luascope-'));
    const address = join(folder, 'socket');
    const flags = ['--port', '0', '--unixsocket', address, '--dir', folder, '--save', '', '--appendonly', 'no'];
    const child = spawn(path, [...flags, '--enable-debug-command', 'yes'], { stdio: 'ignore' });
    for (let attempts = 0; ; attempts++) {
      try {
        return new LiveTarget(child, folder, await open(address));
      } catch (error) {
        if (attempts > 200 || child.exitCode !== null) throw error;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
  }

  /** One pipeline. */
  ask(commands: readonly (readonly Bytes[])[]): Promise<readonly RespValue[]> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) return reject(this.failure);
      this.onFailure = reject;
      const replies: RespValue[] = [];
      if (commands.length === 0) return resolve(replies);
      for (let i = 0; i < commands.length; i++) {
        this.waiting.push((reply) => {
          if (replies.push(reply) === commands.length) resolve(replies);
        });
      }
      this.socket.write(commands.map(encodeCommand).join(''), 'latin1');
    });
  }

  async close(): Promise<void> {
    this.socket.destroy();
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function open(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}
