// `npm run bench:commands`: the sandbox in process against ioredis-mock in process; the TCP door against redis-server with redis-benchmark's
// command mix; and what a command costs by the size of its value. Every speed stands beside one measured in the same run.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import Mock from 'ioredis-mock';
import { Prng } from '@luascope/shared/lua';
import { Server, redisFamilies } from '@luascope/shared/redis';
import { REDIS_7_0, createScripting } from '@luascope/shared/script';

const WARM_UP = 10;
const BATCHES = 40;
const LEAST_IN_SCRIPTS = 20;
const LEAST_OUTSIDE = 5;
const LEAST_OF_SERVER = 0.3;

const microseconds = () => Math.floor((performance.timeOrigin + performance.now()) * 1000);

function sandbox() {
  const scripting = createScripting({ profile: REDIS_7_0, random: new Prng() });
  const server = new Server({ families: [...redisFamilies, ...scripting.families], clock: microseconds, seed: 1 });
  const session = server.connect(() => undefined);
  return (argv) => {
    const reply = server.execute(session, argv);
    if (reply.type === 'error') throw new Error(`${argv[0]}: ${reply.text}`);
  };
}

/**
 * Microseconds a command: the lower quartile of batches of `count`, after some that warm up. Batches are short, so that most of them are not
 * interrupted by other load on the machine.
 */
async function cost(count, run) {
  const batches = [];
  for (let batch = -WARM_UP; batch < BATCHES; batch++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) await run(i);
    if (batch >= 0) batches.push(((performance.now() - start) * 1000) / count);
  }
  return batches.toSorted((a, b) => a - b)[BATCHES >> 2];
}

const ratio = (value, least) =>
  `${value.toFixed(1)} x`.padStart(9) + (value < least ? `  below the goal of ${least}` : '');
let missed = 0;
const geometricMean = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

async function againstMock(title, rows, count, calls, least) {
  console.log(`\n${title.padEnd(36)}  ioredis-mock     sandbox    faster`);
  const execute = sandbox();
  const mock = new Mock();
  const ratios = [];
  for (const [name, argv] of rows) {
    const [command, ...args] = argv(0);
    await mock[command.toLowerCase()](...args);
    const theirs = (await cost(count, (i) => mock[command.toLowerCase()](...argv(i).slice(1)))) / calls;
    const ours = (await cost(count, (i) => execute(argv(i)))) / calls;
    ratios.push(theirs / ours);
    console.log(
      `${name.padEnd(36)}${theirs.toFixed(2).padStart(11)} µs${ours.toFixed(2).padStart(9)} µs${ratio(theirs / ours, least)}`,
    );
  }
  mock.disconnect();
  const mean = geometricMean(ratios);
  if (mean < least) missed++;
  console.log(`${'geometric mean'.padEnd(60)}${ratio(mean, least)}  (goal: at least ${least})`);
}

const OUTSIDE = [
  ['SET', (i) => ['SET', `key:${i % 1000}`, 'value']],
  ['GET', (i) => ['GET', `key:${i % 1000}`]],
  ['INCR', () => ['INCR', 'counter']],
  ['LPUSH', () => ['LPUSH', 'list', 'element']],
  ['LPOP', () => ['LPOP', 'list']],
  ['SADD', (i) => ['SADD', 'set', `member:${i % 1000}`]],
  ['HSET', (i) => ['HSET', 'hash', `field:${i % 1000}`, 'value']],
  ['HGET', (i) => ['HGET', 'hash', `field:${i % 1000}`]],
  ['ZADD', (i) => ['ZADD', 'zset', String(i % 1000), `member:${i % 1000}`]],
];

const CALLS = 100;
const loop = (call) => ['EVAL', `for i = 1, ${CALLS} do ${call} end return 1`, '1', 'key'];
const INSIDE = [
  ['SET', () => loop("redis.call('SET', KEYS[1] .. i, 'value')")],
  ['GET', () => loop("redis.call('GET', KEYS[1] .. i)")],
  ['INCR', () => loop("redis.call('INCR', 'counter')")],
  ['HSET', () => loop("redis.call('HSET', 'hash', 'field:' .. i, 'value')")],
  ['HGET', () => loop("redis.call('HGET', 'hash', 'field:' .. i)")],
  ['SADD', () => loop("redis.call('SADD', 'set', 'member:' .. i)")],
];

