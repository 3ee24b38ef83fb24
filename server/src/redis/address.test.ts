import { describe, expect, test } from 'vitest';
import { parseRedisUrl } from './address.js';

const ours = { username: undefined, password: undefined, db: 0 };

describe('a Redis URL', () => {
  test.each([
    ['redis://', { host: '127.0.0.1', port: 6379 }, { ...ours, label: '127.0.0.1:6379' }],
    ['redis://h:7/3', { host: 'h', port: 7 }, { ...ours, db: 3, label: 'h:7' }],
    ['redis://h?db=4', { host: 'h', port: 6379 }, { ...ours, db: 4, label: 'h:6379' }],
    ['redis://:p%40ss@[::1]:7', { host: '::1', port: 7 }, { ...ours, password: 'p@ss', label: '[::1]:7' }],
    ['rediss://u:p@h', { host: 'h', port: 6379, tls: {} }, { username: 'u', password: 'p', db: 0, label: 'h:6379' }],
    ['/run/redis.sock', { path: '/run/redis.sock' }, { ...ours, label: '/run/redis.sock' }],
    [
      'unix:///run/my%20redis.sock?db=2',
      { path: '/run/my redis.sock' },
      { ...ours, db: 2, label: '/run/my redis.sock' },
    ],
    ['unix://u:p@/run/r.sock', { path: '/run/r.sock' }, { username: 'u', password: 'p', db: 0, label: '/run/r.sock' }],
    ['redis:///run/r.sock', { path: '/run/r.sock' }, { ...ours, label: '/run/r.sock' }],
  ])('%s', (url, options, rest) => {
    expect(parseRedisUrl(url)).toEqual({ socket: { kind: 'standalone', options }, ...rest });
  });

  test('with Sentinels', () => {
    expect(parseRedisUrl('redis+sentinel://u:p@s1:1,s2/mymaster/5?sentinelPassword=sp')).toEqual({
      socket: {
        kind: 'sentinel',
        options: {
          sentinels: [
            { host: 's1', port: 1 },
            { host: 's2', port: 26379 },
          ],
          name: 'mymaster',
          sentinelUsername: undefined,
          sentinelPassword: 'sp',
          connectTimeout: 5000,
        },
      },
      username: 'u',
      password: 'p',
      db: 5,
      label: 'mymaster via s1:1,s2',
    });
  });

  test.each(['', 'h:6379', 'http://h', 'redis://h:99999', 'unix://', 'redis+sentinel://h'])('%s is refused', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(/^(must|is not|names no)/);
  });
});
