import type { AppError, LuaView, ScanHit } from '@luascope/shared/debug';
import { Sandbox } from '@luascope/shared/sandbox';
import { readRecordingFile, writeRecordingFile } from '@luascope/shared/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LiveEngine } from '../src/live/engine.js';
import { addressOf, engineOn, request, targetOn } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

const many = (count: number, each: (i: number) => readonly string[]): string[] =>
  Array.from({ length: count }, (_, i) => each(i)).flat();

/** Of every type, small and large, with and without a time to live. */
const DATA: readonly (readonly string[])[] = [
  ['SET', 's', 'text'],
  ['SET', 'n', '41', 'PXAT', '32503680000123'],
  ['SET', 'bin', '\x00\xff\r\n"'],
  ['SETBIT', 'bits', '77', '1'],
  ['SET', 'long', many(5000, (i) => [String.fromCharCode((i * 7919 + i * i * 31) % 256)]).join('')],
  ['RPUSH', 'l', 'a', '2', 'c'],
  ['RPUSH', 'L', ...many(600, (i) => [`element ${i}`])],
  ['HSET', 'h', 'f', '1', 'g', '2'],
  ['HSET', 'H', ...many(600, (i) => [`field ${i}`, String(i)])],
  ['SADD', 'ints', '3', '1', '2'],
  ['SADD', 'set', 'x', 'y', '10'],
  ['SADD', 'SET', ...many(510, (i) => [`member ${i}`])],
  ['ZADD', 'z', '1.5', 'a', '-inf', 'b', '2', 'c'],
  ['ZADD', 'Z', ...many(300, (i) => [String(i / 7), `m${i}`])],
  ['GEOADD', 'geo', '13.361389', '38.115556', 'Palermo', '15.087269', '37.502669', 'Catania'],
  ['PFADD', 'hll', ...many(50, (i) => [String(i)])],
  ['XADD', 'st', '1-1', 'f', 'v', 'g', 'w'],
  ['XADD', 'st', '2-1', 'f', 'v2'],
  ['XGROUP', 'CREATE', 'st', 'group', '0'],
  ['XREADGROUP', 'GROUP', 'group', 'me', 'COUNT', '1', 'STREAMS', 'st', '>'],
  ['PEXPIREAT', 'h', '32503680000000'],
];

const KEYS = DATA.map(([, key]) => key!).filter(
  (key, i, all) => all.indexOf(key) === i && key !== 'CREATE' && key !== 'GROUP',
);

