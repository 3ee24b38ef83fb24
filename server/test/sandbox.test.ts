import { randomUUID } from 'node:crypto';
import {
  newMailbox,
  DEFAULT_PROFILE,
  sandboxCapabilities,
  Supervisor,
  type EngineEvent,
  type EntryId,
  type Image,
  type ImageEntry,
  type ImageStore,
  type SupervisorOptions,
} from '@luascope/shared/debug';
import { bulk, error, integer } from '@luascope/shared/resp';
import { bundleWorker } from '@luascope/shared/test/bundle-worker';
import { request, untilState } from '@luascope/shared/test/engine-suite';
import { runEngineCases } from '@luascope/shared/test/run-cases';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startThread } from '../src/sandbox/thread.js';

// Threads are slow to start on a machine that is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let entry: URL;
beforeAll(async () => {
  entry = await bundleWorker(new URL('../src/sandbox/worker.ts', import.meta.url));
});

const opened: Supervisor[] = [];
afterEach(() => {
  for (const sandbox of opened.splice(0)) sandbox.close();
});

function sandbox(options: Partial<SupervisorOptions> = { newMailbox }): Supervisor {
  const supervisor = new Supervisor({
    startThread: () => startThread({ entry, maxHeapMb: 256 }),
    clock: {
      now: () => Date.now(),
      after: (ms, action) => {
        const timer = setTimeout(action, ms);
        return () => clearTimeout(timer);
      },
    },
    newId: randomUUID,
    ...options,
  });
  opened.push(supervisor);
  return supervisor;
}
/** A sandbox whose spare worker is warm. */
async function warmSandbox(options: Partial<SupervisorOptions> = {}): Promise<Supervisor> {
  const supervisor = sandbox({ newMailbox, ...options });
  await untilState(supervisor, ({ health }) => health === 'ready');
  return supervisor;
}

runEngineCases({
  name: 'the sandbox in a worker thread',
  open: async () => {
    const supervisor = sandbox();
    opened.pop();
    return { engine: supervisor, close: () => supervisor.close() };
  },
});

