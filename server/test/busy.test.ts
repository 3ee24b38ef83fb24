import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addressOf, engineOn, request, targetOn, untilState } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

const BUSY = 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.';

describe.skipIf(noRedis)(`a script that does not end${skipReason}`, () => {
  let redis: RealRedis;
  beforeEach(async () => void (redis = await RealRedis.start()));
  afterEach(() => redis.stop());

  test('is shown as busy, answered BUSY to others, and killed', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    await engine.execute(['SET', 'kept', 'yes']);
    const run = engine.run(request('while true do end'));
    const busy = await untilState(engine, ({ health }) => health === 'busy');
    expect(busy.busy?.elapsedMs).toBeGreaterThanOrEqual(100);
    expect(busy.busy?.wrote).toBeUndefined();
    expect(await engine.execute(['GET', 'kept'])).toEqual({ type: 'error', text: BUSY });
    expect((await engine.run(request('return 1'))).reply).toEqual({ type: 'error', text: BUSY });
    expect(await engine.kill()).toEqual({ outcome: 'killed', reply: { type: 'status', text: 'OK' } });
    expect(await run).toMatchObject({
      outcome: { kind: 'killed' },
      reply: { type: 'error', text: expect.stringContaining('Script killed by user with SCRIPT KILL') as string },
    });
    await untilState(engine, ({ health }) => health === 'ready');
    expect(await engine.execute(['GET', 'kept'])).toEqual({ type: 'bulk', value: 'yes' });
  });

  test('cannot be killed once it has written, and that is said', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const run = engine.run(request("redis.call('set', 'k', 1) while true do end"));
    await untilState(engine, ({ health }) => health === 'busy');
    expect(await engine.kill()).toMatchObject({
      outcome: 'unkillable',
      reply: {
        type: 'error',
        text: expect.stringMatching(/^UNKILLABLE Sorry the script already executed write/) as string,
      },
    });
    await untilState(engine, ({ busy }) => busy?.wrote === true);
    await redis.crash();
    expect(await run).toMatchObject({ outcome: { kind: 'lost', code: 'closed' } });
  });

  test('can be killed by a server of ours that started while it ran', async () => {
    const first = engineOn(await targetOn(addressOf(`${redis.url}/4`)));
    const run = first.run(request('while true do end', { db: 4 }));
    await untilState(first, ({ health }) => health === 'busy');
    const second = engineOn(await targetOn(addressOf(`${redis.url}/4`)));
    const state = await untilState(second, ({ health }) => health !== 'starting');
    expect(state).toMatchObject({ health: 'busy', server: { version: '7.0.15' } });
    expect(await second.kill()).toMatchObject({ outcome: 'killed' });
    expect(await run).toMatchObject({ outcome: { kind: 'killed' } });
    await untilState(second, ({ health }) => health === 'ready');
  });

  test('in a function is killed by FUNCTION KILL', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const library = "#!lua name=slow\nredis.register_function('loop', function() while true do end end)";
    expect(await engine.execute(['FUNCTION', 'LOAD', library])).toEqual({ type: 'bulk', value: 'slow' });
    const call = engine.execute(['FCALL', 'loop', '0'], 'another');
    await untilState(engine, ({ health }) => health === 'busy');
    expect(await engine.kill()).toMatchObject({ outcome: 'killed' });
    expect(await call).toMatchObject({ type: 'error' });
  });

  test('is not there: NOTBUSY', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    expect(await engine.kill()).toEqual({
      outcome: 'notbusy',
      reply: { type: 'error', text: 'NOTBUSY No scripts in execution right now.' },
    });
  });
});
