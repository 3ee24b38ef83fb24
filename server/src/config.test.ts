import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.js';

describe('the environment', () => {
  test('that is empty gives loopback, port 7379 and a private server', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 7379,
      hostNames: [],
      redis: undefined,
      privateServer: 'search',
      privateMemory: '256mb',
      allow: new Set(),
      logLevel: 'info',
      apiOnly: false,
    });
  });

  test('decides everything; empty variables count as unset', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      LUASCOPE_HOSTS: 'Lua.example.org, [fd00::1]',
      LUASCOPE_ALLOW: 'keys config|get',
      LUASCOPE_REDIS_SERVER: '/opt/redis/redis-server',
      LUASCOPE_LOG: '',
      REDIS_URL: 'redis://me:secret@redis.example:6380/2',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      hostNames: ['lua.example.org', '[fd00::1]'],
      allow: new Set(['KEYS', 'CONFIG|GET']),
      privateServer: { binary: '/opt/redis/redis-server' },
      logLevel: 'info',
      redis: { label: 'redis.example:6380', username: 'me', password: 'secret', db: 2 },
    });
  });

  test.each([
    [{ PORT: '99999' }, 'PORT must be at most 65535'],
    [{ PORT: 'abc' }, 'PORT must be a port number'],
    [{ HOST: '0.0.0.0' }, 'HOST 0.0.0.0 is open to other machines'],
    [{ HOST: '10.0.0.1', LUASCOPE_HOSTS: 'http://x' }, 'LUASCOPE_HOSTS must be host names without port'],
    [{ LUASCOPE_ALLOW: 'KEYS;FLUSHALL' }, 'LUASCOPE_ALLOW must be command names'],
    [{ LUASCOPE_LOG: 'loud' }, 'LUASCOPE_LOG must be one of fatal, error'],
    [{ LUASCOPE_REDIS_MEMORY: 'lots' }, 'LUASCOPE_REDIS_MEMORY must be a size such as 256mb'],
    [{ REDIS_URL: 'http://secret@x' }, 'REDIS_URL must start with redis://'],
    [{ REDIS_URL: 'redis://u:secret%@x' }, 'REDIS_URL has a user or password that is not percent-encoded'],
    [{ REDIS_URL: 'redis://secret@x/abc' }, 'REDIS_URL has a database that is not a number'],
    [{ REDIS_URL: 'rediss://secret@x', REDIS_CA: '/nowhere' }, 'REDIS_URL needs the file that REDIS_CA names'],
  ])('%o is refused by name', (environment, message) => {
    const refused = () => readConfig(environment);
    expect(refused).toThrow(ConfigError);
    expect(refused).toThrow(message);
    expect(refused).not.toThrow('secret');
  });
});
