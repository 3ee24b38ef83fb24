import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type AppError, type Engine, newMailbox, Supervisor, type Recording } from '@luascope/shared/debug';
import { bundleWorker } from '@luascope/shared/test/bundle-worker';
import { readRecordingFile, writeRecordingFile } from '@luascope/shared/wire';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startThread } from '../src/sandbox/thread.js';
import { addressOf, engineOn, request, targetOn } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

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

/** A sandbox as a page has it. */
function page(): Supervisor {
  const after = (ms: number, action: () => void): (() => void) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  };
  const supervisor = new Supervisor({
    startThread: () => startThread({ entry, maxHeapMb: 256 }),
    clock: { now: () => Date.now(), after },
    newId: randomUUID,
    newMailbox,
    keepOrigins: true,
  });
  opened.push(supervisor);
  return supervisor;
}

/** The recording as a file brings it to somebody else. */
function fromFile(recording: Recording): Recording {
  const read = readRecordingFile(writeRecordingFile({ name: 'points.lua', recording }));
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.file.recording;
}

/** Every frame of every step. */
async function framesOf(engine: Engine, { id, steps }: Recording): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  while (all.length < steps!.line.length) {
    const { first, frames } = await engine.inspect(id, all.length);
    all.push(...frames.slice(all.length - first));
  }
  return all;
}

const SCRIPT = [
  'local bytes = "\\0\\255" .. ARGV[1]',
  'local t = {n = 1, list = {bytes}}',
  "for i = 1, 3 do t.n = t.n + redis.call('INCR', KEYS[1]) end",
  "local id = redis.call('XADD', 's', '*', 'f', bytes)",
  'local r = math.random(1000)',
  "return {t.n, id, r, redis.call('HGETALL', 'h'), redis.call('TIME')[1], redis.pcall('NOPE').err}",
].join('\n');

const DATA = [
  ['SET', 'k', '40'],
  ['HSET', 'h', 'f', '\x00\xff\n', 'n', '-0'],
  ['ZADD', 'z', '-inf', 'a', '1.5', 'b'],
  ['RPUSH', 'l', 'a', 'b'],
  ['LSET', 'l', '0', 'c'],
  ['SADD', 'set', '1', '2', 'three'],
  ['XADD', 's', '1-1', 'f', 'v'],
  ['XGROUP', 'CREATE', 's', 'g', '0'],
  ['XREADGROUP', 'GROUP', 'g', 'me', 'STREAMS', 's', '>'],
  ['EXPIRE', 'h', '1000'],
  ['CONFIG', 'SET', 'hash-max-listpack-entries', '7'],
];

const { confirmed: _confirmed, ...asked } = request(SCRIPT, { keys: ['k'], args: ['\xe4\xff'] });

test('a recording of the sandbox opens in another one, from its file', async () => {
  const [here, there] = [page(), page()];
  for (const command of DATA) await here.execute(command);
  const recording = await here.record(asked);
  const frames = await framesOf(here, recording);
  const saved = fromFile(recording);
  expect(saved).toEqual(recording);

  const taken = await there.record({ ...saved.request, again: saved });
  expect(taken).toEqual({ ...saved, id: taken.id });
  expect(await framesOf(there, taken)).toEqual(frames);
  expect(await there.evaluate(taken.id, taken.totals.steps! - 1, 0, 'bytes')).toEqual({
    type: 'string',
    value: '\x00\xff\xe4\xff',
    length: 4,
  });
  // What is there stays as it is.
  expect(await there.execute(['DBSIZE'])).toEqual({ type: 'integer', value: 0 });
});

test('a finished run gets its steps in another sandbox: after a reload, too, it opens as a recording', async () => {
  const [here, there] = [page(), page()];
  for (const command of DATA) await here.execute(command);
  const run = fromFile(await here.run(asked));
  expect(run.steps).toBeUndefined();
  const taken = await there.record({ ...run.request, again: run });
  expect(taken).toMatchObject({ wire: run.wire, totals: { steps: 12 }, source: 'reexecution' });
});

