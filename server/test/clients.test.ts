import { execFile, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { createClient } from 'redis';
import Redlock from 'redlock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleWorker } from '@luascope/shared/test/bundle-worker';
import { openDoor, type Door } from '../src/door/door.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

/** What each client sees, as plain data. Each is let loose on the sandbox and on a real server: both must see the same. */
const SCENARIOS: Readonly<Record<string, (port: number) => Promise<unknown>>> = {
  'redis-cli: replies of every kind': (port) =>
    cli(
      port,
      [],
      'SET k v\nGET k\nINCR k\nRPUSH l a b\nLRANGE l 0 -1\nGET none\nHSET h f 1\nHGETALL h\nNOSUCH\nZADD z 1.5 m\nZSCORE z m\n',
    ),
  'redis-cli -3': (port) =>
    cli(port, ['-3'], 'HSET h f 1\nHGETALL h\nSADD s m\nSMEMBERS s\nZADD z 1.5 m\nZSCORE z m\n'),
  'redis-cli --eval': (port) =>
    withFile("redis.call('SET', KEYS[1], ARGV[1]) return {redis.call('GET', KEYS[1]), #KEYS, #ARGV}", (script) =>
      cli(port, ['--eval', script, 'k', ',', 'v', 'w']),
    ),
  'redis-cli --pipe': async (port) => {
    const lines = Array.from({ length: 1000 }, (_, i) => `SET key:${i} ${i}\r\n`).join('');
    return [await cli(port, ['--pipe'], lines), await cli(port, ['DBSIZE']), await cli(port, ['GET', 'key:999'])];
  },
  'redis-cli --scan': async (port) => {
    await cli(port, [], Array.from({ length: 200 }, (_, i) => `SET key:${i} ${i}\n`).join(''));
    return (await cli(port, ['--scan', '--pattern', 'key:1*'])).split('\n').toSorted();
  },
  'redis-cli: a transaction, and what dooms one': (port) =>
    cli(port, [], 'MULTI\nSET k 1\nINCR k\nEXEC\nMULTI\nNOSUCH\nEXEC\nMULTI\nDISCARD\n'),

  'ioredis: pipelines and transactions': (port) =>
    withIoredis(port, async (redis) => [
      await redis.pipeline().set('k', '1').incr('k').lpush('k', 'x').get('k').exec().then(plain),
      await redis.multi().set('t', 'a').append('t', 'b').get('t').exec(),
    ]),
  'ioredis: defineCommand, after a script flush too': (port) =>
    withIoredis(port, async (redis) => {
      redis.defineCommand('addTo', { numberOfKeys: 1, lua: "return redis.call('INCRBY', KEYS[1], ARGV[1])" });
      const addTo = (key: string, by: number): Promise<unknown> =>
        (redis as unknown as { addTo(key: string, by: number): Promise<unknown> }).addTo(key, by);
      const first = [await addTo('n', 2), await addTo('n', 3)];
      await redis.script('FLUSH');
      return [...first, await addTo('n', 4)];
    }),
  'ioredis: a blocking pop that another client ends': (port) =>
    withIoredis(port, async (redis) => {
      const other = redis.duplicate();
      const popped = redis.blpop('queue', 5);
      await other.rpush('queue', 'job');
      other.disconnect();
      return [await popped, await redis.blpop('queue', 0.01)];
    }),
  'ioredis: messages by channel and by pattern': (port) =>
    withIoredis(port, async (redis) => {
      const subscriber = redis.duplicate();
      const heard: unknown[] = [];
      await subscriber.subscribe('news');
      await subscriber.psubscribe('n*');
      const both = new Promise<void>((resolve) => {
        const hear = (...message: unknown[]): void => void (heard.push(message) === 2 && resolve());
        subscriber.on('message', hear);
        subscriber.on('pmessage', hear);
      });
      const receivers = await redis.publish('news', 'hello');
      await both;
      subscriber.disconnect();
      return [receivers, heard];
    }),
  'ioredis: a function library': (port) =>
    withIoredis(port, async (redis) => {
      const code = "#!lua name=mine\nredis.register_function('double', function(keys, args) return args[1] * 2 end)";
      return [
        await redis.function('LOAD', code),
        await redis.fcall('double', 0, 21),
        await redis.function('LIST'),
        await redis.function('DELETE', 'mine'),
      ];
    }),
  'ioredis: streams with a group': (port) =>
    withIoredis(port, async (redis) => {
      await redis.xgroup('CREATE', 'events', 'workers', '0', 'MKSTREAM');
      await redis.xadd('events', '1-1', 'kind', 'a');
      return [
        await redis.xreadgroup('GROUP', 'workers', 'w1', 'COUNT', 10, 'STREAMS', 'events', '>'),
        await redis.xack('events', 'workers', '1-1'),
        await redis.xpending('events', 'workers'),
      ];
    }),

  'node-redis, RESP2 and RESP3': async (port) => {
    const seen: unknown[] = [];
    for (const RESP of [2, 3] as const) {
      const client = createClient({ url: `redis://127.0.0.1:${port}`, RESP });
      await client.connect();
      await client.flushAll();
      await client.hSet('h', { name: '用户', n: '1' });
      await client.zAdd('z', { score: 1.5, value: 'm' });
      seen.push({ ...(await client.hGetAll('h')) }, await client.zScore('z', 'm'), await client.exists('h'));
      seen.push(await client.multi().set('k', 'v').get('k').incr('n').exec());
      seen.push(await client.eval('return {1, ARGV[1], false}', { keys: ['k'], arguments: ['v'] }));
      const keys: string[] = [];
      for await (const batch of client.scanIterator()) keys.push(...batch);
      seen.push(keys.toSorted(), await client.get('h').catch(String));
      client.destroy();
    }
    return seen;
  },

  'rate-limiter-flexible: until it blocks': (port) =>
    withIoredis(port, async (storeClient) => {
      const limiter = new RateLimiterRedis({
        storeClient,
        points: 3,
        duration: 60,
        blockDuration: 30,
        keyPrefix: 'rl',
      });
      const seen: unknown[] = [];
      for (let i = 0; i < 5; i++) {
        const { consumedPoints, remainingPoints, msBeforeNext } = await limiter.consume('visitor').catch(rejection);
        seen.push([consumedPoints, remainingPoints, Math.round(msBeforeNext / 10_000)]);
      }
      await limiter.reward('visitor', 2);
      seen.push(
        (await limiter.get('visitor'))?.consumedPoints,
        await limiter.delete('visitor'),
        await limiter.get('visitor'),
      );
      return seen;
    }),
  'redlock: a lock, its extension and its end': (port) =>
    withIoredis(port, async (redis) => {
      const redlock = new Redlock([redis], { retryCount: 0 });
      const lock = await redlock.acquire(['a', 'b'], 5000);
      const held = await redis.mget('a', 'b');
      const refused = await redlock.acquire(['b'], 5000).catch((error: Error) => error.name);
      const extended = await lock.extend(20_000);
      const left = await redis.pttl('a');
      await extended.release();
      return [held.map((value) => value === lock.value), refused, left > 15_000, await redis.exists('a', 'b')];
    }),
};

let door: Door;
let real: RealRedis;

beforeAll(async () => {
  const entry = await bundleWorker(new URL('../src/door/worker.ts', import.meta.url));
  door = await openDoor(0, { settings: { 'enable-debug-command': 'yes' }, seed: 1 }, entry);
  if (!noRedis) real = await RealRedis.start();
}, 60_000);

afterAll(async () => {
  await door.close();
  if (!noRedis) await real.stop();
});

describe.skipIf(noRedis)(`unmodified clients see what they see on a real server${skipReason}`, () => {
  it.each(Object.entries(SCENARIOS))(
    '%s',
    async (_, scenario) => {
      const seen: unknown[] = [];
      for (const { port } of [real, door]) {
        await cli(port, ['FLUSHALL']);
        seen.push(await scenario(port));
      }
      expect(seen[0]).toBeDefined();
      expect(seen[1]).toEqual(seen[0]);
    },
    20_000,
  );
});

/** What redis-cli prints for a command, or for the commands it is given as input. */
function cli(port: number, args: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = execFile('redis-cli', ['-p', String(port), ...args], (error, stdout, stderr) => {
      if (error === null) resolve(stdout + stderr);
      else reject(new Error(`${error.message} ${stdout}`));
    });
    child.stdin?.end(input);
  });
}

async function withFile<T>(text: string, run: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'luascope-clients-'));
  const path = join(folder, 'script.lua');
  writeFileSync(path, text);
  try {
    return await run(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function withIoredis<T>(port: number, run: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(port, '127.0.0.1');
  try {
    return await run(redis);
  } finally {
    redis.disconnect();
  }
}

/** A pipeline's outcome with errors as their texts. */
function plain(results: readonly (readonly [Error | null, unknown])[] | null): unknown {
  return results?.map(([error, value]) => [error?.message, value]);
}

/** What rate-limiter-flexible rejects with when a limit is reached is no error but its count. */
function rejection(reason: unknown): RateLimiterRes {
  if (reason instanceof RateLimiterRes) return reason;
  throw reason;
}
