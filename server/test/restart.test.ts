import { describe, expect, test } from 'vitest';
import { addressOf, engineOn, privateSupply, request, targetOn, untilState } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

describe.skipIf(noRedis)(`a server that ends${skipReason}`, () => {
  test('during a run: the run is lost, and the target comes back by itself', async () => {
    const redis = await RealRedis.start();
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const run = engine.run(request('while true do end'));
    await untilState(engine, ({ health }) => health === 'busy');
    await redis.crash();
    expect(await run).toMatchObject({ outcome: { kind: 'lost', code: 'closed' } });
    const lost = await untilState(engine, ({ health }) => health === 'lost');
    expect(lost.server).toMatchObject({ address: `127.0.0.1:${redis.port}` });
    await expect(engine.run(request('return 1'))).rejects.toMatchObject({ code: 'engine-lost' });
    await redis.start();
    await untilState(engine, ({ health }) => health === 'ready');
    expect((await engine.run(request('return 1'))).reply).toEqual({ type: 'integer', value: 1 });
    expect(await engine.execute(['PING'])).toEqual({ type: 'status', text: 'PONG' });
    await redis.stop();
  });

  test('and is ours is started again, with the reason told', async () => {
    const engine = engineOn(await targetOn(privateSupply()));
    await engine.execute(['SET', 'k', 'v']);
    const starting = untilState(engine, ({ health, reason }) => health === 'starting' && reason !== undefined);
    const recording = await engine.run(request('local a = 1\nerror({a})'));
    expect(recording).toMatchObject({ outcome: { kind: 'crash', line: 2 } });
    expect(recording.reply).toBeUndefined();
    expect((await starting).reason).toMatchObject({
      code: 'server-crashed',
      data: { signal: 'SIGSEGV', why: expect.stringContaining('crashed by signal: 11') as string },
    });
    await untilState(engine, ({ health }) => health === 'ready');
    expect(await engine.execute(['GET', 'k'])).toEqual({ type: 'nil', shape: 'bulk' });
  });

  test('and is ours, by SHUTDOWN in the console, comes back empty', async () => {
    const engine = engineOn(await targetOn(privateSupply()));
    const starting = untilState(engine, ({ health }) => health === 'starting');
    await expect(engine.execute(['SHUTDOWN', 'NOSAVE'])).rejects.toMatchObject({ code: 'engine-lost' });
    expect((await starting).reason).toMatchObject({ code: 'server-crashed', data: { exitCode: 0 } });
    await untilState(engine, ({ health }) => health === 'ready');
    expect(await engine.execute(['DBSIZE'])).toEqual({ type: 'integer', value: 0 });
  });
});
