import { copyKeys } from '@luascope/shared/debug';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addressOf, engineOn, targetOn } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

const BINARY = '\x00\xff\r\n';
const USER = '\xe7\x94\xa8\xe6\x88\xb7:1';

describe.skipIf(noRedis)(`keys copied into Given${skipReason}`, () => {
  let redis: RealRedis;
  beforeEach(async () => void (redis = await RealRedis.start()));
  afterEach(() => redis.stop());

  test('make the same data again, byte for byte', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url), ['DEBUG']));
    const numbers = Array.from({ length: 250 }, (_, i) => String(i));
    const setUp = [
      ['SET', USER, BINARY],
      ['SET', '', 'empty key'],
      ['SET', 'n', '12345'],
      ['HSET', 'h', 'f', 'v', BINARY, ''],
      ['RPUSH', 'l', ...numbers],
      ['SADD', 's', 'a', BINARY],
      ['ZADD', 'z', '1.5', 'one', '-inf', BINARY, '0.1', 'x'],
      ['XADD', 'st', '5-1', 'f', 'v', 'g', BINARY],
      ['XADD', 'st', '5-2', 'f', 'w'],
      ['XADD', 'st', '7-0', 'f', 'gone'],
      ['XDEL', 'st', '7-0'],
      ['XGROUP', 'CREATE', 'st', 'readers', '5-1'],
    ];
    await redis.ask(...setUp);
    const keys = [USER, '', 'n', 'h', 'l', 's', 'z', 'st'];
    const { commands, skipped } = await copyKeys((command) => engine.execute(command), keys);
    expect(skipped).toEqual([]);
    expect(commands.filter(([name]) => name === 'RPUSH').map(({ length }) => length)).toEqual([102, 102, 52]);
    const digests = () => redis.ask(...keys.map((key) => ['DEBUG', 'DIGEST-VALUE', key]));
    const [before] = [await digests(), await redis.ask(['FLUSHALL'])];
    for (const reply of await redis.ask(...commands)) expect(reply).not.toMatchObject({ type: 'error' });
    expect(await digests()).toEqual(before);
    expect(await redis.ask(['XINFO', 'GROUPS', 'st'], ['XADD', 'st', '6-0', 'too', 'early'])).toMatchObject([
      { items: [{ items: expect.arrayContaining([{ type: 'bulk', value: '5-1' }]) as unknown }] },
      { type: 'error' },
    ]);
  });

  test('are no longer there when they went while they were read', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    await redis.ask(['SET', 'short', 'v', 'PX', '100000'], ['RPUSH', 'l', 'a'], ['SET', 'stays', 'v']);
    const { commands, skipped } = await copyKeys(
      async (command) => {
        const reply = await engine.execute(command);
        if (command[0] === 'STRLEN' || command[0] === 'LRANGE') await redis.ask(['DEL', 'short', 'l']);
        return reply;
      },
      ['l', 'short', 'stays'],
    );
    expect(commands).toEqual([['SET', 'stays', 'v']]);
    expect(skipped).toEqual([
      { key: 'l', why: 'missing' },
      { key: 'short', why: 'missing' },
    ]);
  });

  test('keep their time to live; what cannot be copied is named', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    await redis.ask(
      ['SET', 'ttl', 'v', 'PX', '100000'],
      ['RPUSH', 'big', 'a', 'b', 'c'],
      ['SETRANGE', 'long', '50', 'x'],
    );
    const { commands, skipped } = await copyKeys((command) => engine.execute(command), ['ttl', 'none', 'big', 'long'], {
      elements: 2,
      bytes: 50,
    });
    expect(commands).toEqual([
      ['SET', 'ttl', 'v'],
      ['PEXPIRE', 'ttl', expect.stringMatching(/^\d{5,6}$/)],
    ]);
    expect(skipped).toEqual([
      { key: 'none', why: 'missing' },
      { key: 'big', why: 'too-large', length: 3 },
      { key: 'long', why: 'too-large', length: 51 },
    ]);
  });
});
