import type { Engine, ErrorEvent, Frame, LuaView, Recording, RunRequest, KeyChange } from '@luascope/shared/debug';
import { Sandbox } from '@luascope/shared/sandbox';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Target } from '../src/redis/target.js';
import { addressOf, engineOn, privateSupply, request, targetOn, untilState } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';

/** Each is recorded on live and on the sandbox, from the same data. */
const SCRIPTS: readonly (readonly [name: string, script: string])[] = [
  ['a loop that counts', 'local i = 0\nwhile i < 3 do\n  i = i + 1\nend\nreturn i'],
  ['for loops', 'local n\nfor i = 1, 2 do\n  n = i\nend\nfor k, v in ipairs({5, 6}) do\n  n = k + v\nend\nreturn n'],
  [
    'branches',
    'local a = 1\nif a == 2 then\n  a = 3\nelseif a == 1 then\n  a = 4\nelse\n  a = 5\nend\nif a then a = 6 end\nreturn a',
  ],
  [
    'repeat and break',
    'local i = 0\nrepeat\n  i = i + 1\nuntil i >= 2\nwhile true do\n  if i > 3 then break end\n  i = i + 1\nend',
  ],
  ['recursion', 'local function f(n)\n  if n <= 1 then return 1 end\n  return n * f(n - 1)\nend\nreturn f(4)'],
  [
    'tail calls',
    'local function f(n)\n  if n == 0 then return 0 end\n  return f(n - 1)\nend\nlocal x = f(3) + f(1)\nreturn x',
  ],
  [
    'closures',
    'local function counter()\n  local n = 0\n  return function()\n    n = n + 1\n    return n\n  end\nend\nlocal c = counter()\nc()\nreturn c()',
  ],
  [
    'coroutines',
    'local co = coroutine.wrap(function(a)\n  local b = coroutine.yield(a + 1)\n  return b\nend)\nlocal x = co(1)\nlocal y = co(2)\nreturn {x, y}',
  ],
  [
    'callbacks',
    'local t = {3, 1, 2}\ntable.sort(t, function(a, b) return a < b end)\nlocal s = string.gsub("ab", "%a", function(c)\n  return c .. c\nend)\nreturn {t[1], s}',
  ],
  ['one line', "local v = redis.call('GET', KEYS[1]) if v then v = v .. '!' end return v"],
  [
    'calls',
    "redis.call('SET', KEYS[1], ARGV[1])\nlocal v = redis.call('GET', KEYS[1])\nredis.call('HSET', 'h', 'f', v, 'n', 1.5)\nreturn redis.call('HGETALL', 'h')",
  ],
  [
    'pcall of calls',
    "local ok, e = pcall(redis.call, 'INCR', KEYS[1])\nlocal r = redis.pcall('LPUSH', KEYS[1], 'x')\nif r.err then\n  r = r.err\nend\nreturn {tostring(ok), e, r}",
  ],
  [
    'errors in coroutines',
    "local co = coroutine.create(function()\n  local function fails()\n    redis.call('NOSUCH')\n  end\n  fails()\nend)\nlocal ok, e = coroutine.resume(co)\nlocal fine, why = pcall(function()\n  coroutine.wrap(function()\n    error('inside')\n  end)()\nend)\nlocal function bad(t)\n  return t.x.y\nend\nlocal last = pcall(bad, {})\nreturn {tostring(ok), why, tostring(last)}",
  ],
  [
    'errors caught where an argument was computed',
    "local co = coroutine.create(function() error('no') end)\nlocal ok = coroutine.resume(co, (function() return 0 == 1 end)() and 1 or 0)\nlocal fine = pcall(error, (function() return 'x' end)())\nlocal outer = coroutine.wrap(function()\n  local inner = coroutine.resume(coroutine.create(function() error('in') end), (function() return 1 end)())\n  return inner\nend)\nlocal last = outer()\nreturn {tostring(ok), tostring(fine), tostring(last)}",
  ],
  [
    'nested pcalls',
    "local function bad(t)\n  return t.x.y\nend\nlocal ok, e = pcall(function()\n  local fine, why = pcall(bad, {})\n  error('again: ' .. why, 0)\nend)\nreturn e",
  ],
  ['an error that nobody catches', 'local function f(t)\n  return t.x.y\nend\nlocal a = 1\nreturn f({})'],
  ['error with a table', "local n = 1\nerror({err = 'MY fault'})"],
  [
    'conversions of every kind',
    "local t = {1.5, -2^53 - 2, 0/0, 1/0, -0.0, true, false, 'x', {}, {1, nil, 3, named = 1}, {ok = 'fine', more = 1}, {err = 'ERR a'}, {double = 1.5}, {map = {a = 1, b = {2}}}, {set = {x = true}}, {big_number = '12'}, {verbatim_string = {format = 'txt', string = 's'}}, pairs, redis, coroutine.create(function() end), setmetatable({7}, {__index = {err = 'ERR mine'}}), nil, 'lost'}\nt.field = 1\nreturn t",
  ],
  ['conversions in the protocol chosen', 'redis.setresp(3)\nreturn {true, false, {map = {a = false}}, 2.5}'],
  ['a conversion of nothing', 'local a = 1'],
  ['a status that is an error', "return redis.error_reply('My own')"],
  ['tables', 'local t = {1, {x = "y"}, z = true}\nt[3] = t\nt.z = nil\nlocal u = t[2]\nu.x = 2.5\nreturn #t'],
  [
    'numbers and strings',
    'local a, b, c = 1/3, -0, 1e300\nlocal s = "\\0\\255" .. string.rep("x", 10)\nlocal n = 0/0\nlocal i = math.huge\nreturn s',
  ],
  [
    'multiple assignment and varargs',
    'local function f(...)\n  local a, b = ...\n  return b, a\nend\nlocal x, y = f(1, 2)\nx, y = y, x\nreturn {x, y}',
  ],
  [
    'metamethods',
    'local m = {__add = function(a, b)\n  return a.n + b\nend}\nlocal o = setmetatable({n = 2}, m)\nlocal r = o + 3\nreturn r',
  ],
  [
    'methods',
    'local o = {n = 1}\nfunction o:add(k)\n  self.n = self.n + k\n  return self.n\nend\nlocal r = o:add(2)\nreturn r',
  ],
  ['shadowed names', 'local x = 1\ndo\n  local x = x + 1\n  x = x + 1\nend\nlocal y = x\nreturn y'],
  [
    'statements that look like calls',
    'local t = {}\nlocal f = function(x) return x end\n;(f)(t)\nlocal s = f"x"\nlocal u = f{1}\nreturn s',
  ],
  [
    'comments in odd places',
    'local a --[[ x ]] = --[[ y\n]] 1 -- end\nif --[[ c ]] a == 1 -- then\nthen return a end -- last',
  ],
  ['long strings', 'local s = [[\nreturn 1\nend]]\nlocal t = [==[ ]] ]==]\nreturn s .. t'],
  ['log', "redis.log(redis.LOG_WARNING, 'half', 'way')\nreturn 1"],
  [
    'many variables',
    `${Array.from({ length: 70 }, (_, i) => `local v${i} = ${i}`).join('\n')}\nv3, v40, v65 = nil, {v65}, v3\nreturn v65`,
  ],
  ['a long script', `${'-- a comment that says nothing at all\n'.repeat(2000)}return {#ARGV, ARGV[1], #KEYS}`],
  ['a long script that fails', `${'-- a comment that says nothing at all\n'.repeat(500)}return redis.call('NOPE')`],
  ['an empty script', ''],
];

