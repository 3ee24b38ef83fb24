import assert from 'node:assert/strict';
import type { Bytes } from '../src/bytes.js';
import {
  AppError,
  type Capabilities,
  type Engine,
  type EngineEvent,
  type EngineState,
  type Recording,
  type RunRequest,
} from '../src/debug/index.js';
import type { RespValue } from '../src/resp/value.js';

/** One thing that every engine must do. It knows nothing of the test framework: the caller names it and calls `check` with a ready engine. */
export interface EngineCase {
  readonly name: string;
  /** Left out for a case that asks nothing special. */
  readonly needs?: (capabilities: Capabilities) => boolean;
  check(engine: Engine): Promise<void>;
}

/** A plain EVAL that keeps the data. */
export function request(script: Bytes, changes: Partial<RunRequest> = {}): RunRequest {
  const plain = { mode: 'EVAL', keys: [], args: [], given: [], data: 'keep', resp: 2, db: 0, confirmed: true } as const;
  return { ...plain, script, ...changes };
}

/** Resolves with the first state that fits. */
export function untilState(engine: Engine, fits: (state: EngineState) => boolean): Promise<EngineState> {
  return new Promise((resolve) => {
    const listening: { stop?: () => void; done?: boolean } = {};
    listening.stop = engine.subscribe((event) => {
      if (event.type !== 'state' || !fits(event.state)) return;
      listening.done = true;
      listening.stop?.();
      resolve(event.state);
    });
    if (listening.done === true) listening.stop();
  });
}

const BUSY = 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.';
const BUSY_FUNCTION = 'BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.';
const NOT_BUSY = 'NOTBUSY No scripts in execution right now.';
const UNKILLABLE =
  'UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.';

const bulk = (value: Bytes): RespValue => ({ type: 'bulk', value });
const integer = (value: number | bigint): RespValue => ({ type: 'integer', value });
const error = (text: Bytes): RespValue => ({ type: 'error', text });
const array = (...items: RespValue[]): RespValue => ({ type: 'array', items });
const OK: RespValue = { type: 'status', text: 'OK' };
const NIL: RespValue = { type: 'nil', shape: 'bulk' };

/** Scripts and the replies a real server gives to them. */
const REPLIES: readonly (readonly [Bytes, RespValue, Bytes])[] = [
  ['return 1', integer(1), ':1\r\n'],
  ["return 'a\\0\\255'", bulk('a\x00\xff'), '$3\r\na\x00\xff\r\n'],
  ['return 3.99', integer(3), ':3\r\n'],
  ['return nil', NIL, '$-1\r\n'],
  ['return false', NIL, '$-1\r\n'],
  ['return true', integer(1), ':1\r\n'],
  [
    "return {1, {'x', false}, nil, 4}",
    array(integer(1), array(bulk('x'), NIL)),
    '*2\r\n:1\r\n*2\r\n$1\r\nx\r\n$-1\r\n',
  ],
  ["return {success = true, 'kept'}", array(bulk('kept')), '*1\r\n$4\r\nkept\r\n'],
  ["return {ok = 'FINE'}", { type: 'status', text: 'FINE' }, '+FINE\r\n'],
  ["return redis.error_reply('MY oops')", error('MY oops'), '-MY oops\r\n'],
  ["return redis.call('SET', KEYS[1] or 'suite:k', 'v')", OK, '+OK\r\n'],
];

const run = async (engine: Engine, script: Bytes, changes?: Partial<RunRequest>): Promise<Recording> =>
  engine.run(request(script, changes));

/** Runs a script that does not end by itself, and waits until other clients are told that it is busy. */
async function runLong(
  engine: Engine,
  script: Bytes,
  changes?: Partial<RunRequest>,
): Promise<{ readonly recording: Promise<Recording> }> {
  assert.deepEqual(await engine.execute(['CONFIG', 'SET', 'busy-reply-threshold', '100']), OK);
  const recording = run(engine, script, changes);
  await untilState(engine, ({ health }) => health === 'busy');
  return { recording };
}

