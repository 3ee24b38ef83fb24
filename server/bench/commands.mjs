// `npm run bench:commands`: the sandbox in process against ioredis-mock in process; the TCP door against redis-server with redis-benchmark's
// command mix; and what a command costs by the size of its value. Every speed stands beside one measured in the same run.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { CALLS, compare, sandbox } from './in-process.mjs';

const LEAST_IN_SCRIPTS = 20;
const LEAST_OUTSIDE = 5;
const LEAST_OF_SERVER = 0.3;

const ratio = (value, least) =>
  `${value.toFixed(1)} x`.padStart(9) + (value < least ? `  below the goal of ${least}` : '');
let missed = 0;
const geometricMean = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

async function againstMock(title, table, count, calls, least) {
  console.log(`\n${title.padEnd(36)}  ioredis-mock     sandbox    faster`);
  const ratios = [];
  for await (const { row, mock, ours } of compare(table, count)) {
    const figures = `${(mock / calls).toFixed(2).padStart(11)} µs${(ours / calls).toFixed(2).padStart(9)} µs`;
    ratios.push(mock / ours);
    console.log(row.padEnd(36) + figures + ratio(mock / ours, least));
  }
  const mean = geometricMean(ratios);
  if (mean < least) missed++;
  console.log(`${'geometric mean'.padEnd(60)}${ratio(mean, least)}  (goal: at least ${least})`);
}

/** What keeps the rows outside scripts that are below the goal there. */
async function floor() {
  for await (const { ours } of compare('FLOOR', 200))
    console.log(
      `Below the goal are commands that ioredis-mock does in one step on a Map or an array. In the sandbox each command, as PING, which does nothing, costs\n` +
        `${ours.toFixed(2)} µs: a look at the clock, the checks of processCommand and the books of call(). A write is recorded so that it can be taken back.`,
    );
}

/** redis-benchmark's own names. */
const MIX = 'ping_mbulk,set,get,incr,lpush,rpush,lpop,rpop,sadd,hset,spop,zadd,zpopmin,lrange_100,mset'.split(',');
/** Each test is run so often on each server in turn, and the best run counts: the others met more of the machine's other load. */
const ROUNDS = 3;

/** Requests a second by test, of one test and what it needs. */
async function benchmark(port, test, flags) {
  const args = ['-p', String(port), '-t', test, '--csv', '-r', '10000', ...flags];
  const { stdout } = await promisify(execFile)('redis-benchmark', args, { timeout: 120_000 });
  return [...stdout.matchAll(/^"([^"]+)","([\d.]+)"/gm)].map(([, name, rate]) => [name, Number(rate)]);
}

/** Names of tests with the best rate on each of the ports. */
async function bestRates(ports, tests, flags) {
  const best = new Map();
  for (const test of tests)
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, port] of ports.entries())
        for (const [name, rate] of await benchmark(port, test, flags)) {
          const rates = best.get(name) ?? ports.map(() => 0);
          rates[i] = Math.max(rates[i], rate);
          best.set(name, rates);
        }
  return best;
}

/** Answers everything with PONG: what Node's sockets alone allow. */
const BARE = `require('node:net').createServer({ noDelay: true }, (socket) => {
  socket.on('data', () => socket.write('+PONG\\r\\n'));
  socket.on('error', () => socket.destroy());
}).listen(Number(process.argv[1]), '127.0.0.1');`;

async function door() {
  const [theirs, ours, bare] = [await freePort(), await freePort(), await freePort()];
  const main = fileURLToPath(new URL('../dist/door/main.js', import.meta.url));
  const children = [
    spawn('redis-server', ['--port', String(theirs), '--bind', '127.0.0.1', '--save', ''], { stdio: 'ignore' }),
    spawn(process.execPath, [main, '--port', String(ours)], { stdio: 'ignore' }),
    spawn(process.execPath, ['-e', BARE, String(bare)], { stdio: 'ignore' }),
  ];
  try {
    await Promise.all([theirs, ours, bare].map(answers));
    for (const { title, flags, least } of [
      { title: 'one connection, no pipelining', flags: ['-c', '1', '-n', '3000'], least: LEAST_OF_SERVER },
      { title: '50 connections', flags: ['-c', '50', '-n', '10000'], least: 0 },
      { title: '50 connections, pipelines of 16', flags: ['-c', '50', '-P', '16', '-n', '30000'], least: 0 },
    ]) {
      console.log(`\n${`the door, requests/s: ${title}`.padEnd(54)}redis-server      door   of it`);
      const shares = [];
      for (const [name, [server, own]] of await bestRates([theirs, ours], MIX, flags)) {
        shares.push(own / server);
        console.log(
          `${name.padEnd(54)}${server.toFixed(0).padStart(12)}${own.toFixed(0).padStart(10)}${percent(own / server)}`,
        );
      }
      const mean = geometricMean(shares);
      if (mean < least) missed++;
      const goal = least > 0 ? `  (goal: at least ${least * 100} %)` : '';
      console.log(`${'geometric mean'.padEnd(76)}${percent(mean)}${goal}`);
      if (least === 0) continue;
      for (const [, [server, own]] of await bestRates([theirs, bare], ['ping_mbulk'], flags))
        console.log(
          `${'a bare socket of Node that answers +PONG'.padEnd(54)}${server.toFixed(0).padStart(12)}${own.toFixed(0).padStart(10)}${percent(own / server)}`,
        );
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

await againstMock('outside scripts', 'OUTSIDE', 200, 1, LEAST_OUTSIDE);
await floor();
await againstMock(`in scripts (EVAL of ${CALLS} calls), a call`, 'IN_SCRIPTS', 5, CALLS, LEAST_IN_SCRIPTS);
bySize();
await door();
process.exit(missed > 0 ? 1 : 0);