/** What is looked at at each step; `redis.pcall`, so that errors are answers too. */
const READS: readonly (readonly string[])[] = [
  ['GET', 's'],
  ['GET', 'n'],
  ['GET', 'bin'],
  ['GET', 'none'],
  ['GET', 'l'],
  ['GET'],
  ['MGET', 's', 'n', 'none', 'h'],
  ['STRLEN', 's'],
  ['GET', 'long'],
  ['GETRANGE', 's', '1', '-2'],
  ['LCS', 's', 'n'],
  ['EXISTS', 's', 'none', 's', 'made'],
  ['TYPE', 'z'],
  ['TYPE', 'none'],
  ['PEXPIRETIME', 'n'],
  ['EXPIRETIME', 's'],
  ['PEXPIRETIME', 'h'],
  ['TTL', 'none'],
  ['OBJECT', 'ENCODING', 's'],
  ['OBJECT', 'ENCODING', 'H'],
  ['OBJECT', 'ENCODING', 'set'],
  ['OBJECT', 'ENCODING', 'none'],
  ['DUMP', 's'],
  ['GETBIT', 'bits', '77'],
  ['BITCOUNT', 'bits'],
  ['BITPOS', 'bits', '1'],
  ['BITFIELD_RO', 'bits', 'GET', 'u8', '72'],
  ['LRANGE', 'l', '0', '-1'],
  ['LLEN', 'L'],
  ['LRANGE', 'L', '0', '-1'],
  ['LINDEX', 'L', '-1'],
  ['LPOS', 'l', 'c'],
  ['HGETALL', 'h'],
  ['HGETALL', 'H'],
  ['HKEYS', 'H'],
  ['HVALS', 'H'],
  ['HGET', 'h', 'f'],
  ['HMGET', 'h', 'g', 'no'],
  ['HSTRLEN', 'h', 'g'],
  ['SMEMBERS', 'ints'],
  ['SMEMBERS', 'set'],
  ['SMEMBERS', 'SET'],
  ['SISMEMBER', 'set', 'x'],
  ['SMISMEMBER', 'set', 'x', 'q'],
  ['SCARD', 'SET'],
  ['SINTERCARD', '2', 'set', 'SET'],
  ['ZRANGE', 'z', '0', '-1', 'WITHSCORES'],
  ['ZRANGE', 'z', '(-5', '+inf', 'BYSCORE', 'LIMIT', '0', '2'],
  ['ZREVRANGE', 'Z', '0', '-1', 'WITHSCORES'],
  ['ZSCORE', 'Z', 'm100'],
  ['ZMSCORE', 'z', 'a', 'q'],
  ['ZRANK', 'z', 'c'],
  ['ZCOUNT', 'Z', '1', '3'],
  ['ZUNION', '2', 'z', 'none', 'WITHSCORES'],
  ['ZSCAN', 'z', '0'],
  ['GEODIST', 'geo', 'Palermo', 'Catania', 'km'],
  ['GEOSEARCH', 'geo', 'FROMMEMBER', 'Palermo', 'BYRADIUS', '200', 'km', 'WITHCOORD', 'WITHDIST'],
  ['PFCOUNT', 'hll'],
  ['XRANGE', 'st', '-', '+'],
  ['XLEN', 'st'],
  ['XREAD', 'COUNT', '1', 'STREAMS', 'st', '1-1'],
  ['XINFO', 'STREAM', 'st'],
  ['XINFO', 'GROUPS', 'st'],
  ['XPENDING', 'st', 'group'],
  ['SORT_RO', 'l', 'ALPHA', 'DESC'],
  ['GET', 'made'],
  ['ZUNION', 'two', 'z'],
];

/** Writes to all of it, in each way that shows: in place, over it, away, anew, in another database and back. */
const SCRIPT = [
  "redis.call('APPEND', 's', '!')",
  "redis.call('INCRBY', 'n', 1)",
  "redis.call('SETBIT', 'bits', 3, 1)",
  "redis.call('PEXPIREAT', 's', 32503680000456)",
  "redis.call('LPUSH', 'l', 'first') redis.call('LTRIM', 'L', 0, 9)",
  "redis.call('HSET', 'h', 'new', string.rep('x', 100)) redis.call('HDEL', 'H', 'field 7')",
  "redis.call('SADD', 'ints', 'text') redis.call('SREM', 'set', 'x') redis.call('SADD', 'SET', 'more')",
  "redis.call('ZADD', 'z', 0.1, 'd') redis.call('ZREMRANGEBYRANK', 'Z', 0, 99)",
  "redis.call('GEOADD', 'geo', 2, 48, 'Paris') redis.call('PFADD', 'hll', 'more')",
  "redis.call('XADD', 'st', '3-1', 'n', '1') redis.call('XACK', 'st', 'group', '1-1') redis.call('XDEL', 'st', '2-1')",
  "redis.pcall('INCR', 's')",
  'redis.setresp(3)',
  "redis.call('PERSIST', 'n')",
  'redis.setresp(2)',
  "for i = 0, 3 do redis.call('SETRANGE', 'long', i * 1500, 'mid' .. i) redis.call('LSET', 'L', i * 3, 'set') end",
  "redis.call('APPEND', 'long', 'end') redis.call('ZINCRBY', 'Z', 3, 'm150') redis.call('HSET', 'H', 'field 300', 'other')",
  "redis.call('DEL', 'l', 'none')",
  "redis.call('RENAME', 'z', 'made')",
  "redis.call('SET', 'made', 1.5)",
  "redis.call('SELECT', 3) redis.call('SET', 's', 'there') redis.call('SELECT', 0)",
  "redis.call('COPY', 's', 'h', 'REPLACE') redis.call('MOVE', 'bin', 3)",
  "redis.call('FLUSHDB')",
  "redis.call('SET', 's', 'after')",
  'return 1',
].join('\n');