describe('a sandbox in a worker thread', () => {
  test('says what it can do from the start', () => {
    const engine = sandbox({ newMailbox });
    const capabilities = sandboxCapabilities(DEFAULT_PROFILE);
    expect(engine.capabilities).toEqual(capabilities);
    const events: EngineEvent[] = [];
    engine.subscribe((event) => events.push(event))();
    expect(events).toMatchObject([{ type: 'state', state: { health: 'starting', capabilities } }]);
  });

  test('becomes the server of another version, with the same data, and records each run as the server it ran on', async () => {
    const engine = await warmSandbox({ version: '7.4.1' });
    await engine.execute(['FUNCTION', 'LOAD', "#!lua name=l\nredis.register_function('f', function() return 1 end)"]);
    await engine.execute(['SET', 'text', 'abc']);
    const wrongType = request("return redis.call('INCR', KEYS[1])", { keys: ['text'], data: 'keep' });
    const later = await engine.run(wrongType);
    await engine.changeVersion('6.2.16');
    const earlier = await engine.run(wrongType);
    expect(engine.capabilities.versions.slice(0, 2)).toEqual(['6.2.16', '7.0.15']);
    expect([later, earlier].map(({ server, reply }) => [server.version, reply])).toEqual([
      ['7.4.1', error(`ERR value is not an integer or out of range script: ${later.script.sha1}, on @user_script:1.`)],
      [
        '6.2.16',
        error(
          `ERR Error running script (call to f_${earlier.script.sha1}): @user_script:1: ERR value is not an integer or out of range`,
        ),
      ],
    ]);
    const again = await engine.record({ ...wrongType, rerun: later.id });
    expect([again.server.version, again.reply]).toEqual(['7.4.1', later.reply]);
    expect(await engine.execute(['FCALL', 'f', '0'])).toMatchObject({ type: 'error' });
    await engine.changeVersion('7.0.15');
    expect(await engine.execute(['FCALL', 'f', '0'])).toEqual(integer(1));
    expect(await engine.execute(['GET', 'text'])).toEqual(bulk('abc'));
  });

  test('is replaced when it does not look up, with the data as before that run', async () => {
    const hanging = await bundleWorker(new URL('./hanging-worker.ts', import.meta.url));
    const engine = await warmSandbox({ startThread: () => startThread({ entry: hanging, maxHeapMb: 256 }) });
    await engine.execute(['CONFIG', 'SET', 'busy-reply-threshold', '1']);
    await engine.execute(['SET', 'kept', 'before']);
    await engine.execute(['FUNCTION', 'LOAD', "#!lua name=lib\nredis.register_function('f', function() return 7 end)"]);
    const sha = await engine.execute(['SCRIPT', 'LOAD', 'return 5']);
    const states: string[] = [];
    engine.subscribe((event) => {
      if (event.type === 'state') states.push(`${event.state.health} ${event.state.reason?.code ?? ''}`.trim());
    });
    const run = engine.run(request("redis.call('SET', 'kept', 'in the run')"));
    const waiting = engine.execute(['GET', 'kept'], 'other');
    expect(await engine.kill()).toEqual({ outcome: 'terminated' });
    expect(await run).toMatchObject({ outcome: { kind: 'lost', code: 'terminated' }, detail: { calls: 'unknown' } });
    await expect(waiting).rejects.toMatchObject({ code: 'engine-restarted', data: { reason: 'terminated' } });
    expect(await engine.execute(['GET', 'kept'])).toEqual({ type: 'bulk', value: 'before' });
    expect(states).toEqual(['ready', 'starting terminated', 'ready']);
    expect(await engine.execute(['FCALL', 'f', '0'])).toEqual({ type: 'integer', value: 7 });
    expect(await engine.execute(['EVALSHA', sha.type === 'bulk' ? sha.value : '', '0'])).toEqual({
      type: 'integer',
      value: 5,
    });
    expect(await engine.execute(['CONFIG', 'GET', 'busy-reply-threshold'])).toMatchObject({
      items: [{ value: 'busy-reply-threshold' }, { value: '1' }],
    });
  });

  test('records a finished run from what it started from, whatever has happened since', async () => {
    const engine = await warmSandbox();
    await engine.execute(['RPUSH', 'l', 'a', 'b', 'c']);
    const script =
      "local x = redis.call('SPOP', 'none') return {redis.call('LPOP', 'l'), redis.call('TIME'), math.random(1e6)}";
    const run = await engine.run(request(script));
    await engine.run(request("redis.call('DEL', 'l') return math.random()"));
    const recording = await engine.record(request('', { rerun: run.id }));
    expect(recording.reply).toEqual(run.reply);
    expect(recording.request).toEqual(run.request);
    expect(recording.steps?.line).toHaveLength(2);
    expect(await engine.execute(['EXISTS', 'l'])).toEqual({ type: 'integer', value: 0 });
    const other = await engine.record(request("return redis.call('LLEN', 'l')", { startOf: run.id }));
    expect(other.reply).toEqual({ type: 'integer', value: 3 });
    await expect(engine.record(request('', { startOf: 'no such run' }))).rejects.toMatchObject({
      code: 'unknown-recording',
    });
    const unknown = { code: 'unknown-recording', data: { recording: 'no such run' } };
    await expect(engine.record(request('', { rerun: 'no such run' }))).rejects.toMatchObject(unknown);
  });

  test('ends a recording that does not end by itself, even if it has written', async () => {
    const engine = await warmSandbox();
    await engine.execute(['CONFIG', 'SET', 'busy-reply-threshold', '50']);
    const recording = engine.record(request("redis.call('SET', 'k', '1') while true do end", { maxSteps: 1000 }));
    expect(await engine.execute(['EXISTS', 'k'])).toEqual({ type: 'integer', value: 0 });
    expect(await engine.kill()).toEqual({ outcome: 'killed', reply: { type: 'status', text: 'OK' } });
    expect(await recording).toMatchObject({ outcome: { kind: 'killed' }, detail: { steps: 'limited' } });
  });

  test('ends a run that takes too long', async () => {
    const engine = await warmSandbox({ maxRunMs: 200 });
    const recording = await engine.run(request('while true do end'));
    expect(recording).toMatchObject({ outcome: { kind: 'lost', code: 'timeout' }, totals: { calls: 0 } });
    expect(recording.duration).toBeGreaterThanOrEqual(200_000);
    expect((await engine.run(request('return 1'))).reply).toEqual({ type: 'integer', value: 1 });
  });

  test('ends a run that needs too much memory', async () => {
    const engine = await warmSandbox({ startThread: () => startThread({ entry, maxHeapMb: 64 }) });
    const script = 'local t = {} for i = 1, 1e9 do t[i] = {i, tostring(i)} end';
    expect(await engine.run(request(script))).toMatchObject({ outcome: { kind: 'lost', code: 'out-of-memory' } });
    expect((await engine.run(request('return 1'))).reply).toEqual({ type: 'integer', value: 1 });
  });

  test('starts empty after SHUTDOWN NOSAVE, from inside a script that cannot be killed too', async () => {
    const engine = await warmSandbox();
    await engine.execute(['CONFIG', 'SET', 'busy-reply-threshold', '50']);
    const run = engine.run(request("redis.call('SET', 'k', '1') while true do end"));
    await untilState(engine, ({ busy }) => busy?.wrote === true);
    expect(await engine.kill()).toMatchObject({ outcome: 'unkillable' });
    const restarted = { code: 'engine-restarted', data: { reason: 'shutdown' } };
    await expect(engine.execute(['SHUTDOWN', 'NOSAVE'])).rejects.toMatchObject(restarted);
    expect(await run).toMatchObject({ outcome: { kind: 'lost', code: 'shutdown' }, totals: { calls: 1, writes: 1 } });
    expect(await engine.execute(['DBSIZE'])).toEqual({ type: 'integer', value: 0 });
  });

  test('is lost when its code cannot be loaded', async () => {
    const engine = sandbox({
      startThread: () => startThread({ entry: new URL('./missing.mjs', entry), maxHeapMb: 64 }),
    });
    const state = await untilState(engine, ({ health }) => health === 'lost');
    expect(state.reason).toEqual({ code: 'crashed', data: {} });
    await expect(engine.execute(['PING'])).rejects.toMatchObject({ code: 'engine-restarted' });
  });

  test('keeps data, scripts and settings in its store, and starts from it', async () => {
    const store = new MemoryStore();
    const first = await warmSandbox({ store });
    await first.run(request("redis.call('RPUSH', 'list', 'a', 'b')"));
    await first.execute(['SET', 'gone', '1']);
    await first.execute(['DEL', 'gone']);
    await first.execute(['CONFIG', 'SET', 'maxmemory', '100mb']);
    first.close();
    const second = await warmSandbox({ store });
    expect(await second.execute(['KEYS', '*'])).toEqual({ type: 'array', items: [{ type: 'bulk', value: 'list' }] });
    expect(await second.run(request("return redis.call('LRANGE', 'list', 0, -1)"))).toMatchObject({
      reply: { items: [{ value: 'a' }, { value: 'b' }] },
    });
    expect((await second.run(request("redis.call('RPUSH', 'list', 'a', 'b')"))).script.wasCached).toBe(true);
    expect(await second.execute(['CONFIG', 'GET', 'maxmemory'])).toMatchObject({
      items: [{}, { value: '104857600' }],
    });
  });

  test('leaves a store alone that it cannot read', async () => {
    const store = new MemoryStore();
    store.load = () => Promise.reject(new Error('of a later version'));
    const failures: unknown[] = [];
    const engine = await warmSandbox({ store, onStoreFailure: (failure) => failures.push(failure) });
    await engine.execute(['SET', 'k', '1']);
    expect(failures).toEqual([new Error('of a later version')]);
    expect(store.entries.size).toBe(0);
  });
});

