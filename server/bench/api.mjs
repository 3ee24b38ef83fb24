// What `POST /api/run` over loopback costs beyond the same EVAL by bare ioredis, in the same run, one request at a time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';

const ROUNDS = 5;
const REQUESTS = 1000;
const BUDGET_MS = 1.5;
const SCRIPT = "redis.call('SET', KEYS[1], ARGV[1]) return {redis.call('GET', KEYS[1]), 42}";

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'luascope-bench-'));
const redisPort = await freePort();
const redisServer = spawn('redis-server', ['--port', redisPort, '--bind', '127.0.0.1', '--save', '', '--dir', folder]);
redisServer.on('error', (error) => {
  console.log(`SKIPPED: no redis-server (${error.message})`);
  process.exit(0);
});
await saysOn(redisServer.stdout, /ready to accept/i);
const port = await freePort();
const environment = { ...process.env, PORT: port, REDIS_URL: `redis://127.0.0.1:${redisPort}`, LUASCOPE_LOG: 'warn' };
const luascope = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
await saysOn(luascope.stdout, /Live\s+Redis/);

const redis = new Redis({ port: redisPort, protocol: 2 });
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const body = JSON.stringify({ script: SCRIPT, keys: ['k'], args: ['v'], confirmed: true });

const bare = [];
const api = [];
for (let round = 0; round <= ROUNDS; round++) {
  // The first round warms both up; the two alternate, so that a slow moment of the machine hits both.
  const into = round === 0 ? [[], []] : [bare, api];
  await timed(into[0], () => redis.eval(SCRIPT, 1, 'k', 'v'));
  await timed(into[1], post);
}
redis.disconnect();
agent.destroy();
luascope.kill('SIGTERM');
await once(luascope, 'exit');
redisServer.kill('SIGKILL');
rmSync(folder, { recursive: true, force: true });

const [bareMedian, apiMedian] = [percentile(bare, 0.5), percentile(api, 0.5)];
const over = apiMedian - bareMedian;
console.log(`${ROUNDS} x ${REQUESTS} times, alternating         median      p95`);
console.log(`EVAL by bare ioredis              ${ms(bareMedian)}  ${ms(percentile(bare, 0.95))}`);
console.log(`the same by POST /api/run         ${ms(apiMedian)}  ${ms(percentile(api, 0.95))}`);
console.log(`over bare ioredis at the median   ${ms(over)}  (at most ${BUDGET_MS} ms)`);
process.exit(over <= BUDGET_MS ? 0 : 1);

async function timed(times, request) {
  for (let i = 0; i < REQUESTS; i++) {
    const started = performance.now();
    await request();
    times.push(performance.now() - started);
  }
}

function post() {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(
      { agent, host: '127.0.0.1', port, method: 'POST', path: '/api/run', headers },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function percentile(times, part) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * part)];
}

function ms(time) {
  return `${time.toFixed(3)} ms`.padStart(9);
}

async function saysOn(stream, pattern) {
  let text = '';
  stream.setEncoding('utf8');
  await new Promise((resolve, reject) => {
    stream.on('data', (chunk) => {
      text += chunk;
      if (pattern.test(text)) resolve();
    });
    stream.on('end', () => reject(new Error(`it ended: ${text}`)));
  });
}

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
