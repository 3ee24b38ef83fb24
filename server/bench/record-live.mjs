// `npm run bench:record`, third part: a live recording of 40 000 steps, and frames from it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { LiveEngine } from '../dist/live/engine.js';
import { parseRedisUrl } from '../dist/redis/address.js';
import { Target } from '../dist/redis/target.js';

const ROUNDS = 5;
const SCRIPT = "local t = 0\nfor i = 1, 19998 do\n  t = t + i\nend\nredis.call('SET', 'sum', t)\nreturn t";

const folder = mkdtempSync(join(tmpdir(), 'luascope-bench-'));
const port = await freePort();
const redis = spawn('redis-server', ['--port', port, '--bind', '127.0.0.1', '--save', '', '--dir', folder]);
redis.on('error', (error) => {
  console.log(`SKIPPED: no redis-server (${error.message})`);
  process.exit(0);
});
await new Promise((resolve) => redis.stdout.on('data', (text) => /ready to accept/i.test(text) && resolve()));

const address = parseRedisUrl(`redis://127.0.0.1:${port}`, {});
const target = new Target({ kind: 'address', address }, new Set(), pino({ level: 'silent' }));
await target.start();
const engine = new LiveEngine(target);
const request = { mode: 'EVAL', script: SCRIPT, keys: [], args: [], given: [], data: 'keep', resp: 2, db: 0 };

const recorded = [];
const inspected = [];
let steps = 0;
for (let round = 0; round <= ROUNDS; round++) {
  const began = performance.now();
  const recording = await engine.record({ ...request, confirmed: true });
  const took = performance.now() - began;
  steps = recording.totals.steps;
  const asked = performance.now();
  await engine.inspect(recording.id, Math.floor(((round + 0.5) / (ROUNDS + 1)) * steps));
  // The first round warms up.
  if (round > 0) {
    recorded.push(took);
    inspected.push(performance.now() - asked);
  }
  await engine.release(recording.id);
}
engine.close();
await target.close();
redis.kill('SIGKILL');
await once(redis, 'exit');
rmSync(folder, { recursive: true, force: true });

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const misses = [
  print(`a live recording of ${steps} steps, median`, median(recorded), 1000),
  print('frames at any step of it, median', median(inspected), 100),
];
process.exit(misses.includes(true) ? 1 : 0);

function print(what, value, limit) {
  const fails = value > limit;
  console.log(
    `${what.padEnd(66)} ${`${value.toFixed(0)} ms`.padStart(9)}   (at most ${limit} ms)${fails ? '  MISSED' : ''}`,
  );
  return fails;
}

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