const SETUP = [
  ['SET', 'k', 'text'],
  ['RPUSH', 'l', 'a', 'b'],
];

describe.skipIf(noRedis)(`recording on live${skipReason}`, () => {
  let redis: RealRedis;
  beforeAll(async () => {
    redis = await RealRedis.start();
    await redis.ask(...SETUP);
  });
  afterAll(() => redis.stop());

  test.each(SCRIPTS)('%s: the steps, values, calls and reply are those of the sandbox', async (_, script) => {
    const { there, here } = await onBoth(script);
    expect(there).toEqual(here);
  });

  /** The recording of a script on live and on the sandbox, from the same data, as far as the two can be equal. */
  async function onBoth(
    script: string,
    more: Partial<RunRequest> = {},
  ): Promise<{ readonly there: unknown; readonly here: unknown }> {
    const live = engineOn(await targetOn(addressOf(redis.url)));
    const sandbox = new Sandbox({
      clock: () => Date.now() * 1000,
      stopwatch: () => performance.now() * 1000,
      seed: 1,
      newId: () => crypto.randomUUID(),
    });
    for (const command of SETUP) await sandbox.execute(command);
    const asked = request(script, { keys: ['k'], args: ['v'], ...more });
    return { there: await comparable(live, asked), here: await comparable(sandbox, asked) };
  }

  const library = (body: string, flags = '') =>
    [
      '#!lua name=lib',
      'local count, seen = 0, {}',
      'local function twice(x)',
      '  count = count + 1',
      '  return x * 2',
      'end',
      'local function f(keys, args)',
      ...body.split('\n').map((line) => `  ${line}`),
      'end',
      `redis.register_function{function_name='f', callback=f${flags}} redis.register_function('other', twice)`,
    ].join('\n');

  test.each([
    [
      'calls',
      "local n = twice(tonumber(args[1]))\nredis.call('SET', keys[1], n)\nreturn {n, count, #keys}",
      '',
      'FCALL',
    ],
    ['no writes', "return redis.call('GET', keys[1])", ", flags={'no-writes'}", 'FCALL_RO'],
    ['a write that is refused', "return redis.call('SET', keys[1], 1)", ", flags={'no-writes'}", 'FCALL'],
    ['a read-only call of one that may write', 'return 1', '', 'FCALL_RO'],
    ['an error of Lua', 'local t\nreturn t.x', '', 'FCALL'],
    ['an error of a command', "return redis.call('INCR', keys[1])", '', 'FCALL'],
    ['an error with a table', "error({err = 'MY own'})", '', 'FCALL'],
    ['a caught error', 'local ok, e = pcall(function() return nil + 1 end)\nreturn {tostring(ok), e}', '', 'FCALL'],
  ] as const)('a function: %s: as the sandbox, and as FCALL itself', async (_, body, flags, mode) => {
    const script = library(body, flags);
    const asked = { mode, functionName: 'f', args: ['4'] } as const;
    const { there, here } = await onBoth(script, asked);
    expect(there).toEqual(here);
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const recording = await engine.record(request(script, { ...asked, keys: ['k'] }));
    expect(await redis.ask(['FUNCTION', 'LIST'])).toEqual([{ type: 'array', items: [] }]);
    expect(recording.wire).toEqual((await engine.run(request(script, { ...asked, keys: ['k'] }))).wire);
    await redis.ask(['FUNCTION', 'FLUSH'], ['DEL', 'k'], ...SETUP.slice(0, 1));
  });

  test('a function that cannot be called: what the server would say', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const asked = { mode: 'FCALL', functionName: 'g' } as const;
    for (const script of [library('return 1'), library('return +'), 'no library']) {
      const recording = await engine.record(request(script, asked));
      expect(recording.wire).toEqual((await engine.run(request(script, asked))).wire);
      expect(recording.outcome.kind).toBe('error');
    }
    const byName = engine.record(request('f', { mode: 'FCALL' }));
    await expect(byName).rejects.toMatchObject({ code: 'not-supported', data: { what: 'FCALL' } });
  });

  test('changes nothing on the server, whatever it runs', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const state = () =>
      redis.ask(['DEBUG', 'DIGEST'], ['SCRIPT', 'EXISTS', 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db'], ['DBSIZE']);
    const before = await state();
    const scripts = [
      'return 1',
      "redis.call('FLUSHALL')",
      "for i = 1, 50 do redis.call('SET', i, i) end",
      "error('x')",
      'error({})',
    ];
    await Promise.all(Array.from({ length: 200 }, (_, i) => engine.record(request(scripts[i % scripts.length]!))));
    expect(await state()).toEqual(before);
  });

  test('tells keys before and after, of every type', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const script = [
      "redis.call('APPEND', 'k', '!')",
      "redis.call('RPUSH', 'l', 'c') redis.call('DEL', 'none')",
      "redis.call('SELECT', 2) redis.call('SADD', 's', 'm') redis.call('PEXPIREAT', 's', 32503680000000)",
      "redis.call('XADD', 'st', '1-1', 'f', 'v w') redis.call('ZADD', 'z', 1.5, 'm')",
      "redis.call('SET', 'brief', '1') redis.call('DEL', 'brief')",
      "redis.call('ZUNIONSTORE', 'u', 1, 'z')",
    ].join('\n');
    const { changes, detail } = await engine.record(request(script));
    const zset = { type: 'zset', encoding: 'listpack', length: 1, preview: ['m', '1.5'] };
    expect(changes).toEqual([
      {
        db: 0,
        key: 'k',
        before: { type: 'string', encoding: 'embstr', length: 4, preview: ['text'] },
        after: { type: 'string', encoding: 'raw', length: 5, preview: ['text!'] },
      },
      {
        db: 0,
        key: 'l',
        before: { type: 'list', encoding: 'quicklist', length: 2, preview: ['a', 'b'] },
        after: { type: 'list', encoding: 'quicklist', length: 3, preview: ['a', 'b', 'c'] },
      },
      {
        db: 2,
        key: 's',
        after: { type: 'set', encoding: 'hashtable', length: 1, expiresAt: 32503680000000, preview: ['m'] },
      },
      { db: 2, key: 'st', after: { type: 'stream', encoding: 'stream', length: 1, preview: ['1-1 "f" "v w"'] } },
      { db: 2, key: 'z', after: zset },
      { db: 2, key: 'u', after: zset },
    ]);
    expect(detail.changes).toBe('known');
  });

  test('tells keys that a command puts into another database, and keys named by numbers', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    await redis.ask(['SET', 'moved', '1'], ['SET', 'copied', '2'], ['DEL', '0.10000000000000001']);
    const script = [
      "redis.call('MOVE', 'moved', 5)",
      "redis.call('COPY', 'copied', 'copy', 'DB', 6)",
      "redis.call('SET', 0.1, 'n')",
      "return redis.call('MOVE', 'moved', 5)",
    ].join('\n');
    const { changes } = await engine.record(request(script));
    const one = (text: string) => ({ type: 'string', encoding: 'int', length: 1, preview: [text] });
    expect(changes).toEqual([
      { db: 0, key: 'moved', before: one('1') },
      { db: 5, key: 'moved', after: one('1') },
      { db: 6, key: 'copy', after: one('2') },
      { db: 0, key: '0.10000000000000001', after: { ...one('n'), encoding: 'embstr' } },
    ]);
    expect(await redis.ask(['GET', 'moved'])).toEqual([{ type: 'bulk', value: '1' }]);
    await redis.ask(['DEL', 'moved', 'copied']);
  });

  test('tells keys at each step, until it is too much', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const script = "for i = 1, tonumber(ARGV[1]) do redis.call('INCR', 'many') end\nreturn 1";
    const few = await engine.record(request(script, { args: ['3'] }));
    const values = (await engine.inspect(few.id, 0)).changes?.map((changes) => changes[0]?.after?.preview[0]);
    expect(values).toEqual([undefined, undefined, '1', '1', '2', '2', '3', '3']);
    const many = await engine.record(request(script, { args: ['2500'] }));
    const last = many.totals.steps! - 1;
    expect((await engine.inspect(many.id, last)).changes).toBeUndefined();
    expect((await engine.inspect(many.id, 3000)).changes).toBeDefined();
    expect(many.changes).toMatchObject([{ key: 'many', after: { preview: ['2500'] } }]);
  });

  test('finds out in the fork what would crash the server', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const recording = await engine.record(request('local a = 1\nerror({a})'));
    expect(recording).toMatchObject({ outcome: { kind: 'crash', line: 2 }, dryRun: true });
    expect(recording.reply).toBeUndefined();
    await expect(engine.run(request('local a = 1\nerror({a})', { confirmed: false }))).rejects.toMatchObject({
      code: 'needs-confirmation',
      data: { crashLines: '2', died: 1 },
    });
    expect(await engine.execute(['PING'])).toEqual({ type: 'status', text: 'PONG' });
  });

  test('ends a script at the limit of steps, even one that catches errors', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const script = 'while true do\n  pcall(function() while true do local x = 1 end end)\nend';
    const recording = await engine.record(request(script, { maxSteps: 500 }));
    expect(recording.totals.steps).toBe(500);
    expect(recording.detail.steps).toBe('limited');
    expect(recording.outcome).toEqual({ kind: 'lost', code: 'limit' });
  });

  test('says so where the steps are of a run that went another way than the reply', async () => {
    const live = engineOn(await targetOn(addressOf(redis.url)));
    const record = async (script: string): Promise<Recording> => live.record(request(script, { keys: ['k'] }));
    const strayed = await record("local t = redis.call('TIME') return t[1] .. t[2]");
    expect(strayed.strayed?.reply?.type).toBe('bulk');
    expect(strayed.strayed?.reply).not.toEqual(strayed.reply);
    const dumped = await record('local ok, e = pcall(string.dump, error) return e');
    expect(dumped.reply).toEqual({ type: 'bulk', value: 'unable to dump given function' });
    expect(dumped.strayed?.reply).toBeDefined();
    const failed = await record('if string.find(string.dump(function() end), "trace") then error("probed") end');
    expect([failed.outcome.kind, failed.strayed?.reply]).toEqual([
      'finished',
      { type: 'error', text: 'ERR user_script:1: probed' },
    ]);
  });

  test.each([
    'return {tostring({}), 1.5, false, {err = "X"}}',
    "return redis.call('INCR', 'k')",
    "error('two\\nlines')",
    "error({err = 'MY own', more = 1})",
    'error({err = 12})',
    'error()',
    'error(nil, 3)',
    "error({ok = 'no err'})",
    "return loadstring('return 1 + nil')()",
    'return loadstring(\'return redis.call("NOPE")\')()',
    "return (string.gsub('abc', '.', error))",
    "return redis.error_reply('MINE')",
    "redis.setresp(3) return redis.call('HGETALL', 'nohash')",
    'return function() end',
    'local function f(n) return 1 + f(n) end return f(1)',
  ])('a run that went the same way is not said to have gone another: %s', async (script) => {
    const live = engineOn(await targetOn(addressOf(redis.url)));
    for (const resp of [2, 3] as const) {
      const { strayed, outcome } = await live.record(request(script, { keys: ['k'], resp }));
      expect([outcome.kind, strayed]).toEqual([outcome.kind, undefined]);
    }
  });

  test('knows that it does not see calls through the table of globals', async () => {
    const live = engineOn(await targetOn(addressOf(redis.url)));
    const around = await live.record(request("local g = _G return g.redis.call('ECHO', 'x')"));
    expect(around.detail).toMatchObject({ calls: 'unknown', changes: 'unknown' });
    const seen = await live.record(
      request(
        "_G.redis.call('SET', 'a', '1') return {_G['redis'].call('GET', 'a'), type(_G), tostring(_G.pcall == pcall)}",
      ),
    );
    expect(seen.detail).toMatchObject({ calls: 'known', changes: 'known' });
    expect([seen.totals.calls, seen.changes.length, seen.strayed]).toEqual([2, 1, undefined]);
  });

  /** On a server that lets a script take its time. */
  async function patientTarget(): Promise<Target> {
    const patient = await RealRedis.start(['--busy-reply-threshold', '30000']);
    onTestFinished(() => patient.stop());
    return targetOn(addressOf(patient.url));
  }

  test.each([2, 3] as const)(
    'a reply of many parts, which the forked copy does not hand over, is that of a run (RESP%s)',
    async (resp) => {
      const live = engineOn(await patientTarget());
      const value = "{i, i / 8, 'text\\0' .. i, i % 2 == 0, {ok = 'fine'}, {double = i / 3}, {map = {a = i}}}";
      const script = `redis.setresp(${resp})\nlocal t = {}\nfor i = 1, 5000 do t[i] = ${value} end\nreturn t`;
      const recording = await live.record(request(script, { resp }));
      const run = await live.run(request(script, { resp }));
      expect(run.wire!.total).toBeGreaterThan(200_000);
      expect(recording.wire).toEqual(run.wire);
      expect(recording.reply).toEqual(run.reply);
      expect([recording.outcome.kind, recording.strayed]).toEqual(['finished', undefined]);
    },
  );

  test('a reply too large to be told, which the forked copy does not hand over either, is no crash', async () => {
    const live = engineOn(await patientTarget());
    const asked = request("local t = {} for i = 1, 12 do t[i] = string.rep('x', 1e6) end return t");
    const { outcome, reply, totals, strayed } = await live.record(asked);
    expect([outcome, reply, totals.steps, strayed]).toEqual([
      { kind: 'lost', code: 'long-reply' },
      undefined,
      27,
      undefined,
    ]);
    expect((await live.run(asked)).outcome.kind).toBe('finished');
  });

  test('counts what is in a large table, or says how much at least', async () => {
    const live = engineOn(await patientTarget());
    const last = async (script: string): Promise<LuaView | undefined> => {
      const recording = await live.record(request(script));
      const step = recording.totals.steps! - 1;
      const { first, frames } = await live.inspect(recording.id, step);
      return frames[step - first]?.[0]?.scopes[0]?.variables[0]?.value;
    };
    const list = await last('local t = {} for i = 1, 3000 do t[i] = i end return 1');
    expect(list).toMatchObject({ type: 'table', length: 3000, more: 2900 });
    expect(list).not.toHaveProperty('moreAtLeast');
    const small = await last("local t = {} for i = 1, 300 do t['k' .. i] = i end return 1");
    expect(small).toMatchObject({ type: 'table', length: 0, more: 200 });
    const large = await last("local t = {} for i = 1, 3000 do t['k' .. i] = i end return 1");
    expect(large).toMatchObject({ type: 'table', length: 0, moreAtLeast: true });
    const mixed = await last('local t = {a = 1} for i = 1, 200 do t[i] = i end return 1');
    expect(mixed).toMatchObject({ type: 'table', length: 200, more: 101 });
  });

  test('evaluates expressions on captured values, and answers scans', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const script = "local t = {n = 2, list = {'a', 'b'}}\nfor i = 1, 5 do\n  t.n = t.n + i\nend\nreturn t.n";
    const { id, totals } = await engine.record(request(script, { args: ['7'] }));
    const last = totals.steps! - 1;
    const text = async (expression: string) => {
      const view = await engine.evaluate(id, last, 0, expression);
      return view.type === 'number' ? view.text : view;
    };
    expect(await text('t.n * 2')).toBe('34');
    expect(await text('#t.list + tonumber(ARGV[1])')).toBe('9');
    await expect(engine.evaluate(id, last, 0, 't.n.x.y')).rejects.toMatchObject({ name: 'ScriptError' });
    expect(await text('local n = t.n return n + 1')).toBe('18');
    expect(await text('1')).toBe('1');
    expect(await text('select("#", ...)')).toBe('0');
    const hits = [];
    const probes = [
      { id: 'even', at: { line: 3 }, expression: 'i % 2 == 0', kind: 'condition' },
      { id: 'n', at: 'everywhere', expression: 't.n', kind: 'change' },
      { id: 'i', at: 'everywhere', expression: 'i', kind: 'change', call: { step: 4, depth: 0 } },
    ] as const;
    for await (const hit of engine.scan(id, { probes })) hits.push(hit);
    expect(hits.filter(({ probe }) => probe === 'even')).toHaveLength(2);
    expect(hits.flatMap(({ probe, value }) => (probe === 'n' && value?.type === 'number' ? [value.text] : []))).toEqual(
      ['3', '5', '8', '12', '17'],
    );
    expect(hits.flatMap(({ probe, step, value }) => (probe === 'i' ? [{ step, value }] : []))).toEqual([
      { step: 2, value: { type: 'number', text: '1' } },
      { step: 4, value: { type: 'number', text: '2' } },
    ]);
    await engine.release(id);
    await expect(engine.inspect(id, 0)).rejects.toMatchObject({ code: 'unknown-recording' });
  });

  test('evaluates what is in ..., and all of KEYS', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const script = 'local function f(...)\n  local t = ...\n  return t\nend\nlocal r = f({9}, nil, "x")\nreturn r';
    const keys = Array.from({ length: 150 }, (_, i) => `key ${i + 1}`);
    const { id, steps } = await engine.record(request(script, { keys }));
    const inside = steps!.line.lastIndexOf(3);
    const at = (expression: string) => engine.evaluate(id, inside, 0, expression);
    expect(await at('select("#", ...)')).toEqual({ type: 'number', text: '3' });
    expect(await at('({...})[3] .. (...)[1]')).toMatchObject({ value: 'x9' });
    expect(await at('... == t')).toEqual({ type: 'boolean', value: true });
    expect(await at('KEYS[150]')).toMatchObject({ value: 'key 150' });
    expect(await at('KEYS')).toMatchObject({ length: 150, more: 50 });
    const failure = { code: 'not-recorded', data: { why: 'type', type: 'function' } };
    await expect(engine.evaluate(id, inside, 1, 'f()')).rejects.toMatchObject(failure);
  });

  test('says that the server refuses SCRIPT DEBUG', async () => {
    await redis.ask(['ACL', 'SETUSER', 'nodebug', 'on', '>p', '~*', '&*', '+@all', '-script|debug']);
    const engine = engineOn(await targetOn(addressOf(`redis://nodebug:p@127.0.0.1:${redis.port}`)));
    const refused = { name: 'RedisError', text: expect.stringMatching(/^NOPERM/) as string };
    expect(engine.capabilities).toMatchObject({
      record: false,
      dryRun: false,
      noRecord: { code: 'refused', reply: refused.text },
    });
    await expect(engine.record(request('return 1'))).rejects.toMatchObject(refused);
    expect((await engine.run(request('return 1'))).reply).toEqual({ type: 'integer', value: 1 });
  });

  test('notices that SCRIPT DEBUG is refused from now on, and that it no longer is', async () => {
    await redis.ask(['ACL', 'SETUSER', 'sometimes', 'on', '>p', '~*', '&*', '+@all']);
    const target = await targetOn(addressOf(`redis://sometimes:p@127.0.0.1:${redis.port}`));
    const engine = engineOn(target);
    expect((await engine.record(request('return 1'))).outcome.kind).toBe('finished');
    await redis.ask(['ACL', 'SETUSER', 'sometimes', '-script|debug']);
    await expect(engine.record(request('return 1'))).rejects.toMatchObject({ name: 'RedisError' });
    expect(engine.capabilities.noRecord?.code).toBe('refused');
    await redis.ask(['ACL', 'SETUSER', 'sometimes', '+script|debug']);
    const records = untilState(engine, ({ capabilities }) => capabilities.record);
    engineOn(target);
    expect((await records).capabilities.noRecord).toBeUndefined();
  });

  test('a script that would end the server is found in a fork before it runs for real', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const script = "local e = {code = 1}\nif ARGV[1] == 'x' then\n  error(e)\nend\nreturn 1";
    const rethrown = "local ok, e = pcall(function() return redis.call('NOPE') end)\nerror(e)";
    expect((await engine.run(request(rethrown))).reply?.type).toBe('error');
    const found = { code: 'needs-confirmation', data: { crashLines: '3', died: 1 } };
    for (const mayCrash of [`local f = error\n${script}`, script.replace('error(e)', 'error(pcall and e)')]) {
      const asked = request(mayCrash, { args: ['x'] });
      const line = mayCrash.startsWith('local f') ? '4' : '3';
      await expect(engine.run(asked)).rejects.toMatchObject({ ...found, data: { crashLines: line, died: 1 } });
      await expect(engine.run({ ...asked, confirmed: false })).rejects.toMatchObject({ code: 'needs-confirmation' });
    }
    expect(await engine.execute(['PING'])).toEqual({ type: 'status', text: 'PONG' });
  });

  test('is not offered over TLS, where no debug session can be forked', async () => {
    const secure = await RealRedis.start([], true);
    const supply = addressOf(`rediss://localhost:${secure.tlsPort}`, { ca: secure.file('ca.crt') });
    const engine = engineOn(await targetOn(supply));
    expect(engine.capabilities).toMatchObject({ record: false, dryRun: false });
    expect(engine.capabilities.noRecord).toEqual({ code: 'tls' });
    const refused = { code: 'not-supported', data: { what: 'record', why: 'tls' } };
    await expect(engine.record(request('return 1'))).rejects.toMatchObject(refused);
    await secure.stop();
  });

  test('tells long traces in pieces', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const script = "local s = ''\nfor i = 1, 3000 do\n  s = s .. string.char(i % 256)\nend\nreturn #s";
    const recording = await engine.record(request(script));
    expect(recording.totals.steps).toBe(6003);
    const [frame] = (await engine.inspect(recording.id, 6002)).frames.at(-1) ?? [];
    expect(frame?.scopes[0]?.variables[0]).toMatchObject({ name: 's', value: { length: 3000 } });
  });

  test.each([
    ['very large', "return {[string.rep('x', 2e7)] = 1}"],
    ['very deep', 'local t = 1\nfor i = 1, 20 do t = {t} end\nreturn t'],
  ])('a value %s is returned: what became of it is not told', async (_, script) => {
    const engine = engineOn(await patientTarget());
    const { conversions, detail, outcome, reply } = await engine.record(request(script));
    expect(detail.conversions).toBe('unknown');
    expect(conversions).toEqual([]);
    expect(outcome.kind).toBe('finished');
    expect(reply).toEqual((await engine.run(request(script))).reply);
  });

  test('ends where the server ends a script that takes too long with its probes; the reply is the true one', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const asked = request('local t, n = {}, 0\nfor i = 1, 2000 do\n  t[i] = {i, {i}}\n  n = n + #t\nend\nreturn n');
    const { outcome, reply, detail, strayed, errors, steps } = await engine.record(asked);
    expect([outcome, reply, strayed, errors]).toEqual([
      { kind: 'finished' },
      { type: 'integer', value: 2_001_000 },
      undefined,
      [],
    ]);
    expect(steps!.line.length).toBeLessThan(6000);
    expect(detail).toMatchObject({ steps: 'limited', calls: 'limited', conversions: 'unknown' });
  });

  test('says nothing of KEYS and ARGV in a script that changes them', async () => {
    const engine = engineOn(await targetOn(addressOf(redis.url)));
    const { id } = await engine.record(request("KEYS[1] = 'other'\nreturn KEYS[1]", { keys: ['k'] }));
    const [frame] = (await engine.inspect(id, 1)).frames[0] ?? [];
    expect(frame?.scopes.map(({ kind }) => kind)).toEqual(['locals']);
    await expect(engine.evaluate(id, 1, 0, 'KEYS[1]')).rejects.toMatchObject({
      code: 'not-recorded',
      data: { why: 'variable', name: 'KEYS' },
    });
  });

  test('of our own server starts from the data that is given', async () => {
    const engine = engineOn(await targetOn(privateSupply()));
    await engine.execute(['SET', 'old', '1']);
    const fresh = { data: 'fresh', given: [['SET', 'k', '\x00\xff"']] } satisfies Partial<RunRequest>;
    const recording = await engine.record(
      request("return {redis.call('GET', 'k'), redis.call('EXISTS', 'old')}", fresh),
    );
    expect(recording.wire?.bytes).toBe('*2\r\n$3\r\n\x00\xff"\r\n:0\r\n');
    const failed = await engine.record(request("return redis.call('INCR', 'k')", fresh));
    const plain = await engine.run(request("return redis.call('INCR', 'k')", fresh));
    expect(failed.wire).toEqual(plain.wire);
  });
});

