import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, engineOn, privateSupply, request, targetOn } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

describe.skipIf(noRedis)(`a Redis that somebody else may own${skipReason}`, () => {
  let redis: RealRedis;
  beforeAll(async () => void (redis = await RealRedis.start()));
  afterAll(() => redis.stop());

  test('gets no dangerous command, from the console or in a script it carries', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url), ['KEYS']));
    await redis.ask(['SET', 'kept', '1']);
    const refused = (command: string) => ({ name: 'AppError', code: 'command-refused', data: { command } });
    await expect(engine.execute(['FLUSHALL'])).rejects.toMatchObject(refused('FLUSHALL'));
    await expect(engine.execute(['EVAL', "redis.call('flushdb')", '0'])).rejects.toMatchObject(refused('FLUSHDB'));
    await expect(engine.execute(['SCRIPT', 'LOAD', "redis.call('flushdb')"])).rejects.toMatchObject(refused('FLUSHDB'));
    expect(await engine.execute(['KEYS', 'kept'])).toEqual({ type: 'array', items: [{ type: 'bulk', value: 'kept' }] });
  });

  test('is asked about before the first script of a visit, and again for hazards not named before', async () => {
    const target = await targetOn(addressOf(redis.url));
    const engine = engineOn(target);
    const asks = (commands: string, crashLines: string) => ({
      name: 'AppError',
      code: 'needs-confirmation',
      data: { address: `127.0.0.1:${redis.port}`, commands, crashLines },
    });
    const plain = request('return 1', { confirmed: false });
    const flush = request("if KEYS[1] then redis.call('FLUSHALL') end\nif KEYS[1] then error({}) end", {
      confirmed: false,
    });
    await expect(engine.run(plain)).rejects.toMatchObject(asks('', ''));
    expect(await redis.ask(['SCRIPT', 'EXISTS', 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db'])).toEqual([
      { type: 'array', items: [{ type: 'integer', value: 0 }] },
    ]);
    expect((await engine.run({ ...plain, confirmed: true })).outcome).toEqual({ kind: 'finished' });
    expect((await engine.run(plain)).outcome).toEqual({ kind: 'finished' });
    await expect(engine.run(flush)).rejects.toMatchObject(asks('FLUSHALL', '2'));
    await engine.run({ ...flush, confirmed: true });
    expect((await engine.run(flush)).outcome).toEqual({ kind: 'finished' });
    await expect(engineOn(target).run(plain)).rejects.toMatchObject(asks('', ''));
  });

  test('never has its data emptied for a run', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    expect(engine.capabilities).toMatchObject({ freshData: false, confirmWrites: true, shutdown: false });
    await expect(engine.run(request('return 1', { data: 'fresh' }))).rejects.toMatchObject({ code: 'not-supported' });
  });

  test('that is ours is not asked about, and takes everything', async () => {
    const engine = engineOn(await targetOn(privateSupply()));
    expect(engine.capabilities).toMatchObject({ freshData: true, confirmWrites: false, shutdown: true });
    await engine.execute(['SET', 'old', '1']);
    const fresh = request("return {redis.call('dbsize'), redis.call('get', 'new')}", {
      confirmed: false,
      data: 'fresh',
      given: [['SET', 'new', '\x00\xff']],
    });
    expect((await engine.run(fresh)).reply).toEqual({
      type: 'array',
      items: [
        { type: 'integer', value: 1 },
        { type: 'bulk', value: '\x00\xff' },
      ],
    });
    expect(await engine.execute(['FLUSHALL'])).toEqual({ type: 'status', text: 'OK' });
  });
});
