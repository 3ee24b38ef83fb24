import { bundleWorker } from '@luascope/shared/test/bundle-worker';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../src/sandbox/engine.js';
import { SandboxSource } from '../src/sandbox-source.js';
import { targetOn } from './live.js';
import { webOn, type Web } from './web.js';

let entry: URL;
beforeAll(async () => {
  entry = await bundleWorker(new URL('../src/sandbox/worker.ts', import.meta.url));
});

/** A server without any Redis. */
async function sandboxWeb(maxRunMs = 10_000): Promise<Web> {
  const sandbox = new SandboxSource(() => startSandbox({ maxRunMs, maxHeapMb: 128 }, entry));
  onTestFinished(() => sandbox.close());
  return webOn(await targetOn({ kind: 'none', reason: { code: 'no-server', data: {} } }), sandbox);
}

const target = 'sandbox';

test('the API runs scripts on a sandbox that starts with the first request', async () => {
  const web = await sandboxWeb();
  expect((await web.get('/api/health')).json).toMatchObject({
    targets: {
      sandbox: { health: 'starting', reason: { code: 'on-demand' } },
      live: { health: 'off', reason: { code: 'no-server' } },
    },
  });
  const run = {
    target,
    script: "redis.call('set', KEYS[1], ARGV[1])\nreturn redis.call('get', KEYS[1])",
    keys: ['用户:1'],
    args: [{ hex: '00ff' }],
  };
  expect((await web.post('/api/run', run)).json).toMatchObject({
    reply: { type: 'bulk', value: { hex: '00ff' } },
    bytes: { hex: '24320d0a00ff0d0a' },
    calls: [
      { line: 1, command: ['set', '用户:1', { hex: '00ff' }], reply: { type: 'status', text: 'OK' }, effect: 'write' },
      { line: 2, command: ['get', '用户:1'], effect: 'read' },
    ],
    changes: [{ key: '用户:1', after: { type: 'string', preview: [{ hex: '00ff' }] } }],
    detail: { calls: 'known' },
  });
  expect((await web.get('/api/health')).json).toMatchObject({ targets: { sandbox: { health: 'ready' } } });
  const scripts = await web.get('/api/scripts?target=sandbox');
  expect(scripts.json).toMatchObject({ scripts: [{ via: 'EVAL', exists: true }] });
});

test('a visit leaves nothing behind on the console that the next one gets', async () => {
  const web = await sandboxWeb();
  expect(
    (await web.post('/api/command', { target, commands: [['SELECT', '3'], ['SET', 'k', 'v'], ['MULTI']] })).json,
  ).toMatchObject({
    replies: [{ text: 'OK' }, { text: 'OK' }, { text: 'OK' }],
  });
  expect((await web.post('/api/command', { target, command: ['DBSIZE'] })).json).toMatchObject({ text: '(integer) 0' });
});

test('a run that takes too long loses its worker, and the next one works', async () => {
  const web = await sandboxWeb(300);
  const endless = await web.post('/api/run', { target, script: 'while true do end' });
  expect(endless.json).toMatchObject({ outcome: { kind: 'lost', code: 'timeout' } });
  expect((await web.post('/api/run', { target, script: 'return 1' })).json).toMatchObject({ reply: { value: 1 } });
});

test('a live target that is off says so', async () => {
  const web = await sandboxWeb();
  const answer = await web.post('/api/run', { script: 'return 1' });
  expect([answer.status, answer.json]).toMatchObject([503, { error: { code: 'engine-off', reason: 'no-server' } }]);
});