async function comparable(engine: Engine, asked: RunRequest): Promise<unknown> {
  const recording = await engine.record(asked);
  const { wire, outcome, changes, logs, errors, conversions, detail } = recording;
  return {
    story: await story(engine, recording),
    calls: callsOf(recording),
    wire,
    outcome,
    changes,
    conversions: [detail.conversions, ...conversions.map((conversion) => JSON.stringify(conversion)).toSorted()],
    logs: logs.map(({ line, level, message }) => [line, level, message]),
    errors: errors.map(errorText),
  };
}

/** What raised an error, and the functions it ended, or what caught it. */
function errorText({ kind, by, line, depth, frames, message, step }: ErrorEvent): string {
  const unwound = by === 'runtime' ? [] : (frames ?? []).map((frame) => `${frame.functionName}:${frame.line}`);
  return `${kind} by ${by} line ${line} depth ${by === 'runtime' ? '-' : depth} step ${step} ${unwound.join(' ')} ${message}`;
}

/** Every step with its place and the innermost frame's variables, as text that can be compared. */
async function story(engine: Engine, { id, steps }: Recording): Promise<readonly string[]> {
  const lines: string[] = [];
  for (let step = 0; step < (steps?.line.length ?? 0);) {
    const { first, frames, changes } = await engine.inspect(id, step);
    for (; step < first + frames.length; step++) {
      const place = `${steps!.line[step]}:${steps!.column[step]} depth ${steps!.depth[step]}`;
      const line = `${place} ${variablesOf(frames[step - first]?.[0])} ${keysOf(changes?.[step - first])}`;
      lines.push(line);
    }
  }
  return lines;
}

