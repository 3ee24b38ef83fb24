import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RedisAddress } from './address.js';
import type { ServerBinary } from './binary.js';

/** How a server process ended. */
export interface ServerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** How the log says it crashed (`Redis 7.0.15 crashed by signal: 11, …`), else its last line. */
  readonly why: string;
}

/**
 * One throw-away server of our own: on a unix socket in a temporary folder, without persistence, with a memory limit and a random password
 * that no command line shows (the configuration goes in by stdin). A small shell process waits at a pipe from us and kills the server when
 * we end, however we end. The address stays the same when it is started again after a crash.
 */
export class PrivateServer {
  readonly address: RedisAddress;
  readonly #folder = mkdtempSync(join(tmpdir(), 'luascope-'));
  readonly #configuration: string;
  #running: Running | undefined;

  /** `memory` as redis.conf writes a size: `256mb`. */
  constructor(
    readonly binary: ServerBinary,
    memory: string,
  ) {
    const path = join(this.#folder, 'redis.sock');
    const password = randomBytes(24).toString('hex');
    this.address = {
      socket: { kind: 'standalone', options: { path } },
      username: undefined,
      password,
      db: 0,
      label: path,
    };
    this.#configuration = [
      'port 0',
      `unixsocket "${path}"`,
      'unixsocketperm 700',
      'save ""',
      'appendonly no',
      'daemonize no',
      'logfile ""',
      `maxmemory ${memory}`,
      'maxmemory-policy noeviction',
      `requirepass ${password}`,
      '',
    ].join('\n');
  }

  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  /**
   * Starts the process and waits until it accepts connections; throws an Error with what it said when it does not.
   * `ended` is called once when a process that had started ends without {@link stop}.
   */
  async start(ended: (end: ServerEnd) => void): Promise<void> {
    const running = new Running(this.binary.path, this.#folder, this.#configuration);
    this.#running = running;
    try {
      await running.listening;
    } catch (error) {
      await running.stop();
      throw error;
    }
    void running.ended.then((end) => {
      if (this.#running === running) ended(end);
    });
  }

  /** Ends the process and removes its folder: there is nothing on it to save, and a script that loops would not let it end in order. */
  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const CRASH_LINE = /crashed by signal|ASSERTION FAILED|Out Of Memory/i;
const START_TIMEOUT_MS = 10_000;

/** One process of a private server, with the watchdog that ends it after us. */
class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<ServerEnd>;
  readonly listening: Promise<void>;
  /** The first line that tells of a crash, else the last line. */
  #why = 'it said nothing';
  #crashed = false;

  constructor(path: string, folder: string, configuration: string) {
    // A process group of its own: Ctrl-C in the terminal reaches us only, and we stop the server in order.
    const child = spawn(path, ['-'], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.child = child;
    const watchdog = startWatchdog(child.pid, folder);
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        watchdog.kill('SIGKILL');
        resolve({ code, signal, why: this.#why });
      };
      child.once('close', end);
      child.once('error', (error) => {
        this.#why = error.message;
        end(null, null);
      });
    });
    this.listening = new Promise((resolve, reject) => {
      const tooLate = setTimeout(
        () => reject(new Error(`${path} did not start within ${START_TIMEOUT_MS / 1000} s`)),
        START_TIMEOUT_MS,
      );
      void this.ended.then((end) => {
        clearTimeout(tooLate);
        reject(new Error(`${path} ended at once: ${end.why}`));
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          for (const line of text.split('\n')) this.#read(line);
          if (!/ready to accept connections/i.test(text)) return;
          clearTimeout(tooLate);
          resolve();
        });
      }
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(configuration);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.ended;
  }

  #read(line: string): void {
    if (this.#crashed || line.trim() === '') return;
    this.#crashed = CRASH_LINE.test(line);
    // Without process id, time and level.
    this.#why = line.replace(/^\d+:\w \d+ \w+ \d+ [\d:.]+ \S /, '').trim();
  }
}

/** Kills the server and removes its folder when the pipe from us closes, that is when we are gone. Its own group, so that Ctrl-C spares it. */
function startWatchdog(pid: number | undefined, folder: string): ChildProcess {
  const child = spawn('/bin/sh', ['-c', 'read -r _; kill -9 "$0"; rm -rf "$1"', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  return child;
}