/** redis-benchmark's own names; its requests a second by test, undefined when it does not come to an end. */
const MIX = 'ping_mbulk,set,get,incr,lpush,rpush,lpop,rpop,sadd,hset,spop,zadd,zpopmin,lrange_100,mset';
async function benchmark(port, flags) {
  const args = ['-p', String(port), '-t', MIX, '--csv', '-r', '10000', ...flags];
  const { stdout } = await promisify(execFile)('redis-benchmark', args, { timeout: 120_000 });
  return new Map([...stdout.matchAll(/^"([^"]+)","([\d.]+)"/gm)].map(([, name, rate]) => [name, Number(rate)]));
}

async function door() {
  const [ours, theirs] = [await freePort(), await freePort()];
  const main = fileURLToPath(new URL('../dist/door/main.js', import.meta.url));
  const children = [
    spawn(process.execPath, [main, '--port', String(ours)], { stdio: 'ignore' }),
    spawn('redis-server', ['--port', String(theirs), '--bind', '127.0.0.1', '--save', ''], { stdio: 'ignore' }),
  ];
  try {
    await Promise.all([answers(ours), answers(theirs)]);
    for (const { title, flags, least } of [
      { title: 'one connection, no pipelining', flags: ['-c', '1', '-n', '3000'], least: LEAST_OF_SERVER },
      { title: '50 connections', flags: ['-c', '50', '-n', '10000'], least: 0 },
      { title: '50 connections, pipelines of 16', flags: ['-c', '50', '-P', '16', '-n', '50000'], least: 0 },
    ]) {
      const server = await benchmark(theirs, flags);
      const sandboxed = await benchmark(ours, flags);
      console.log(`\n${`the door, requests/s: ${title}`.padEnd(54)}redis-server      door   of it`);
      const shares = [];
      for (const [name, rate] of server) {
        const own = sandboxed.get(name) ?? 0;
        shares.push(own / rate);
        console.log(
          `${name.padEnd(54)}${rate.toFixed(0).padStart(12)}${own.toFixed(0).padStart(10)}${percent(own / rate)}`,
        );
      }
      const mean = geometricMean(shares);
      if (mean < least) missed++;
      const goal = least > 0 ? `  (goal: at least ${least * 100} %)` : '';
      console.log(`${'geometric mean'.padEnd(76)}${percent(mean)}${goal}`);
    }
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

const percent = (share) => `${(share * 100).toFixed(0)} %`.padStart(8);

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
/** Name, what fills (of element i), the command (on element i). */
const BY_SIZE = [
  ['GET of so many keys', (i) => ['SET', `k:${i}`, 'v'], (i) => ['GET', `k:${i}`]],
  ['SET', (i) => ['SET', `k:${i}`, 'v'], (i) => ['SET', `k:${i}`, 'w']],
  ['HGET', (i) => ['HSET', 'v', `f:${i}`, 'v'], (i) => ['HGET', 'v', `f:${i}`]],
  ['HSET', (i) => ['HSET', 'v', `f:${i}`, 'v'], (i) => ['HSET', 'v', `f:${i}`, 'w']],
  ['SISMEMBER', (i) => ['SADD', 'v', `m:${i}`], (i) => ['SISMEMBER', 'v', `m:${i}`]],
  ['LPUSH', (i) => ['RPUSH', 'v', `e:${i}`], (i) => ['LPUSH', 'v', `e:${i}`]],
  ['LINDEX', (i) => ['RPUSH', 'v', `e:${i}`], (i) => ['LINDEX', 'v', String(i)]],
  ['ZADD', (i) => ['ZADD', 'v', String(i), `m:${i}`], (i) => ['ZADD', 'v', String(i + 0.5), `m:${i}`]],
  ['ZRANK', (i) => ['ZADD', 'v', String(i), `m:${i}`], (i) => ['ZRANK', 'v', `m:${i}`]],
  ['XADD', (i) => ['XADD', 'v', `${i + 1}-0`, 'f', 'v'], () => ['XADD', 'v', '*', 'f', 'v']],
  [
    'XRANGE of one',
    (i) => ['XADD', 'v', `${i + 1}-0`, 'f', 'v'],
    (i) => ['XRANGE', 'v', `${i + 1}-0`, '+', 'COUNT', '1'],
  ],
];

/** Microseconds a command on a value of each size. */
function bySize() {
  console.log(`\n${'cost by size, µs'.padEnd(24)}${SIZES.map((size) => String(size).padStart(10)).join('')}    growth`);
  for (const [name, fill, command] of BY_SIZE) {
    const costs = SIZES.map((size) => {
      const execute = sandbox();
      for (let i = 0; i < size; i++) execute(fill(i));
      const batches = [];
      for (let batch = 0, turn = 0; batch < 40; batch++) {
        const start = performance.now();
        for (let i = 0; i < 250; i++) execute(command((turn = (turn + 7919) % size)));
        batches.push(((performance.now() - start) * 1000) / 250);
      }
      return batches.toSorted((a, b) => a - b)[10];
    });
    const growth = `${(costs.at(-1) / costs[0]).toFixed(1)} x`.padStart(10);
    console.log(`${name.padEnd(24)}${costs.map((value) => value.toFixed(2).padStart(10)).join('')}${growth}`);
  }
}

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Resolves when something accepts connections on a port. */
async function answers(port) {
  for (;;) {
    const socket = net.connect(port, '127.0.0.1');
    const reached = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (reached) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

await againstMock('outside scripts', OUTSIDE, 200, 1, LEAST_OUTSIDE);
await againstMock(`in scripts (EVAL of ${CALLS} calls), a call`, INSIDE, 2, CALLS, LEAST_IN_SCRIPTS);
bySize();
await door();
process.exit(missed > 0 ? 1 : 0);
