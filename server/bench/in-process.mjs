// The two sides of `npm run bench:commands` that run in process: the sandbox and ioredis-mock, each by its own interface (a call that gives the
// reply; a method that gives a promise of it). Each runs in a thread of its own, so that neither works with machine code that was compiled for
// the other, nor clears up the other's garbage.
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import Mock from 'ioredis-mock';
import { Prng } from '@luascope/shared/lua';
import { Server, redisFamilies } from '@luascope/shared/redis';
import { REDIS_7_0, createScripting } from '@luascope/shared/script';

/** Milliseconds that each side runs before it is measured. */
const WARM_UP = 1000;
const TURNS = 40;
/** Batches of one turn; the fastest counts, for the first finds cold caches. */
const BATCHES = 5;

/** Commands, by the name of their row. */
const OUTSIDE = {
  SET: (i) => ['SET', `key:${i % 1000}`, 'value'],
  GET: (i) => ['GET', `key:${i % 1000}`],
  INCR: () => ['INCR', 'counter'],
  'LPUSH, LPOP': (i) => (i % 2 === 0 ? ['LPUSH', 'list', 'element'] : ['LPOP', 'list']),
  SADD: (i) => ['SADD', 'set', `member:${i % 1000}`],
  HSET: (i) => ['HSET', 'hash', `field:${i % 1000}`, 'value'],
  HGET: (i) => ['HGET', 'hash', `field:${i % 1000}`],
  ZADD: (i) => ['ZADD', 'zset', String(i % 1000), `member:${i % 1000}`],
};

/** What a command costs that does nothing: no other of the sandbox's can be faster. */
const FLOOR = { PING: () => ['PING'] };

/** Calls of one script. */
export const CALLS = 100;
const loop = (call) => () => ['EVAL', `for i = 1, ${CALLS} do ${call} end return 1`, '1', 'key'];
const IN_SCRIPTS = {
  SET: loop("redis.call('SET', KEYS[1] .. i, 'value')"),
  GET: loop("redis.call('GET', KEYS[1] .. i)"),
  INCR: loop("redis.call('INCR', 'counter')"),
  'LPUSH, LPOP': loop("redis.call('LPUSH', 'list', 'element') redis.call('LPOP', 'list')"),
  HSET: loop("redis.call('HSET', 'hash', 'field:' .. i, 'value')"),
  HGET: loop("redis.call('HGET', 'hash', 'field:' .. i)"),
  SADD: loop("redis.call('SADD', 'set', 'member:' .. i)"),
  ZADD: loop("redis.call('ZADD', 'zset', i, 'member:' .. i)"),
};

const TABLES = { OUTSIDE, FLOOR, IN_SCRIPTS };

const { timeOrigin } = performance;
const microseconds = () => Math.floor((timeOrigin + performance.now()) * 1000);

/** An empty sandbox: executes a command line. */
export function sandbox() {
  const scripting = createScripting({ profile: REDIS_7_0, random: new Prng() });
  const server = new Server({ families: [...redisFamilies, ...scripting.families], clock: microseconds, seed: 1 });
  const session = server.connect(() => undefined);
  return (argv) => {
    const reply = server.execute(session, argv);
    if (reply.type === 'error') throw new Error(`${argv[0]}: ${reply.text}`);
  };
}

/** By side: makes what runs a batch of `count` commands. */
const SIDES = {
  sandbox: () => {
    const execute = sandbox();
    return (count, argv) => {
      for (let i = 0; i < count; i++) execute(argv(i));
    };
  },
  mock: () => {
    const mock = new Mock();
    return async (count, argv) => {
      for (let i = 0; i < count; i++) {
        const [command, ...args] = argv(i);
        await mock[command.toLowerCase()](...args);
      }
    };
  },
};

/** A thread: for each message, a turn; answers with the microseconds of its fastest batch. */
if (!isMainThread) {
  const batch = SIDES[workerData.side]();
  const turn = async ({ table, row, count }) => {
    const argv = TABLES[table][row];
    let fastest = Infinity;
    for (let i = 0; i < BATCHES; i++) {
      const start = performance.now();
      await batch(count, argv);
      fastest = Math.min(fastest, (performance.now() - start) * 1000);
    }
    parentPort.postMessage(fastest);
  };
  parentPort.on('message', (message) => void turn(message));
}

/**
 * Microseconds a command on each side, row by row: the lower quartile of their turns. Batches are short and the sides take turns, so that other
 * load on the machine interrupts few of them, and neither side more than the other.
 */
export async function* compare(table, count) {
  const workers = ['mock', 'sandbox'].map((side) => new Worker(new URL(import.meta.url), { workerData: { side } }));
  const turn = async (worker, row) => {
    worker.postMessage({ table, row, count });
    const [fastest] = await once(worker, 'message');
    return fastest / count;
  };
  for (const row of Object.keys(TABLES[table])) {
    const times = workers.map(() => []);
    for (const worker of workers)
      for (const end = performance.now() + WARM_UP; performance.now() < end;) await turn(worker, row);
    for (let round = 0; round < TURNS; round++)
      for (const [side, worker] of workers.entries()) times[side].push(await turn(worker, row));
    const [mock, ours] = times.map((turns) => turns.toSorted((a, b) => a - b)[TURNS >> 2]);
    yield { row, mock, ours };
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
}
