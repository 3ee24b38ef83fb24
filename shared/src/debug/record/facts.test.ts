import { expect, test } from 'vitest';
import { request } from '../../../test/engine-suite.js';
import type { RunRequest } from '../engine.js';
import type { Recording } from '../recording.js';
import { Sandbox } from '../sandbox/sandbox.js';
import { sha1Hex } from '../../script/redis-api.js';

const engine = () => {
  let clock = 1_700_000_000_000_000;
  let id = 0;
  return new Sandbox({ clock: () => (clock += 7), stopwatch: () => clock, seed: 9, newId: () => `r${++id}` });
};

const record = (script: string, changes?: Partial<RunRequest>): Promise<Recording> =>
  engine().record(request(script, changes));

/** `step key` and `step thread`, in order. */
const writesText = ({ writes }: Recording): string[] =>
  Array.from(writes!.step, (step, i) => `${step} ${writes!.keys[writes!.key[i]!]!.key} by ${writes!.call[i]}`);
const switchesText = ({ switches }: Recording): string[] =>
  Array.from(switches!.step, (step, i) => `${step} to ${switches!.thread[i]}`);

test('each change of a key is known: by which call, in which step', async () => {
  const recording = await record(`redis.call('SET', 'a', 1)
redis.call('SETNX', 'a', 2)
redis.call('MSET', 'a', 3, 'b', 4)
for i = 1, 2 do redis.call('RPUSH', 'l', i, i) end
redis.call('RENAME', 'a', 'b')
redis.call('FLUSHALL')`);
  expect(writesText(recording)).toEqual([
    '0 a by 0',
    '2 a by 2',
    '2 b by 2',
    '4 l by 3',
    '6 l by 4',
    '8 b by 5',
    '8 a by 5',
    '9 b by 6',
    '9 l by 6',
  ]);
});

test('commands that set up the data are no writes of the script', async () => {
  const recording = await record("return redis.call('GET', 'a')", { data: 'fresh', given: [['SET', 'a', '1']] });
  expect(writesText(recording)).toEqual([]);
});

test('coroutines that go on are known', async () => {
  const recording = await record(`local co = coroutine.wrap(function() local a = 1
  coroutine.yield(a)
  local inner = coroutine.wrap(function() local b = 2 end)
  inner()
end)
co()
co()
return 1`);
  expect(switchesText(recording)).toEqual(['2 to 1', '4 to 0', '5 to 1', '7 to 2', '9 to 1', '10 to 0']);
  expect([2, 4, 5, 7, 9, 10].map((step) => recording.steps!.line[step])).toEqual([1, 7, 3, 3, 5, 8]);
});

test('past its limit of steps a recording ends: what comes later has no step', async () => {
  const recording = await record("for i = 1, 3 do redis.call('SET', 'k' .. i, i) end redis.log(3, 'x') error('e')", {
    maxSteps: 4,
  });
  expect(recording.detail.steps).toBe('limited');
  expect(recording.calls.map(({ step }) => step)).toEqual([1, 3, undefined]);
  expect(recording.logs.map(({ step }) => step)).toEqual([undefined]);
  expect(recording.errors.map(({ step }) => step)).toEqual([undefined, undefined]);
  expect(writesText(recording)).toEqual(['1 k1 by 0', '3 k2 by 1']);
});

const LONG = `local long = string.rep('ab', 3000)
redis.call('SET', 'k', long)
redis.call('HSET', 'h', 'f', long, 'g', 'short')
redis.call('HGETALL', 'h')
redis.call('GET', 'k')`;

test('long strings of calls are kept by length, hash and head', async () => {
  const { calls } = await record(LONG);
  const whole = 'ab'.repeat(3000);
  const head = 'ab'.repeat(128);
  const fact = { length: 6000, sha1: sha1Hex(whole) };
  expect(calls.map(({ command, long }) => [command.at(-1)!.slice(0, 8), long])).toEqual([
    ['abababab', [{ part: 'command', path: [2], ...fact }]],
    ['short', [{ part: 'command', path: [3], ...fact }]],
    ['h', [{ part: 'reply', path: [1], ...fact }]],
    ['k', [{ part: 'reply', path: [], ...fact }]],
  ]);
  expect(calls[3]!.reply).toEqual({ type: 'bulk', value: head });
});

test('and brought back on demand', async () => {
  const sandbox = engine();
  const { id, calls } = await sandbox.record(request(LONG));
  const strings = calls.flatMap(({ ordinal, long = [] }) =>
    long.map(({ part, path }, i) => ({ id: `${ordinal}.${i}`, call: ordinal, part, path })),
  );
  const found: string[] = [];
  for await (const { probe, step, value } of sandbox.scan(id, { probes: [], strings }))
    found.push(`${probe} ${step} ${value?.type === 'string' && value.value === 'ab'.repeat(3000)}`);
  expect(found).toEqual(['0.0 1 true', '1.0 2 true', '2.0 3 true', '3.0 4 true']);
});

test('what calls say again is kept once', async () => {
  const { calls } = await record("for i = 1, 2 do redis.call('LRANGE', 'l', 0, -1) redis.call('GET', 'k' .. i) end", {
    data: 'fresh',
    given: [['RPUSH', 'l', 'a', 'b']],
  });
  expect(calls[2]!.reply).toBe(calls[0]!.reply);
  expect(calls[2]!.command).toBe(calls[0]!.command);
  expect(calls[3]!.command).not.toBe(calls[1]!.command);
});
