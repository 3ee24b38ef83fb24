import { once } from 'node:events';
import { remoteEngine } from '@luascope/shared/debug';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { transportOver } from '../src/http/engine-socket.js';
import { privateSupply, request, targetOn, untilState } from './live.js';
import { noRedis, skipReason } from './real-redis.js';
import { webOn, type Web } from './web.js';

function connect(web: Web, path: string, headers: Record<string, string>): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${web.port}${path}`, { headers });
  socket.on('error', () => undefined);
  onTestFinished(() => socket.terminate());
  return socket;
}

async function refusal(web: Web, path: string, headers: Record<string, string>): Promise<number | undefined> {
  const [, response] = (await once(connect(web, path, headers), 'unexpected-response')) as [
    unknown,
    { statusCode?: number },
  ];
  return response.statusCode;
}

describe.skipIf(noRedis)(`the engine over a WebSocket${skipReason}`, () => {
  test('runs, executes, tells events and errors whole', async () => {
    const web = await webOn(await targetOn(privateSupply()));
    const socket = connect(web, '/api/engine?target=live', { origin: web.origin });
    const engine = remoteEngine(transportOver(socket), () => Date.now());
    await once(socket, 'open');
    const state = await untilState(engine, ({ health }) => health === 'ready');
    expect(state.server?.version).toBe('7.0.15');
    const recording = await engine.run(
      request("return {ARGV[1], redis.call('set', 'k', ARGV[1])}", { args: ['\x00\xff'] }),
    );
    expect(recording.wire?.bytes).toBe('*2\r\n$2\r\n\x00\xff\r\n+OK\r\n');
    await engine.execute(['SELECT', '3'], 'one');
    expect(await engine.execute(['DBSIZE'], 'one')).toEqual({ type: 'integer', value: 0 });
    expect(await engine.execute(['DBSIZE'], 'two')).toEqual({ type: 'integer', value: 1 });
    await expect(engine.execute(['SYNC'])).rejects.toMatchObject({
      name: 'AppError',
      code: 'command-refused',
      data: { command: 'SYNC' },
    });
    await expect(engine.execute([])).rejects.toMatchObject({ name: 'AppError', code: 'bad-input' });
    const { id, steps } = await engine.record(request("local v = 'a' .. 1\nreturn v"));
    expect(steps?.line).toEqual(new Uint32Array([1, 2]));
    expect((await engine.inspect(id, 1)).frames[1]?.[0]?.scopes[0]).toEqual({
      kind: 'locals',
      variables: [{ name: 'v', value: { type: 'string', value: 'a1', length: 2 }, changed: true }],
    });
    await expect(engine.record(request('x', { mode: 'FCALL' }))).rejects.toMatchObject({ code: 'not-supported' });
  });

  test('is opened to our own pages only', async () => {
    const web = await webOn(await targetOn(privateSupply()));
    const path = '/api/engine?target=live';
    expect(await refusal(web, path, {})).toBe(403);
    expect(await refusal(web, path, { origin: 'null' })).toBe(403);
    expect(await refusal(web, path, { origin: 'http://evil.example' })).toBe(403);
    expect(await refusal(web, path, { origin: 'http://evil.example', host: 'evil.example' })).toBe(421);
    expect(await refusal(web, '/api/engine?target=moon', { origin: web.origin })).toBe(404);
    expect(await refusal(web, '/other', { origin: web.origin })).toBe(404);
  });

  test('ends when what arrives is no message', async () => {
    const web = await webOn(await targetOn(privateSupply()));
    const socket = connect(web, '/api/engine?target=live', { origin: web.origin });
    await once(socket, 'open');
    socket.send('not JSON');
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1007);
  });
});