export const engineCases: readonly EngineCase[] = [
  {
    name: 'tells a new listener its state at once',
    async check(engine) {
      const events: EngineEvent[] = [];
      engine.subscribe((event) => events.push(event))();
      const [first] = events;
      assert(first?.type === 'state');
      assert.equal(first.state.health, 'ready');
      assert.deepEqual(first.state.capabilities, engine.capabilities);
      assert.equal(first.state.server?.version, '7.0.15');
    },
  },
  ...REPLIES.map(([script, reply, wire]): EngineCase => ({
    name: `runs ${script}`,
    async check(engine) {
      const recording = await run(engine, script);
      assert.deepEqual(recording.reply, reply);
      assert.deepEqual(recording.wire, { bytes: wire, total: wire.length });
      assert.equal(recording.outcome.kind, reply.type === 'error' ? 'error' : 'finished');
      assert.equal(recording.request.script, script);
    },
  })),
  {
    name: 'speaks RESP3 when asked to',
    async check(engine) {
      const script = "redis.setresp(3) return {redis.call('HGETALL', 'suite:none'), {double = 1.5}, true}";
      const { reply, wire } = await run(engine, script, { resp: 3 });
      assert.equal(wire?.bytes, '*3\r\n%0\r\n,1.5\r\n#t\r\n');
      assert.deepEqual(
        reply,
        array({ type: 'map', entries: [] }, { type: 'double', text: '1.5' }, { type: 'boolean', value: true }),
      );
    },
  },
  {
    name: 'gives KEYS and ARGV byte by byte',
    async check(engine) {
      const keys = ['\xe7\x94\xa8\xe6\x88\xb7:1', '\xf0\x9f\x98\x80', '\x00\xff', ''];
      const { reply } = await run(engine, 'return {KEYS, ARGV, #KEYS[1]}', { keys, args: ['\r\n'] });
      assert.deepEqual(reply, array(array(...keys.map(bulk)), array(bulk('\r\n')), integer(8)));
    },
  },
  {
    name: 'names the line of an error',
    async check(engine) {
      const script = "local n = 1\nredis.call('SET', 'suite:s', 'text')\nreturn redis.call('INCR', 'suite:s')";
      const { reply, outcome, script: facts } = await run(engine, script);
      const text = `ERR value is not an integer or out of range script: ${facts.sha1}, on @user_script:3.`;
      assert.deepEqual(reply, error(text));
      assert.deepEqual(outcome, { kind: 'error', line: 3, compile: false });
    },
  },
  {
    name: 'tells a compile error from others',
    async check(engine) {
      const { reply, outcome } = await run(engine, 'return 1\nlocal =');
      assert.equal(reply?.type, 'error');
      assert(reply.text.startsWith('ERR Error compiling script (new function): user_script:2:'), reply.text);
      assert.deepEqual(outcome, { kind: 'error', line: 2, compile: true });
    },
  },
  {
    name: 'knows the SHA1 of the script, and whether the server had it',
    async check(engine) {
      const script = 'return 12345';
      assert.deepEqual(await engine.execute(['SCRIPT', 'FLUSH']), OK);
      const unknown = await run(engine, script, { mode: 'EVALSHA' });
      assert.deepEqual(unknown.reply, error('NOSCRIPT No matching script. Please use EVAL.'));
      assert.equal(unknown.script.sha1, '6b5b72ab6f42e7f9939d3f27ef5f6fb6785a14f6');
      assert.equal((await run(engine, script)).script.wasCached, false);
      assert.equal((await run(engine, script)).script.wasCached, true);
      assert.deepEqual((await run(engine, script, { mode: 'EVALSHA' })).reply, integer(12345));
    },
  },
  {
    name: 'loads the library it is given and calls a function of it',
    async check(engine) {
      const library = (body: string): string =>
        `#!lua name=suitelib\nredis.register_function('suite_f', function(keys, args)\n${body}\nend)`;
      const call = (body: string) =>
        run(engine, library(body), { mode: 'FCALL', functionName: 'suite_f', keys: ['suite:k'], args: ['a'] });
      assert.deepEqual((await call('return {keys[1], args[1]}')).reply, array(bulk('suite:k'), bulk('a')));
      assert.deepEqual((await call('return 2')).reply, integer(2));
      const failed = await call("return redis.call('NOSUCH')");
      assert.deepEqual([failed.outcome.kind, failed.outcome.kind === 'error' && failed.outcome.line], ['error', 3]);
      const refused = await call('return return');
      assert.deepEqual(refused.outcome, { kind: 'error', line: 3, compile: true });
      assert.deepEqual(
        refused.reply,
        error("ERR Error compiling function: user_function:3: unexpected symbol near 'return'"),
      );
      await engine.execute(['FUNCTION', 'DELETE', 'suitelib']);
    },
  },
  {
    name: 'refuses writes in a read-only run',
    async check(engine) {
      const { reply } = await run(engine, "return redis.call('SET', 'suite:ro', '1')", { mode: 'EVAL_RO' });
      assert.equal(reply?.type, 'error');
      assert(reply.text.startsWith('ERR Write commands are not allowed from read-only scripts.'), reply.text);
    },
  },
  {
    name: 'runs in the database that is asked for',
    async check(engine) {
      await run(engine, "return redis.call('SET', 'suite:db', 'three')", { db: 3 });
      assert.deepEqual((await run(engine, "return redis.call('GET', 'suite:db')", { db: 3 })).reply, bulk('three'));
      assert.deepEqual((await run(engine, "return redis.call('GET', 'suite:db')", { db: 4 })).reply, NIL);
    },
  },
  {
    name: 'keeps the state of each console apart',
    async check(engine) {
      assert.deepEqual(await engine.execute(['SELECT', '5'], 'a'), OK);
      assert.deepEqual(await engine.execute(['SET', 'suite:c', 'in 5'], 'a'), OK);
      assert.deepEqual(await engine.execute(['MULTI'], 'b'), OK);
      assert.deepEqual(await engine.execute(['GET', 'suite:c'], 'a'), bulk('in 5'));
      assert.deepEqual(await engine.execute(['GET', 'suite:c'], 'b'), { type: 'status', text: 'QUEUED' });
      assert.deepEqual(await engine.execute(['GET', 'suite:c']), NIL);
      assert.deepEqual(await engine.execute(['EXEC'], 'b'), array(NIL));
    },
  },
  {
    name: 'tells what arrives on a console unasked, in order',
    async check(engine) {
      const values: RespValue[] = [];
      const arrived = new Promise<void>((resolve) => {
        const stop = engine.subscribe((event) => {
          if (event.type !== 'pushed' || event.console !== 'listener') return;
          values.push(...event.values);
          if (values.length < 3) return;
          stop();
          resolve();
        });
      });
      const confirmed = (channel: Bytes, count: number): RespValue =>
        array(bulk('subscribe'), bulk(channel), integer(count));
      assert.deepEqual(await engine.execute(['SUBSCRIBE', 'one', 'two'], 'listener'), confirmed('one', 1));
      assert.deepEqual(await engine.execute(['PUBLISH', 'two', '\x00\xff']), integer(1));
      assert.deepEqual((await run(engine, "return redis.call('PUBLISH', 'one', 'from a script')")).reply, integer(1));
      await arrived;
      assert.deepEqual(values, [
        confirmed('two', 2),
        array(bulk('message'), bulk('two'), bulk('\x00\xff')),
        array(bulk('message'), bulk('one'), bulk('from a script')),
      ]);
    },
  },
  {
    name: 'gives an error reply as a reply',
    async check(engine) {
      assert.deepEqual(
        await engine.execute(['NOSUCH', 'x']),
        error("ERR unknown command 'NOSUCH', with args beginning with: 'x' "),
      );
    },
  },
  {
    name: 'tells that data and scripts changed',
    async check(engine) {
      const changed = new Set<string>();
      const stop = engine.subscribe((event) => {
        if (event.type === 'changed') changed.add(event.what);
      });
      await run(engine, `redis.call('SET', 'suite:changed', '1') return '${'x'.repeat(10)}'`);
      stop();
      assert(changed.has('data'));
    },
    needs: ({ keyChanges }) => keyChanges,
  },
  {
    name: 'answers NOTBUSY to a kill when nothing runs',
    async check(engine) {
      assert.deepEqual(await engine.kill(), { outcome: 'notbusy', reply: error(NOT_BUSY) });
    },
  },
  {
    name: 'answers BUSY to others while a script runs for long, and kills it',
    needs: ({ kill }) => kill,
    async check(engine) {
      await engine.execute(['SET', 'suite:kept', 'yes']);
      const { recording } = await runLong(engine, 'while true do end');
      assert.deepEqual(await engine.execute(['GET', 'suite:kept'], 'other'), error(BUSY));
      assert.deepEqual((await run(engine, 'return 1')).reply, error(BUSY));
      assert.deepEqual(await engine.kill(), { outcome: 'killed', reply: OK });
      const { outcome, reply, script } = await recording;
      assert.deepEqual(outcome, { kind: 'killed' });
      const text = `ERR Error running script (call to f_${script.sha1})`;
      assert(reply?.type === 'error' && /^(ERR )?Error running script|Script killed by user/.test(reply.text), text);
      await untilState(engine, ({ health }) => health === 'ready');
      assert.deepEqual(await engine.execute(['GET', 'suite:kept'], 'other'), bulk('yes'));
    },
  },
  {
    name: 'takes SCRIPT KILL from a console',
    needs: ({ kill }) => kill,
    async check(engine) {
      const { recording } = await runLong(engine, 'while true do pcall(function() while true do end end) end');
      assert.deepEqual(await engine.execute(['SCRIPT', 'KILL'], 'killer'), OK);
      assert.deepEqual((await recording).outcome, { kind: 'killed' });
    },
  },
  {
    name: 'kills a function as it kills a script',
    needs: ({ kill }) => kill,
    async check(engine) {
      const library = "#!lua name=suite_kill\nredis.register_function('spin', function() while true do end end)";
      const spin = { mode: 'FCALL', functionName: 'spin' } as const;
      const { recording } = await runLong(engine, library, spin);
      assert.deepEqual(await engine.execute(['SCRIPT', 'KILL'], 'killer'), error(BUSY_FUNCTION));
      assert.deepEqual(await engine.kill(), { outcome: 'killed', reply: OK });
      assert.deepEqual((await recording).outcome, { kind: 'killed' });
      const { recording: again } = await runLong(engine, library, spin);
      assert.deepEqual(await engine.execute(['FUNCTION', 'KILL'], 'killer'), OK);
      assert.deepEqual((await again).outcome, { kind: 'killed' });
      await engine.execute(['FUNCTION', 'DELETE', 'suite_kill']);
    },
  },
  {
    name: 'cannot kill a script that has written',
    needs: ({ kill }) => kill,
    async check(engine) {
      const { recording } = await runLong(
        engine,
        `redis.call('SET', 'suite:wrote', 'it')
         local function seconds() local t = redis.call('TIME') return t[1] + t[2] / 1e6 end
         local start = seconds()
         while seconds() - start < 1 do for i = 1, 10000 do end end
         return 'done'`,
      );
      assert.deepEqual(await engine.kill(), { outcome: 'unkillable', reply: error(UNKILLABLE) });
      assert.deepEqual((await recording).reply, bulk('done'));
      assert.deepEqual(await engine.execute(['GET', 'suite:wrote']), bulk('it'));
    },
  },
  {
    name: 'starts from fresh data with what is given',
    needs: ({ freshData }) => freshData,
    async check(engine) {
      await engine.execute(['SET', 'suite:left over', '1']);
      const given = [
        ['SET', 'suite:given', '5'],
        ['HSET', 'suite:h', 'f', 'v'],
      ];
      const script = "return {redis.call('INCR', 'suite:given'), redis.call('EXISTS', 'suite:left over')}";
      for (let i = 0; i < 2; i++) {
        const { reply } = await run(engine, script, { data: 'fresh', given });
        assert.deepEqual(reply, array(integer(6), integer(0)));
      }
      assert.deepEqual((await run(engine, script)).reply, array(integer(7), integer(0)));
    },
  },
  {
    name: 'names a Given command that fails',
    needs: ({ freshData }) => freshData,
    async check(engine) {
      const given = [
        ['SET', 'suite:given', 'x'],
        ['INCR', 'suite:given'],
      ];
      const problem = 'ERR value is not an integer or out of range';
      await assert.rejects(
        run(engine, 'return 1', { data: 'fresh', given }),
        new AppError('bad-input', { field: 'given.1', problem }),
      );
    },
  },
  {
    name: 'tells the calls of a script: line, function, arguments, reply, effect',
    needs: ({ calls }) => calls,
    async check(engine) {
      const script = [
        "local function read(k) return redis.call('GET', k) end",
        "redis.call('SET', 'suite:a', 10)",
        "read('suite:a')",
        "redis.pcall('LPUSH', 'suite:a', 'x')",
        "redis.log(redis.LOG_WARNING, 'half', 'way')",
        "redis.call('PING')",
      ].join('\n');
      const { calls, logs, errors, totals, detail } = await run(engine, script);
      assert.deepEqual(
        calls.map(({ ordinal, line, functionName, via, command, reply, effect }) => [
          ordinal,
          line,
          functionName,
          via,
          command.join(' '),
          reply,
          effect,
        ]),
        [
          [0, 2, 'main', 'call', 'SET suite:a 10', OK, 'write'],
          [1, 1, 'read', 'call', 'GET suite:a', bulk('10'), 'read'],
          [2, 4, 'main', 'pcall', 'LPUSH suite:a x', error(WRONG_TYPE), 'write'],
          [3, 6, 'main', 'call', 'PING', { type: 'status', text: 'PONG' }, 'neither'],
        ],
      );
      assert.deepEqual(
        logs.map(({ line, level, message, afterCalls }) => [line, level, message, afterCalls]),
        [[5, 'warning', 'half way', 3]],
      );
      const caught = { kind: 'caught', line: 4, message: WRONG_TYPE, by: 'redis.pcall', call: 2 };
      assert.deepEqual(errors, [{ ...caught, depth: 0, value: 'table' }]);
      assert.deepEqual(totals, { calls: 4, writes: 2, reads: 1, errors: 1, logs: 1 });
      assert.deepEqual([detail.calls, detail.logs], ['known', 'known']);
      for (const { at, took } of calls) assert(at >= 0 && took >= 0);
    },
  },
  {
    name: 'tells who raised an error and who caught it',
    needs: ({ calls }) => calls,
    async check(engine) {
      const script = [
        "redis.call('SET', 'suite:e', 'x')",
        "pcall(redis.call, 'INCR', 'suite:e')",
        'pcall(function()',
        "  error({err = 'MINE own'})",
        'end)',
        'pcall(function() local n = nil + 1 end)',
        'xpcall(error, function(e) return e end)',
        "redis.call('INCR', 'suite:e')",
      ].join('\n');
      const { errors, totals } = await run(engine, script);
      assert.deepEqual(
        errors.map(({ kind, by, line, call }) => [kind, by, line, call]),
        [
          ['raised', 'redis.call', 2, 1],
          ['caught', 'pcall', 2, undefined],
          ['raised', 'error', 4, undefined],
          ['caught', 'pcall', 3, undefined],
          ['raised', 'runtime', 6, undefined],
          ['caught', 'pcall', 6, undefined],
          ['raised', 'error', 7, undefined],
          ['caught', 'xpcall', 7, undefined],
          ['raised', 'redis.call', 8, 2],
          ['caught', 'host', 8, undefined],
        ],
      );
      assert.equal(totals.errors, 5);
    },
  },
  {
    name: 'keeps the first and last of many calls, with exact totals',
    needs: ({ calls }) => calls,
    async check(engine) {
      const { calls, totals, detail } = await run(engine, "for i = 1, 20000 do redis.call('GET', i) end");
      assert.equal(calls.length, 11_000);
      assert.deepEqual([calls[9_999]?.ordinal, calls[10_000]?.ordinal, calls.at(-1)?.ordinal], [9_999, 19_000, 19_999]);
      assert.deepEqual([totals.calls, totals.reads, detail.calls], [20_000, 20_000, 'limited']);
    },
  },
  {
    name: 'tells each key before and after',
    needs: ({ keyChanges, freshData }) => keyChanges && freshData,
    async check(engine) {
      const script = [
        "redis.call('APPEND', 'suite:s', 'b') redis.call('APPEND', 'suite:s', 'c')",
        "redis.call('DEL', 'suite:gone')",
        "redis.call('RPUSH', 'suite:new', 'x', 'y')",
        "redis.call('SET', 'suite:brief', '1') redis.call('DEL', 'suite:brief')",
        "redis.call('PEXPIREAT', 'suite:ttl', '32503680000000')",
      ].join('\n');
      const given = [
        ['SET', 'suite:s', 'a'],
        ['SADD', 'suite:gone', '1', '2'],
        ['ZADD', 'suite:ttl', '1.5', 'm'],
      ];
      const { changes, detail } = await run(engine, script, { data: 'fresh', given });
      const zset = { type: 'zset', encoding: 'listpack', length: 1, preview: ['m', '1.5'] };
      assert.deepEqual(changes, [
        {
          db: 0,
          key: 'suite:s',
          before: { type: 'string', encoding: 'embstr', length: 1, preview: ['a'] },
          after: { type: 'string', encoding: 'raw', length: 3, preview: ['abc'] },
        },
        { db: 0, key: 'suite:gone', before: { type: 'set', encoding: 'intset', length: 2, preview: ['1', '2'] } },
        { db: 0, key: 'suite:new', after: { type: 'list', encoding: 'quicklist', length: 2, preview: ['x', 'y'] } },
        { db: 0, key: 'suite:ttl', before: zset, after: { ...zset, expiresAt: 32503680000000 } },
      ]);
      assert.equal(detail.changes, 'known');
    },
  },
  {
    name: 'tells what the reply lost on its way from Lua',
    needs: ({ calls }) => calls,
    async check(engine) {
      const { conversions } = await run(engine, "return {1, 2.5, 'x', name = 'lost', [6] = 'after nil'}");
      const found = conversions.map(({ from, to, count, lost, lostCount }) => [from, to, count, lost, lostCount]);
      const expected = [
        ['table', 'array', 1, 'items-after-nil', 1],
        ['table', 'array', 1, 'keys', 1],
        ['number', 'integer', 1, undefined, undefined],
        ['number', 'integer', 1, 'fraction', 1],
        ['string', 'bulk', 1, undefined, undefined],
      ];
      const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
      assert.deepEqual(found.toSorted(byText), expected.toSorted(byText));
    },
  },
  {
    name: 'records a script by steps, with nothing changed, and answers questions about any step',
    needs: ({ record, stepBack }) => record && stepBack,
    async check(engine) {
      await engine.execute(['SET', 'suite:r', '1']);
      const script = "local n = redis.call('INCR', KEYS[1])\nfor i = 1, 2 do n = n + i end\nreturn n";
      const recording = await engine.record(request(script, { keys: ['suite:r'] }));
      assert.equal(recording.dryRun, true);
      assert.deepEqual(recording.reply, integer(5));
      assert.deepEqual(await engine.execute(['GET', 'suite:r']), bulk('1'));
      assert.deepEqual([...(recording.steps?.line ?? [])], [1, 2, 2, 2, 2, 2, 3]);
      assert.equal(recording.calls[0]?.step, 0);
      const { first, frames } = await engine.inspect(recording.id, 4);
      const [innermost] = frames[4 - first] ?? [];
      const locals = innermost?.scopes.find(({ kind }) => kind === 'locals')?.variables ?? [];
      assert.deepEqual(locals.find(({ name }) => name === 'n')?.value, { type: 'number', text: '3' });
      assert.deepEqual(await engine.evaluate(recording.id, 4, 0, 'n * 10'), { type: 'number', text: '30' });
      const hits = [];
      const probe = { id: 'p', at: { line: 2 }, kind: 'condition', expression: 'n > 2' } as const;
      for await (const hit of engine.scan(recording.id, { probes: [probe] })) hits.push(hit.step);
      assert.deepEqual(hits, [3, 4, 5]);
      await engine.release(recording.id);
      await assert.rejects(
        engine.inspect(recording.id, 0),
        new AppError('unknown-recording', { recording: recording.id }),
      );
    },
  },
  {
    name: 'rejects what it cannot do with a typed error, and forgets unknown recordings',
    async check(engine) {
      assert.equal(await engine.release('no such recording'), undefined);
      await assert.rejects(engine.inspect('no such recording', 0), (failure) => {
        assert(failure instanceof AppError);
        assert(['not-supported', 'unknown-recording'].includes(failure.code), failure.code);
        return true;
      });
    },
  },
];

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';
