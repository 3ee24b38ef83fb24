import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createApp } from './app.js';
import { ConfigError, readConfig, type Config } from './config.js';
import { liveSource, type Engines } from './engines.js';
import { serveEngines } from './http/engine-socket.js';
import { OriginPolicy } from './http/origin.js';
import { listenFrom } from './listen.js';
import { Target } from './redis/target.js';
import { startSandbox } from './sandbox/engine.js';
import { SandboxSource } from './sandbox-source.js';
import { startupText } from './startup-text.js';
import { chooseSupply } from './supply.js';

/** Requests that are under way when we are told to stop get this long to end. */
const GRACE_MS = 2000;

/** Of the sandbox that the HTTP API runs scripts on. */
const SANDBOX_LIMITS = { maxRunMs: 30_000, maxHeapMb: 512 };

/** After so long the URL is printed even if the live target has not answered yet. */
const STARTUP_MS = 3000;

const version = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
  .version;
const client = fileURLToPath(new URL('../../client/dist', import.meta.url));

async function main(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel, base: null });
  const supply = await chooseSupply(config, process.env['PATH']);
  const target = new Target(supply, config.allow, log);
  const sandbox = new SandboxSource(() => startSandbox(SANDBOX_LIMITS));
  const engines: Engines = { live: liveSource(target), sandbox };
  const policy = new OriginPolicy(config.hostNames);
  const http = createServer(createApp({ engines, policy, log, version, client: config.apiOnly ? undefined : client }));
  const sockets = serveEngines(http, engines, policy, log);

  let stopping = false;
  const stop = async (status: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    sockets.close();
    const closed = new Promise((resolve) => http.close(resolve));
    http.closeIdleConnections();
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, GRACE_MS))]);
    sandbox.close();
    await target.close();
    process.exit(status);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a fault of our own');
    void stop(1);
  });

  const port = await listenFrom(http, config.host, config.port);
  await Promise.race([target.start(), new Promise((resolve) => setTimeout(resolve, STARTUP_MS))]);
  console.log(startupText({ version, host: config.host, port, wanted: config.port, state: target.state }));
}

try {
  await main(readConfig(process.env));
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}
