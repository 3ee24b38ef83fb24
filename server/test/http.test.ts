import { beforeEach, describe, expect, test } from 'vitest';
import { addressOf, privateSupply, targetOn, untilState } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';
import { webOn, type Web } from './web.js';

const error = (fields: Record<string, unknown>) => ({ error: expect.objectContaining(fields) as unknown });

describe.skipIf(noRedis)(`the HTTP API${skipReason}`, () => {
  let web: Web;
  beforeEach(async () => void (web = await webOn(await targetOn(privateSupply()))));

  test('says its version and the state of its targets', async () => {
    expect((await web.get('/api/health')).json).toMatchObject({
      name: 'luascope',
      version: '1.2.3',
      status: 'ok',
      targets: { live: { health: 'ready', server: { version: '7.0.15', ours: true, db: 0 } } },
    });
  });

  test('runs a script; text is UTF-8, other bytes are hexadecimal', async () => {
    const script =
      "redis.call('set', KEYS[1], ARGV[1]) return {KEYS[1], ARGV[1], redis.status_reply('OK'), false, 3.9}";
    const { status, json } = await web.post('/api/run', { script, keys: ['用户:1'], args: [{ hex: '00ff' }] });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      outcome: { kind: 'finished' },
      script: { wasCached: false },
      reply: {
        type: 'array',
        items: [
          { type: 'bulk', value: '用户:1' },
          { type: 'bulk', value: { hex: '00ff' } },
          { type: 'status', text: 'OK' },
          { type: 'nil', shape: 'bulk' },
          { type: 'integer', value: 3 },
        ],
      },
      bytes: {
        hex: Buffer.from('*5\r\n$8\r\n用户:1\r\n$2\r\n@@\r\n+OK\r\n$-1\r\n:3\r\n')
          .toString('hex')
          .replace('4040', '00ff'),
      },
      detail: { calls: 'unknown' },
    });
    expect((await web.post('/api/run', { script, keys: ['k'], args: [''] })).json).toMatchObject({
      script: { wasCached: true },
    });
  });

  test('answers 200 with an error reply, its line and its kind', async () => {
    expect((await web.post('/api/run', { script: "return 1,\nredis.call('nope')" })).json).toMatchObject({
      outcome: { kind: 'error', compile: false, line: 2 },
      reply: {
        type: 'error',
        text: expect.stringMatching(
          /^ERR Unknown Redis command called from script script: [0-9a-f]{40}, on @user_script:2\.$/,
        ) as string,
      },
    });
    expect((await web.post('/api/run', { script: 'return (' })).json).toMatchObject({
      outcome: { kind: 'error', compile: true, line: 1 },
    });
    expect((await web.post('/api/run', { script: 'return 5', mode: 'EVALSHA' })).json).toMatchObject({
      outcome: { kind: 'error', compile: false },
      reply: { type: 'error', text: 'NOSCRIPT No matching script. Please use EVAL.' },
    });
  });

  test('knows the scripts it sent, and whether the server still has them', async () => {
    const loaded = await web.post('/api/scripts', { action: 'load', script: 'return 1' });
    expect(loaded.json).toEqual({ target: 'live', sha1: 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db' });
    await web.post('/api/run', { script: 'return 2' });
    const listed = { via: 'SCRIPT LOAD', source: 'return 1', exists: true };
    expect((await web.get('/api/scripts')).json).toMatchObject({
      scripts: [listed, { via: 'EVAL', source: 'return 2', exists: true }],
    });
    expect((await web.post('/api/scripts', { action: 'flush' })).json).toEqual({ target: 'live', flushed: true });
    expect((await web.get('/api/scripts?target=live')).json).toMatchObject({
      scripts: [{ exists: false }, { exists: false }],
    });
    const refused = await web.post('/api/scripts', { action: 'load', script: 'return (' });
    expect([refused.status, refused.json]).toEqual([
      502,
      error({ code: 'redis-error', text: expect.stringContaining('ERR Error compiling script') }),
    ]);
  });

  test('sends commands, several on one connection', async () => {
    expect((await web.post('/api/command', { command: ['SET', 'k', { hex: 'ff' }] })).json).toEqual({
      target: 'live',
      reply: { type: 'status', text: 'OK' },
      text: 'OK',
    });
    const commands = [['MULTI'], ['GET', 'k'], ['EXEC']];
    expect((await web.post('/api/command', { commands })).json).toMatchObject({
      replies: [
        { text: 'OK' },
        { text: 'QUEUED' },
        { text: '1) "\\xff"', reply: { items: [{ value: { hex: 'ff' } }] } },
      ],
    });
    expect((await web.post('/api/keys', { keys: ['k', 'none'] })).json).toEqual({
      target: 'live',
      given: [['SET', 'k', { hex: 'ff' }]],
      skipped: [{ key: 'none', why: 'missing' }],
    });
    expect((await web.post('/api/command', { command: ['MONITOR'] })).status).toBe(501);
    expect((await web.post('/api/kill', {})).json).toMatchObject({ outcome: 'notbusy' });
  });

  test.each([
    ['/api/run', {}, 'script', 400],
    ['/api/run', { script: 1 }, 'script', 400],
    ['/api/run', { script: '', keys: ['a', 2] }, 'keys.1', 400],
    ['/api/run', { script: '', keys: [{ hex: 'abc' }] }, 'keys.0.hex', 400],
    ['/api/run', { script: '', keys: [{ hex: 'ab', text: '' }] }, 'keys.0.text', 400],
    ['/api/run', { script: '', mode: 'eval' }, 'mode', 400],
    ['/api/run', { script: '', resp: 4 }, 'resp', 400],
    ['/api/run', { script: '', db: -1 }, 'db', 400],
    ['/api/run', { script: '', given: [[]] }, 'given.0', 400],
    ['/api/run', { script: '', extra: 1 }, 'extra', 400],
    ['/api/run', { script: '', target: 'moon' }, 'target', 400],
    ['/api/run', [], 'body', 400],
    ['/api/run', '{"script":', 'body', 400],
    ['/api/run', '"text"', 'body', 400],
    ['/api/scripts', { action: 'drop' }, 'action', 400],
    ['/api/command', { command: [] }, 'command', 400],
    ['/api/kill', { target: 7 }, 'target', 400],
    ['/api/run', JSON.stringify({ script: 'x'.repeat(17 * 1024 * 1024) }), 'body', 413],
  ])('%s refuses bad input and names the field (%#)', async (path, body, field, status) => {
    const answer = await web.post(path, body);
    expect([answer.status, answer.json]).toEqual([status, error({ field })]);
  });

  test('takes JSON only', async () => {
    expect(
      (await web.post('/api/run', 'script=1', { 'content-type': 'application/x-www-form-urlencoded' })).status,
    ).toBe(415);
    expect((await web.post('/api/run', '{"script":"return 1"}', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  test('says what would be right, where it can', async () => {
    const refusal = async (path: string, body: unknown) => (await web.post(path, body)).json;
    expect(await refusal('/api/run', {})).toEqual(
      error({
        field: 'script',
        problem: 'missing',
        message: 'The request is not understood. script: missing, expected string | object.',
      }),
    );
    expect(await refusal('/api/run', { script: 5 })).toEqual(
      error({ field: 'script', problem: 'invalid_type', expected: 'string | object' }),
    );
    expect(await refusal('/api/run', { script: '', keys: 'k' })).toEqual(error({ field: 'keys', expected: 'array' }));
    expect(await refusal('/api/run', { script: '', mode: 'RUN' })).toEqual(
      error({ expected: 'EVAL | EVALSHA | EVAL_RO | EVALSHA_RO | FCALL | FCALL_RO' }),
    );
    expect(await refusal('/api/command', { command: [] })).toEqual(error({ expected: 'at least 1' }));
    expect(await refusal('/api/command', [])).toEqual(error({ field: 'body', expected: 'object' }));
    expect(await refusal('/api/scripts', {})).toEqual(error({ field: 'action', problem: 'missing' }));
  });

  test('tells a method that a route does not take from a route that does not exist', async () => {
    const asked = async (method: string, path: string) => {
      const { status, headers } = await web.send(method, path, {}, undefined);
      return [status, headers['allow']];
    };
    expect(await asked('GET', '/api/run')).toEqual([405, 'POST']);
    expect(await asked('DELETE', '/api/run')).toEqual([405, 'POST']);
    expect(await asked('PUT', '/api/scripts')).toEqual([405, 'GET, HEAD, POST']);
    expect(await asked('POST', '/api/health')).toEqual([405, 'GET, HEAD']);
    expect(await asked('HEAD', '/api/health')).toEqual([200, undefined]);
    expect(await asked('POST', '/api/nothing')).toEqual([404, undefined]);
    expect(await asked('DELETE', '/')).toEqual([405, 'GET, HEAD']);
  });

  test('answers nothing to a rebound name, nor to pages of other origins', async () => {
    expect((await web.get('/', { host: 'evil.example' })).status).toBe(421);
    expect((await web.get('/api/health', { host: `evil.example:${web.port}` })).status).toBe(421);
    const run = { script: 'return 1' };
    expect((await web.post('/api/run', run, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await web.post('/api/run', run, { origin: 'null' })).status).toBe(403);
    expect((await web.post('/api/run', run, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await web.post('/api/run', run, { 'sec-fetch-site': 'same-origin', origin: web.origin })).status).toBe(200);
  });

  test('sends every answer with the headers that lock the page in', async () => {
    for (const path of ['/', '/api/health', '/api/nothing', '/some/page']) {
      const { headers } = await web.get(path);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'self';script-src 'self';") as string,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('serves the page, its hashed files for ever and compressed', async () => {
    const page = await web.get('/');
    expect([page.status, page.headers['cache-control'], page.text]).toEqual([
      200,
      'no-cache',
      '<title>Luascope</title>',
    ]);
    const script = await web.get('/assets/main-abc.js', { 'accept-encoding': 'br' });
    expect(script.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
    expect((await web.get('/a/page/of/the/client')).text).toBe('<title>Luascope</title>');
    expect((await web.get('/assets/gone.js')).status).toBe(404);
    expect((await web.get('/../package.json')).text).not.toContain('luascope/server');
  });
});

describe.skipIf(noRedis)(`the HTTP API on a Redis of somebody else${skipReason}`, () => {
  test('wants a yes with each script, and refuses dangerous commands', async () => {
    const redis = await RealRedis.start();
    const web = await webOn(await targetOn(addressOf(redis.url)));
    const asked = await web.post('/api/run', { script: "return redis.call('CONFIG', 'GET', 'port')" });
    expect([asked.status, asked.json]).toEqual([409, error({ code: 'needs-confirmation', commands: 'CONFIG|GET' })]);
    expect((await web.post('/api/run', { script: 'return 1', confirmed: true })).status).toBe(200);
    expect((await web.post('/api/run', { script: 'return 1' })).status).toBe(409);
    const refused = await web.post('/api/command', { command: ['FLUSHALL'] });
    expect([refused.status, refused.json]).toEqual([403, error({ code: 'command-refused', command: 'FLUSHALL' })]);
    expect((await web.post('/api/scripts', { action: 'flush' })).status).toBe(409);
    expect((await web.post('/api/scripts', { action: 'flush', confirmed: true })).status).toBe(200);
    await redis.stop();
  });

  test('answers 503 while it is lost, and never tells the password', async () => {
    const redis = await RealRedis.start(['--requirepass', 'hunter2']);
    const target = await targetOn(addressOf(`redis://:hunter2@127.0.0.1:${redis.port}`));
    const web = await webOn(target);
    expect((await web.get('/api/health')).text).not.toContain('hunter2');
    await redis.stop();
    await untilState(target, ({ health }) => health === 'lost');
    const answer = await web.post('/api/run', { script: 'return 1', confirmed: true });
    expect([answer.status, answer.json]).toEqual([
      503,
      error({ code: 'engine-lost', address: `127.0.0.1:${redis.port}` }),
    ]);
    expect((await web.get('/api/health')).text).not.toContain('hunter2');
  });
});