async function frozen(fixture: string): Promise<Recording> {
  const path = new URL(`../../shared/src/wire/fixtures/${fixture}`, import.meta.url);
  const read = readRecordingFile(await readFile(path, 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.file.recording;
}

test('the frozen recording of a server shows its values', async () => {
  const recording = await frozen('recording.v1.live.json');
  const sandbox = page();
  const taken = await sandbox.record({ ...recording.request, again: recording });
  expect(await framesOf(sandbox, taken)).toHaveLength(12);
  expect(await sandbox.evaluate(taken.id, 11, 0, 'bytes')).toMatchObject({ value: '\x00\xff\xe4\xff' });
  await expect(sandbox.evaluate(taken.id, 11, 0, "redis.call('GET', KEYS[1])")).rejects.toMatchObject({
    code: 'not-recorded',
    data: { why: 'old', key: 'k' },
  });
});

test('the frozen recording of a sandbox shows its values, or this sandbox says that it is not the one', async () => {
  const recording = await frozen('recording.v1.sandbox.json');
  const sandbox = page();
  const shown = await sandbox
    .record({ ...recording.request, again: recording })
    .then(({ id }) => sandbox.evaluate(id, 11, 0, 'bytes'))
    .catch((failure: AppError) => failure.code);
  const values: readonly unknown[] = [{ type: 'string', value: '\x00\xff\xe4\xff', length: 4 }, 'diverged'];
  expect(values).toContainEqual(shown);
});

test('fresh data does not bring the data of before along', async () => {
  const [here, there] = [page(), page()];
  await here.execute(['SET', 'secret', '1']);
  const given = [
    ['SET', 'k', '1'],
    ['XADD', 's', '1-1', 'f', 'v'],
  ];
  const recording = fromFile(await here.record({ ...asked, data: 'fresh', given }));
  expect([...recording.origin!.image.values()].filter(({ kind }) => kind === 'key')).toEqual([]);
  const taken = await there.record({ ...recording.request, again: recording });
  expect(await framesOf(there, taken)).toHaveLength(recording.totals.steps!);
});

test('what does not come out the same, or holds nothing to make frames from, is refused', async () => {
  const sandbox = page();
  const recording = await sandbox.record(asked);
  const { origin: _origin, ...bare } = recording;
  const altered = { ...recording, wire: { bytes: ':1\r\n', total: 4 } };
  await expect(sandbox.record({ ...asked, again: altered })).rejects.toMatchObject({ code: 'diverged' });
  await expect(sandbox.record({ ...asked, again: bare })).rejects.toMatchObject({ code: 'unknown-recording' });
  const nonsense = { ...bare, trace: { probes: [], functions: [], reply: '\x93\x01', said: ['\x01T\xff'] } };
  await expect(sandbox.record({ ...asked, again: nonsense })).rejects.toMatchObject({ name: 'AppError' });
  expect((await sandbox.run(asked)).outcome.kind).toBe('finished');
});

describe.skipIf(noRedis)(`a recording made on live${skipReason}`, () => {
  let redis: RealRedis;
  beforeAll(async () => {
    redis = await RealRedis.start();
  });
  afterAll(() => redis.stop());

  test('opens in a sandbox, from its file', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const recording = await engine.record(asked);
    const frames = await framesOf(engine, recording);
    const saved = fromFile(recording);
    expect(saved).toEqual(recording);
    const sandbox = page();
    const taken = await sandbox.record({ ...saved.request, again: saved });
    expect(await framesOf(sandbox, taken)).toEqual(frames);
    expect(await sandbox.evaluate(taken.id, taken.totals.steps! - 1, 0, 't.n + 1')).toMatchObject({ type: 'number' });
    await expect(engine.record({ ...asked, again: saved })).rejects.toMatchObject({ code: 'unknown-recording' });
  });
});
