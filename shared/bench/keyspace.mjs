// `npm run bench -- keyspace`: what a snapshot costs, by size: a mark, ten element writes and the way back, on a value (or a keyspace) of so
// many elements. Microseconds, the median; the last column is the growth from the smallest to the largest, 1000 times as many elements.
import { performance } from 'node:perf_hooks';
import { Server, redisFamilies } from '@luascope/shared/redis';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const WRITES = 10;
const ROUNDS = 301;
/** Elements that one filling command takes. */
const CHUNK = 1000;

/** Name; the arguments of one element; the command that adds elements; the command that changes one. */
const SUBJECTS = [
  ['keys', (i) => [`key:${i}`, `${i}`], (all) => ['MSET', ...all], (i) => ['SET', `key:${i}`, 'changed']],
  [
    'hash',
    (i) => [`field:${i}`, `${i}`],
    (all) => ['HSET', 'v', ...all],
    (i) => ['HSET', 'v', `field:${i}`, 'changed'],
  ],
  ['set', (i) => [`member:${i}`], (all) => ['SADD', 'v', ...all], (i) => ['SREM', 'v', `member:${i}`]],
  ['zset', (i) => [`${i}`, `member:${i}`], (all) => ['ZADD', 'v', ...all], (i) => ['ZADD', 'v', '-1', `member:${i}`]],
  ['list', (i) => [`element:${i}`], (all) => ['RPUSH', 'v', ...all], (i) => ['LSET', 'v', `${i}`, 'changed']],
  ['string', () => ['x'], (all) => ['APPEND', 'v', all.join('')], (i) => ['SETRANGE', 'v', `${i}`, 'y']],
  ['stream', (i) => [`${i + 1}-0`], ([id]) => ['XADD', 'v', id, 'f', 'v'], (i) => ['XDEL', 'v', `${i + 1}-0`]],
];

function filled([name, element, fill], size) {
  const server = new Server({ families: redisFamilies, clock: () => 1_700_000_000_000_000, seed: 1 });
  const session = server.connect(() => undefined);
  const step = name === 'stream' ? 1 : CHUNK;
  for (let i = 0; i < size; i += step)
    server.execute(session, fill(Array.from({ length: step }, (_, k) => element(i + k)).flat()));
  return { server, session };
}

/** Microseconds, the median of the rounds after some that warm up. */
function snapshotCost(subject, size) {
  const { server, session } = filled(subject, size);
  const { journal } = server.keyspace;
  const change = subject[3];
  const times = [];
  for (let round = -50, turn = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const mark = journal.mark();
    for (let i = 0; i < WRITES; i++) {
      turn = (turn + 7919) % size;
      server.execute(session, change(turn));
    }
    journal.rollback(mark);
    journal.release(mark);
    if (round >= 0) times.push((performance.now() - start) * 1000);
  }
  return times.toSorted((a, b) => a - b)[ROUNDS >> 1];
}

console.log(
  `snapshot, ${WRITES} writes and back`.padEnd(28) +
    SIZES.map((size) => String(size).padStart(10)).join('') +
    '    growth',
);
for (const subject of SUBJECTS) {
  const costs = SIZES.map((size) => snapshotCost(subject, size));
  const cells = costs.map((cost) => `${cost.toFixed(0)} µs`.padStart(10));
  console.log(`${subject[0].padEnd(28)}${cells.join('')}${`${(costs.at(-1) / costs[0]).toFixed(1)} x`.padStart(10)}`);
}