/** Keys that are different at a step, with what they were and are. */
function keysOf(changes: readonly KeyChange[] | undefined): string {
  if (changes === undefined) return 'keys not known';
  const different = changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  return different.map((change) => JSON.stringify(change)).join(' ');
}

function variablesOf(frame: Frame | undefined): string {
  const variables = (frame?.scopes ?? []).flatMap(({ kind, variables: found }) =>
    kind === 'varargs' ? [] : found.map(({ name, value }) => `${name}=${textOf(value)}`),
  );
  return variables.sort().join(' ');
}

/** Without identities, which the two number differently. */
function textOf(view: LuaView, depth = 0): string {
  if (view.type === 'number') return view.text.replace(/^-nan$/, 'nan');
  if (view.type === 'string') return JSON.stringify(view.value);
  if (view.type === 'boolean') return String(view.value);
  if (view.type !== 'table' || depth > 2) return view.type;
  return `{${(view.entries ?? []).map(([k, v]) => `${textOf(k, depth + 1)}=${textOf(v, depth + 1)}`).join(',')}}`;
}

function callsOf({ calls }: Recording): readonly unknown[] {
  return calls.map(({ ordinal, line, functionName, via, command, reply, effect }) => [
    ordinal,
    line,
    // The sandbox calls a function as its first caller does, live as it was declared.
    functionName === 'main',
    via,
    command,
    reply,
    effect,
  ]);
}
