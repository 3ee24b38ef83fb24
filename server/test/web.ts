import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { createApp } from '../src/app.js';
import { liveSource } from '../src/engines.js';
import { serveEngines } from '../src/http/engine-socket.js';
import { OriginPolicy } from '../src/http/origin.js';
import { SandboxSource } from '../src/sandbox-source.js';
import type { Target } from '../src/redis/target.js';
import { quiet } from './live.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: unknown;
}

/** The whole HTTP side over a target, on a port of its own, with a client of one page and one script. */
export async function listeningWeb(
  target: Target,
  sandbox = noSandbox(),
): Promise<{ readonly web: Web; readonly close: () => void }> {
  const client = mkdtempSync(join(tmpdir(), 'luascope-client-'));
  mkdirSync(join(client, 'assets'));
  writeFileSync(join(client, 'index.html'), '<title>Luascope</title>');
  writeFileSync(join(client, 'assets/main-abc.js'), 'main()');
  writeFileSync(join(client, 'assets/main-abc.js.br'), brotliCompressSync('main()'));
  const engines = { live: liveSource(target), sandbox };
  const policy = new OriginPolicy([]);
  const http = createServer(createApp({ engines, policy, log: quiet, version: '1.2.3', client }));
  const sockets = serveEngines(http, engines, policy, quiet);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const close = () => {
    sockets.close();
    http.closeAllConnections();
    http.close();
    rmSync(client, { recursive: true, force: true });
  };
  return { web: new Web((http.address() as AddressInfo).port), close };
}

function noSandbox(): SandboxSource {
  return new SandboxSource(() => {
    throw new Error('this test has no sandbox');
  });
}

/** {@link listeningWeb}, ended with the test. */
export async function webOn(target: Target, sandbox?: SandboxSource): Promise<Web> {
  const { web, close } = await listeningWeb(target, sandbox);
  onTestFinished(close);
  return web;
}

export class Web {
  constructor(readonly port: number) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, headers, undefined);
  }

  /** `body` as it is when it is text, else as JSON. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.send('POST', path, { 'content-type': 'application/json', ...headers }, text);
  }

  async send(method: string, path: string, headers: Record<string, string>, body: string | undefined): Promise<Answer> {
    const sent = httpRequest({ port: this.port, host: '127.0.0.1', method, path, headers });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const isJson = response.headers['content-type']?.startsWith('application/json') === true;
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  }
}
