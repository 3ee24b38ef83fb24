import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, engineOn, request, targetOn, untilState } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

const SCRIPT = "redis.call('set', KEYS[1], ARGV[1]) return {redis.call('get', KEYS[1]), redis.status_reply('FINE'), 7}";

describe.skipIf(noRedis)(`a live target is reached${skipReason}`, () => {
  let redis: RealRedis;
  beforeAll(async () => {
    redis = await RealRedis.start([], true);
    await redis.ask([
      'ACL',
      'SETUSER',
      'lu',
      'on',
      '>p@ss:word',
      '~app:*',
      '+@all',
      '-@dangerous',
      '-select',
      '-hello',
    ]);
  });
  afterAll(() => redis.stop());

  test.each([
    ['over TCP', (r: RealRedis) => addressOf(r.url)],
    ['on a unix socket', (r: RealRedis) => addressOf(`unix://${r.socketPath}`)],
    [
      'over TLS, with the certificate authority it is told of',
      (r: RealRedis) => addressOf(`rediss://localhost:${r.tlsPort}`, { ca: r.file('ca.crt') }),
    ],
    ['as an ACL user with few rights', (r: RealRedis) => addressOf(`redis://lu:p%40ss%3Aword@127.0.0.1:${r.port}`)],
  ])('%s', async (_, supply) => {
    const engine = engineOn(await targetOn(supply(redis)));
    const recording = await engine.run(request(SCRIPT, { keys: ['app:\x00\xff'], args: ['\xe7\x94\xa8'] }));
    expect(recording.wire).toEqual({ bytes: '*3\r\n$3\r\n\xe7\x94\xa8\r\n+FINE\r\n:7\r\n', total: 24 });
    expect(recording.reply).toEqual({
      type: 'array',
      items: [
        { type: 'bulk', value: '\xe7\x94\xa8' },
        { type: 'status', text: 'FINE' },
        { type: 'integer', value: 7 },
      ],
    });
    expect(recording.outcome).toEqual({ kind: 'finished' });
  });

  test('on the database of the URL, and on another that the request names', async () => {
    const target = await targetOn(addressOf(`${redis.url}/3`));
    const engine = engineOn(target);
    expect(target.state.server).toMatchObject({
      db: 3,
      ours: false,
      address: `127.0.0.1:${redis.port}`,
      version: '7.0.15',
    });
    await engine.run(request("return redis.call('set', 'here', ARGV[1])", { db: 3, args: ['three'] }));
    await engine.run(request("return redis.call('set', 'here', ARGV[1])", { db: 5, args: ['five'] }));
    expect(await engine.execute(['GET', 'here'])).toEqual({ type: 'bulk', value: 'three' });
    expect(await redis.ask(['SELECT', '5'], ['GET', 'here'])).toEqual([
      { type: 'status', text: 'OK' },
      { type: 'bulk', value: 'five' },
    ]);
  });

  test('in RESP3, where a map stays a map', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const script = "redis.setresp(3) redis.call('hset', 'h', 'f', '1') return redis.call('hgetall', 'h')";
    const three = await engine.run(request(script, { resp: 3 }));
    expect(three.wire?.bytes).toBe('%1\r\n$1\r\nf\r\n$1\r\n1\r\n');
    const two = await engine.run(request(script));
    expect(two.wire?.bytes).toBe('*2\r\n$1\r\nf\r\n$1\r\n1\r\n');
  });

  test.each([
    ['a wrong password', (r: RealRedis) => `redis://lu:wrong@127.0.0.1:${r.port}`, 'auth-failed'],
    ['a certificate nobody vouches for', (r: RealRedis) => `rediss://localhost:${r.tlsPort}`, 'certificate'],
    ['no server there', () => 'redis://127.0.0.1:1', 'refused'],
    ['no socket there', () => 'unix:///nowhere/redis.sock', 'no-socket'],
  ])('%s is told as such, without the password', async (_, url, code) => {
    const target = await targetOn(addressOf(url(redis)));
    const state = await untilState(target, ({ health }) => health === 'lost');
    expect(state.reason?.code).toBe(code);
    expect(JSON.stringify(state)).not.toContain('wrong');
    await expect(engineOn(target).run(request('return 1'))).rejects.toMatchObject({
      name: 'AppError',
      code: 'engine-lost',
      data: { reason: code },
    });
  });
});
