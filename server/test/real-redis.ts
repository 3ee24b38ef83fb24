import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes } from '@luascope/shared/bytes';
import type { RespValue } from '@luascope/shared/resp';
import { parseRedisUrl } from '../src/redis/address.js';
import { findBinary } from '../src/redis/binary.js';
import { RespConnection } from '../src/redis/connection.js';

export const binary = await findBinary(process.env['PATH']);

/**
 * For suites that need a real server: `describe.skipIf(noRedis)(`…${skipReason}`, …)`. Where there is none they are skipped, with the reason
 * in their name; in CI they run and fail.
 */
export const noRedis = binary === undefined && process.env['CI'] !== 'true';
export const skipReason = noRedis ? ' (skipped: no redis-server or valkey-server on PATH)' : '';

/** A real server of one test's own, on loopback and on a unix socket, which answers BUSY after 100 ms. */
export class RealRedis {
  readonly folder = mkdtempSync(join(tmpdir(), 'luascope-test-'));
  readonly socketPath = join(this.folder, 'redis.sock');
  #child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    readonly tlsPort: number,
    readonly flags: readonly string[],
  ) {}

  /** `flags` as on redis-server's command line; `tls`: a certificate is made and a TLS port opened. */
  static async start(flags: readonly string[] = [], tls = false): Promise<RealRedis> {
    const server = new RealRedis(await freePort(), tls ? await freePort() : 0, flags);
    if (tls) server.#makeCertificates();
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  async start(): Promise<void> {
    const flags = ['--port', String(this.port), '--bind', '127.0.0.1', '--unixsocket', this.socketPath];
    flags.push('--save', '', '--appendonly', 'no', '--dir', this.folder, '--busy-reply-threshold', '100');
    flags.push('--enable-debug-command', 'yes', ...this.flags);
    if (this.tlsPort !== 0)
      flags.push('--tls-port', String(this.tlsPort), '--tls-auth-clients', 'no', ...this.#certificateFlags());
    const child = spawn(binary?.path ?? 'redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    let log = '';
    for await (const chunk of child.stdout) {
      log += String(chunk);
      if (log.includes('eady to accept connections')) break;
    }
    if (child.exitCode !== null) throw new Error(`redis-server ended: ${log}`);
  }

  /** Sends commands as the default user on a connection of its own. */
  async ask(...commands: readonly (readonly Bytes[])[]): Promise<RespValue[]> {
    const connection = await RespConnection.open(parseRedisUrl(this.url));
    const answers = await Promise.all(connection.pipeline(commands));
    connection.close();
    return answers.map(({ value }) => value);
  }

  /** As a power cut: nobody is told. */
  async crash(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  async stop(): Promise<void> {
    await this.crash();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #makeCertificates(): void {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      '-days',
      '2',
      '-subj',
      '/CN=Luascope test CA',
    );
    openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
    writeFileSync(this.file('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
    openssl(
      ...'x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt -days 2 -extfile names'.split(
        ' ',
      ),
    );
  }

  #certificateFlags(): string[] {
    const [cert, key, ca] = ['server.crt', 'server.key', 'ca.crt'].map((name) => this.file(name));
    return ['--tls-cert-file', cert!, '--tls-key-file', key!, '--tls-ca-cert-file', ca!];
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