describe('a sandbox without shared memory', () => {
  const deafSandbox = async (): Promise<Supervisor> => {
    const engine = sandbox({});
    await untilState(engine, ({ health }) => health === 'ready');
    await engine.execute(['CONFIG', 'SET', 'busy-reply-threshold', '50']);
    await engine.execute(['SET', 'kept', 'yes']);
    return engine;
  };

  test('answers BUSY for the script, and ends its worker to kill it', async () => {
    const engine = await deafSandbox();
    const run = engine.run(request('while true do end'));
    expect(await engine.execute(['GET', 'kept'])).toEqual({ type: 'error', text: BUSY });
    expect(await engine.kill()).toEqual({ outcome: 'terminated', reply: { type: 'status', text: 'OK' } });
    expect(await run).toMatchObject({ outcome: { kind: 'lost', code: 'terminated' } });
    expect(await engine.execute(['GET', 'kept'])).toEqual({ type: 'bulk', value: 'yes' });
  });

  test('knows that a script has written', async () => {
    const engine = await deafSandbox();
    const run = engine.run(request("redis.call('SET', 'k', '1') while true do end"));
    expect(await engine.execute(['SCRIPT', 'KILL'])).toMatchObject({
      text: expect.stringMatching(/^UNKILLABLE/) as string,
    });
    await expect(engine.execute(['SHUTDOWN', 'NOSAVE'])).rejects.toMatchObject({ data: { reason: 'shutdown' } });
    expect(await run).toMatchObject({ outcome: { kind: 'lost', code: 'shutdown' } });
    expect(await engine.execute(['GET', 'kept'])).toEqual({ type: 'nil', shape: 'bulk' });
  });

  test('lets commands wait for a script that ends in time', async () => {
    const engine = await deafSandbox();
    await engine.execute(['CONFIG', 'SET', 'busy-reply-threshold', '5000']);
    const run = engine.run(request("for i = 1, 3e5 do end redis.call('SET', 'kept', 'changed')"));
    expect(await engine.execute(['GET', 'kept'])).toEqual({ type: 'bulk', value: 'changed' });
    expect((await run).outcome).toEqual({ kind: 'finished' });
  });
});

const BUSY = 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.';

class MemoryStore implements ImageStore {
  readonly entries = new Map<EntryId, ImageEntry>();

  async load(): Promise<Image> {
    return structuredClone(this.entries);
  }

  async save(entries: ReadonlyMap<EntryId, ImageEntry | undefined>): Promise<void> {
    for (const [id, entry] of structuredClone(entries)) {
      if (entry === undefined) this.entries.delete(id);
      else this.entries.set(id, entry);
    }
  }
}
