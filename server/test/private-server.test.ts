import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bundleWorker } from '@luascope/shared/test/bundle-worker';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RedisAddress } from '../src/redis/address.js';
import { RespConnection } from '../src/redis/connection.js';
import { PrivateServer } from '../src/redis/private-server.js';
import { binary, noRedis, skipReason } from './real-redis.js';

describe.skipIf(noRedis)(`a private server${skipReason}`, () => {
  test('ends when the process that owns it is killed, and leaves no files', async () => {
    const code = await bundleWorker(new URL('./private-server-owner.ts', import.meta.url));
    const owner = spawn(process.execPath, [fileURLToPath(code)], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void owner.kill('SIGKILL'));
    const [line] = (await once(createInterface(owner.stdout), 'line')) as [string];
    const { socket, password } = JSON.parse(line) as Pick<RedisAddress, 'socket' | 'password'>;
    const path = socket.kind === 'standalone' ? (socket.options.path ?? '') : '';
    const connection = await RespConnection.open({ socket, password, username: undefined, db: 0, label: path });
    owner.kill('SIGKILL');
    expect((await connection.ended).code).toBe('closed');
    await expect.poll(() => existsSync(dirname(path))).toBe(false);
  });

  test('has its password nowhere that others can read, no persistence and a memory limit', async () => {
    const server = new PrivateServer(binary!, '16mb');
    onTestFinished(() => server.stop());
    await server.start(() => undefined);
    expect(server.address.password).toMatch(/^[0-9a-f]{48}$/);
    const shown = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(server.pid)], { encoding: 'utf8' });
    expect(shown).toMatch(/redis|valkey/);
    expect(shown).not.toContain(server.address.password);
    const connection = await RespConnection.open(server.address);
    const answers = await Promise.all(
      connection.pipeline(['save', 'appendonly', 'maxmemory', 'port'].map((name) => ['CONFIG', 'GET', name])),
    );
    connection.close();
    expect(answers.map(({ value }) => value)).toMatchObject(
      ['', 'no', '16777216', '0'].map((setting) => ({ items: [{}, { type: 'bulk', value: setting }] })),
    );
    await expect(RespConnection.open({ ...server.address, password: 'guess' })).rejects.toMatchObject({
      data: { reason: 'auth-failed' },
    });
  });

  test('that does not start says what the binary said', async () => {
    const server = new PrivateServer({ path: '/bin/false', product: 'redis', version: '' }, '16mb');
    onTestFinished(() => server.stop());
    await expect(server.start(() => undefined)).rejects.toThrow('/bin/false ended at once: it said nothing');
    const missing = new PrivateServer({ path: '/nowhere/redis', product: 'redis', version: '' }, '16mb');
    onTestFinished(() => missing.stop());
    await expect(missing.start(() => undefined)).rejects.toThrow('ENOENT');
  });
});