/** At the first step only: later the values are large, and then nobody can tell. */
const ONCE: readonly (readonly string[])[] = [
  ['HSCAN', 'h', '0'],
  ['SSCAN', 'ints', '0'],
  ['ZSCAN', 'z', '0', 'MATCH', 'a*'],
  ['SUNION', 'ints', 'none'],
];

const lua = (words: readonly string[]): string =>
  words
    .map((word) => `"${word.replace(/[^\w]/g, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`)}"`)
    .join(',');

/** What `redis.pcall` gives, packed: the same bytes for equal values. */
const packed = (words: readonly string[]): string => `cmsgpack.pack({redis.pcall(${lua(words)})})`;

/** Of all answers together, which are too long to be shown, a list of SHA1. */
const hashes = (reads: readonly (readonly string[])[]): string =>
  `{${reads.map((words) => `redis.sha1hex(${packed(words)})`).join(',')}}`;

const itemsOf = (view: LuaView): unknown[] =>
  view.type === 'table' ? view.entries!.map(([, value]) => (value.type === 'string' ? value.value : value)) : [view];

describe.skipIf(noRedis)(`what keys hold at the steps of a recording on live${skipReason}`, () => {
  let redis: RealRedis;
  beforeAll(async () => {
    redis = await RealRedis.start();
    await redis.ask(...DATA);
  });
  afterAll(() => redis.stop());

  const live = async (): Promise<LiveEngine> => engineOn(await targetOn(addressOf(redis.url)));

  /** How an expression is answered by the server itself. */
  async function there(expression: string, resp = 2): Promise<unknown[]> {
    const [answer] = await redis.ask(['EVAL', `redis.setresp(${resp}) return ${expression}`, '0']);
    if (answer?.type !== 'array') throw new Error(JSON.stringify(answer));
    return answer.items.map((item) => (item.type === 'bulk' ? item.value : item));
  }

  test('is what the server answers when the calls up to there were made', async () => {
    const engine = await live();
    const recording = await engine.record(request(SCRIPT, { keys: [...KEYS, 'none', 'made'] }));
    expect(recording.outcome.kind).toBe('finished');
    const flush = recording.calls.find(({ command }) => command[0] === 'FLUSHDB')!.step!;
    const differing: string[] = [];
    for (let step = 0; step <= flush; step++) {
      const made = recording.calls.filter((call) => call.step! < step).map(({ command }) => command);
      // In a database none of whose keys was named, nothing is known.
      if (made.findLast(([name]) => name === 'SELECT')?.[1] === '3') continue;
      const line = recording.steps!.line[step]!;
      await redis.ask(['FLUSHALL'], ...DATA, ...made);
      const reads = step === 0 ? [...READS, ...ONCE] : READS;
      const truth = await there(hashes(reads), line === 13 || line === 14 ? 3 : 2);
      const told = itemsOf(await engine.evaluate(recording.id, step, 0, hashes(reads)));
      reads.forEach((words, i) => {
        if (told[i] !== truth[i]) differing.push(`line ${line}: ${words.join(' ')}`);
      });
    }
    expect(differing).toEqual([]);
    const after = (expression: string) => engine.evaluate(recording.id, flush + 2, 0, expression);
    expect(await after("redis.call('GET', 's')")).toMatchObject({ value: 'after' });
    expect(await after("redis.call('GET', 'n')")).toEqual({ type: 'boolean', value: false });
  });

  test('is told as unknown where it is, never guessed', async () => {
    await redis.ask(['FLUSHALL'], ...DATA, ['SET', 'huge', 'x'.repeat(1_200_000)]);
    const engine = await live();
    const script = [
      "for i = 1, 4100 do redis.call('INCR', 'often') end",
      "redis.call('SELECT', 2)",
      "redis.call('GET', 'read')",
      "return pcall(redis.call, 'GET', 'seen')",
    ].join('\n');
    const { id, totals } = await engine.record(request(script, { keys: ['h', 'SET', 'huge', 'often'] }));
    const last = totals.steps! - 1;
    const why = (step: number, expression: string) =>
      engine.evaluate(id, step, 0, expression).then(
        (view) => view,
        (error: AppError) => ({ code: error.code, ...error.data }),
      );
    const no = (data: object) => ({ code: 'not-recorded', ...data });
    expect(await why(0, "redis.call('GET', 'other')")).toEqual(no({ why: 'unseen', key: 'other' }));
    expect(await why(last, "redis.call('GET', 'often')")).toEqual(no({ why: 'unseen', key: 'often' }));
    expect(await why(0, "redis.call('GET', 'huge')")).toEqual(no({ why: 'large', key: 'huge' }));
    expect(await why(11, "redis.call('GET', 'often')")).toMatchObject({ value: '5' });
    expect(await why(8195, "redis.call('GET', 'often')")).toEqual(no({ why: 'ended', key: 'often' }));
    expect(await why(last, "redis.call('GET', 'read')")).toEqual({ type: 'boolean', value: false });
    expect(await why(last, "redis.call('GET', 'seen')")).toEqual({ type: 'boolean', value: false });
    // No pcall of the expression takes it for an error of the server.
    expect(await why(0, "{pcall(redis.call, 'DBSIZE')}")).toEqual(no({ why: 'command', command: 'DBSIZE' }));
    expect(await why(0, "redis.pcall('KEYS', '*')")).toEqual(no({ why: 'command', command: 'KEYS' }));
    expect(await why(0, "redis.call('EVAL_RO', 'return 1', 0)")).toEqual(no({ why: 'command', command: 'EVAL_RO' }));
    expect(await why(0, "redis.call('NOSUCH', 'h')")).toEqual(no({ why: 'command', command: 'NOSUCH' }));
    expect(await why(0, "redis.acl_check_cmd('GET', 'h')")).toMatchObject(no({ why: 'command' }));
    expect(await why(0, "redis.call('SORT_RO', 'SET', 'BY', 'w_*')")).toEqual(
      no({ why: 'command', command: 'SORT_RO' }),
    );
    expect(await why(0, "redis.call('DEL', 'h')")).toEqual(no({ why: 'write', command: 'DEL' }));
    expect(await why(0, "redis.call('SRANDMEMBER', 'SET')")).toEqual(no({ why: 'chance', command: 'SRANDMEMBER' }));
    expect(await why(0, "redis.call('SSCAN', 'SET', 0)")).toEqual(no({ why: 'chance', command: 'SSCAN' }));
    expect(await why(0, "redis.call('OBJECT', 'IDLETIME', 'h')")).toEqual(
      no({ why: 'chance', command: 'OBJECT IDLETIME' }),
    );
    expect(await why(0, "redis.call('MEMORY', 'USAGE', 'h')")).toEqual(no({ why: 'chance', command: 'MEMORY USAGE' }));
    expect(await why(0, 'pcall(function() while true do end end)')).toEqual({ code: 'too-long' });
    // What it would have said all the same is told.
    expect(await why(0, "redis.pcall('HSCAN', 'SET', 0).err")).toMatchObject({
      value: 'WRONGTYPE Operation against a key holding the wrong kind of value',
    });
    await expect(engine.evaluate(id, 0, 0, "redis.call('GET', 'h')")).rejects.toMatchObject({
      name: 'ScriptError',
      text: 'WRONGTYPE Operation against a key holding the wrong kind of value',
    });
    expect(await why(0, 'redis.pcall().err')).toMatchObject({
      value: 'ERR Please specify at least one argument for this redis lib call',
    });
  });

  test('goes by the clock of the step', async () => {
    const [answer] = await redis.ask(['TIME']);
    const before = answer?.type === 'array' && answer.items[0]?.type === 'bulk' ? Number(answer.items[0].value) : 0;
    const engine = await live();
    const script = "redis.call('SET', KEYS[1], 'v', 'EX', 100)\nlocal a = redis.call('TTL', KEYS[1])\nreturn a";
    const { id } = await engine.record(request(script, { keys: ['brief'] }));
    const number = async (step: number, expression: string) => {
      const view = await engine.evaluate(id, step, 0, `tonumber(${expression})`);
      return view.type === 'number' ? Number(view.text) : NaN;
    };
    expect(await number(0, "redis.call('TTL', KEYS[1])")).toBe(-2);
    expect(await number(1, "redis.call('TTL', KEYS[1])")).toBe(100);
    expect(await number(2, "redis.call('PTTL', KEYS[1])")).toBeGreaterThan(99_000);
    expect(Math.abs((await number(1, "redis.call('TIME')[1]")) - before)).toBeLessThan(60);
  });

  test('answers conditions and log points, and what fails there', async () => {
    await redis.ask(['FLUSHALL'], ['SET', 'n', '1']);
    const engine = await live();
    const script = "for i = 1, 6 do\n  redis.call('INCRBY', KEYS[1], i)\nend\nreturn 1";
    const { id } = await engine.record(request(script, { keys: ['n'] }));
    const hits: ScanHit[] = [];
    const at = { line: 2 };
    const query = {
      probes: [
        { id: 'log', at, expression: "redis.call('GET', KEYS[1])", kind: 'log' },
        { id: 'if', at, expression: "tonumber(redis.call('GET', KEYS[1])) > 7", kind: 'condition' },
        { id: 'change', at: 'everywhere', expression: "redis.call('GET', KEYS[1])", kind: 'change' },
        { id: 'fails', at: { line: 4 }, expression: "redis.call('GET', 'other')", kind: 'condition' },
      ],
    } as const;
    for await (const hit of engine.scan(id, query)) hits.push(hit);
    const of = (name: string) => hits.filter(({ probe }) => probe === name);
    const values = (name: string) =>
      of(name).map(({ value }) => (value?.type === 'string' ? value.value : value?.type));
    expect(values('log')).toEqual(['1', '2', '4', '7', '11', '16']);
    expect(of('if')).toHaveLength(2);
    expect(values('change')).toEqual(['2', '4', '7', '11', '16', '22']);
    const failure = { family: 'AppError', code: 'not-recorded', data: { why: 'unseen', key: 'other' } };
    expect(of('fails')).toEqual([{ probe: 'fails', step: 13, failure }]);
  });

  test('is known in a function, from its first step', async () => {
    await redis.ask(['FLUSHALL'], ['SET', 'n', '1']);
    const engine = await live();
    const script = [
      '#!lua name=lib',
      'local a = 1',
      "redis.register_function('f', function(keys)",
      "  redis.call('INCR', keys[1])",
      "  return redis.call('GET', keys[1])",
      'end)',
    ].join('\n');
    const { id } = await engine.record(request(script, { mode: 'FCALL', functionName: 'f', keys: ['n'] }));
    const at = async (step: number) => engine.evaluate(id, step, 0, "redis.call('GET', keys[1])");
    expect(await at(0)).toMatchObject({ value: '1' });
    expect(await at(1)).toMatchObject({ value: '2' });
  });

  test('is known in its file, opened elsewhere', async () => {
    await redis.ask(['FLUSHALL'], ['RPUSH', 'l', 'a', '\x00\xff']);
    const engine = await live();
    const recording = await engine.record(request("redis.call('LPOP', KEYS[1])\nreturn 1", { keys: ['l'] }));
    const read = readRecordingFile(writeRecordingFile({ name: 'a.lua', recording }));
    if (!read.ok) throw new Error(JSON.stringify(read.problem));
    const sandbox = new Sandbox({ clock: () => 0, stopwatch: () => 0, seed: 1, newId: () => 'taken' });
    const { id } = await sandbox.record({ ...recording.request, again: read.file.recording });
    const at = (step: number) => sandbox.evaluate(id, step, 0, "table.concat(redis.call('LRANGE', 'l', 0, -1), ' ')");
    expect(await at(0)).toMatchObject({ value: 'a \x00\xff' });
    expect(await at(1)).toMatchObject({ value: '\x00\xff' });
    expect(await sandbox.execute(['DBSIZE'])).toEqual({ type: 'integer', value: 0 });
  });
});
