import type { EngineEvent } from '@luascope/shared/debug';
import type { RespValue } from '@luascope/shared/resp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, engineOn, privateSupply, targetOn } from './live.js';
import type { LiveEngine } from '../src/live/engine.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

const bulk = (value: string): RespValue => ({ type: 'bulk', value });
const integer = (value: number): RespValue => ({ type: 'integer', value });
const array = (...items: RespValue[]): RespValue => ({ type: 'array', items });
const push = (...items: RespValue[]): RespValue => ({ type: 'push', items });

/** Resolves with the first `count` values that arrive unasked on the console. */
function pushed(engine: LiveEngine, console: string, count: number): Promise<readonly RespValue[]> {
  const values: RespValue[] = [];
  return new Promise((resolve) => {
    const listen = (event: EngineEvent): void => {
      if (event.type !== 'pushed' || event.console !== console) return;
      values.push(...event.values);
      if (values.length < count) return;
      stop();
      resolve(values);
    };
    const stop = engine.subscribe(listen);
  });
}

describe.skipIf(noRedis)(`a console on live${skipReason}`, () => {
  let redis: RealRedis;
  beforeAll(async () => void (redis = await RealRedis.start()));
  afterAll(() => redis.stop());

  test('keeps its database, transaction and protocol, as redis-cli does', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    await engine.execute(['SELECT', '2'], 'a');
    await engine.execute(['SET', 'k', 'in 2'], 'a');
    expect(await engine.execute(['GET', 'k'], 'b')).toEqual({ type: 'nil', shape: 'bulk' });
    await engine.execute(['MULTI'], 'a');
    expect(await engine.execute(['HSET', 'h', 'f', 'v'], 'a')).toEqual({ type: 'status', text: 'QUEUED' });
    expect(await engine.execute(['EXEC'], 'a')).toEqual(array(integer(1)));
    expect(await engine.execute(['HELLO', '3'], 'a')).toMatchObject({ type: 'map' });
    expect(await engine.execute(['HGETALL', 'h'], 'a')).toEqual({ type: 'map', entries: [[bulk('f'), bulk('v')]] });
    expect(await engine.execute(['QUIT'], 'a')).toEqual({ type: 'status', text: 'OK' });
  });

  test('is still logged in after RESET, which logs out', async () => {
    const engine = engineOn(await targetOn(privateSupply()));
    await engine.execute(['SELECT', '2'], 'a');
    const [reset, ping] = await Promise.all([engine.execute(['reset'], 'a'), engine.execute(['PING'], 'a')]);
    expect([reset, ping]).toEqual([
      { type: 'status', text: 'RESET' },
      { type: 'status', text: 'PONG' },
    ]);
    expect(await engine.execute(['MULTI'], 'a')).toEqual({ type: 'status', text: 'OK' });
    expect(await engine.execute(['RESET'], 'a')).toEqual({ type: 'status', text: 'RESET' });
    expect(await engine.execute(['DBSIZE'], 'a')).toEqual(integer(0));
  });

  test('shows messages of its subscriptions beside the answers to its commands', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const stream = pushed(engine, 'sub', 3);
    expect(await engine.execute(['SUBSCRIBE', 'one', 'two'], 'sub')).toEqual(
      array(bulk('subscribe'), bulk('one'), integer(1)),
    );
    expect(await engine.execute(['PUBLISH', 'two', '\x00\xff'])).toEqual(integer(1));
    expect(await engine.execute(['PING'], 'sub')).toEqual(array(bulk('pong'), bulk('')));
    expect(await engine.execute(['GET', 'k'], 'sub')).toMatchObject({ type: 'error' });
    expect(await engine.execute(['UNSUBSCRIBE'], 'sub')).toMatchObject({
      items: [bulk('unsubscribe'), {}, integer(1)],
    });
    const [second, message, last] = await stream;
    expect([second, message]).toEqual([
      array(bulk('subscribe'), bulk('two'), integer(2)),
      array(bulk('message'), bulk('two'), bulk('\x00\xff')),
    ]);
    expect(last).toMatchObject({ items: [bulk('unsubscribe'), {}, integer(0)] });
    expect(await engine.execute(['GET', 'none'], 'sub')).toEqual({ type: 'nil', shape: 'bulk' });
  });

  test('in RESP3 takes ordinary commands while subscribed', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    await engine.execute(['HELLO', '3'], 'three');
    expect(await engine.execute(['PSUBSCRIBE', 'n*'], 'three')).toEqual(
      push(bulk('psubscribe'), bulk('n*'), integer(1)),
    );
    const stream = pushed(engine, 'three', 1);
    await engine.execute(['PUBLISH', 'news', 'x']);
    expect(await engine.execute(['ECHO', 'hello'], 'three')).toEqual(bulk('hello'));
    expect(await stream).toEqual([push(bulk('pmessage'), bulk('n*'), bulk('news'), bulk('x'))]);
  });

  test('shows what MONITOR says until RESET', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url), ['MONITOR']));
    expect(await engine.execute(['MONITOR'], 'm')).toEqual({ type: 'status', text: 'OK' });
    const stream = pushed(engine, 'm', 1);
    await engine.execute(['SET', 'seen', '1']);
    expect(await stream).toContainEqual({ type: 'status', text: expect.stringMatching(/"SET" "seen" "1"$/) as string });
    expect(await engine.execute(['RESET'], 'm')).toEqual({ type: 'status', text: 'RESET' });
    expect(await engine.execute(['GET', 'seen'], 'm')).toEqual(bulk('1'));
  });

  test('opens again after its connection was lost', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url), ['CLIENT']));
    const id = await engine.execute(['CLIENT', 'ID'], 'a');
    await engine.execute(['CLIENT', 'KILL', 'ID', String(id.type === 'integer' ? id.value : '')], 'b');
    await expect
      .poll(() => engine.execute(['PING'], 'a').catch(() => undefined))
      .toEqual({ type: 'status', text: 'PONG' });
  });
});
