import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.js';
import { Prng } from '../lua/prng.js';
import { sealPayload } from '../redis/rdb/payload.js';
import { redisFamilies } from '../redis/redis-families.js';
import { Server } from '../redis/server.js';
import type { Session } from '../redis/session.js';
import type { RespValue } from '../resp/value.js';
import { ScriptCrash } from './crash.js';
import type { ScriptObserver } from './observer.js';
import { ENDLESS_LOAD } from './library-engine.js';
import { REDIS_7_0, REDIS_7_4, type ScriptProfile } from './profile.js';
import { createScripting, type Scripting } from './scripting.js';

/** A server whose stopwatch moves on by a millisecond each time it is asked. */
class Bench {
  readonly scripting: Scripting;
  readonly server: Server;
  readonly session: Session;
  /** What the host does while a script is busy. */
  onPoll: () => void = () => undefined;

  constructor(profile: ScriptProfile = REDIS_7_0) {
    let time = 0;
    this.scripting = createScripting({ profile, random: new Prng(), poll: () => this.onPoll() });
    this.server = new Server({
      families: [...redisFamilies, ...this.scripting.families],
      version: profile.redis,
      clock: () => 1_700_000_000_000_000,
      stopwatch: () => (time += 1000),
      seed: 1,
      settings: { 'busy-reply-threshold': '5' },
    });
    this.session = this.client();
  }

  client(): Session {
    return this.server.connect(() => undefined);
  }

  ask(session: Session, ...argv: Bytes[]): RespValue | undefined {
    return this.server.execute(session, argv);
  }

  eval(script: Bytes, ...keys: Bytes[]): RespValue | undefined {
    return this.ask(this.session, 'EVAL', script, String(keys.length), ...keys);
  }
}

const LOOP = 'while true do pcall(function() while true do end end) end';
const BUSY = 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.';

describe('a busy script', () => {
  it('answers others BUSY and ends with SCRIPT KILL, whatever it catches', () => {
    const bench = new Bench();
    const other = bench.client();
    const answers: (RespValue | undefined)[] = [];
    bench.onPoll = () => {
      answers.push(
        bench.ask(other, 'GET', 'k'),
        bench.ask(other, 'FUNCTION', 'KILL'),
        bench.ask(other, 'SCRIPT', 'KILL'),
      );
    };
    expect(bench.eval(LOOP)).toMatchObject({
      type: 'error',
      text: expect.stringMatching(
        /^ERR Script killed by user with SCRIPT KILL\.\.\. script: [0-9a-f]{40}, on @user_script:1\.$/,
      ),
    });
    expect(answers).toEqual([
      { type: 'error', text: BUSY },
      { type: 'error', text: BUSY },
      { type: 'status', text: 'OK' },
    ]);
    expect(bench.ask(other, 'PING')).toEqual({ type: 'status', text: 'PONG' });
    expect(bench.ask(other, 'SCRIPT', 'KILL')).toEqual({
      type: 'error',
      text: 'NOTBUSY No scripts in execution right now.',
    });
  });

  it('cannot be killed once it has written', () => {
    const bench = new Bench();
    const other = bench.client();
    let polls = 0;
    let answer: RespValue | undefined;
    bench.onPoll = () => {
      polls++;
      answer = bench.ask(other, 'SCRIPT', 'KILL');
    };
    const script = "redis.call('SET', KEYS[1], 1) for i = 1, 1000000 do end return redis.call('GET', KEYS[1])";
    expect(bench.eval(script, 'k')).toEqual({ type: 'bulk', value: '1' });
    expect(polls).toBeGreaterThan(0);
    expect(answer).toMatchObject({
      type: 'error',
      text: expect.stringMatching(/^UNKILLABLE Sorry the script already/),
    });
  });

  it('is a function when FCALL runs it', () => {
    const bench = new Bench();
    const other = bench.client();
    bench.ask(
      bench.session,
      'FUNCTION',
      'LOAD',
      `#!lua name=lib\nredis.register_function('spin', function() ${LOOP} end)`,
    );
    const answers: (RespValue | undefined)[] = [];
    bench.onPoll = () => {
      answers.push(bench.ask(other, 'SCRIPT', 'KILL'), bench.ask(other, 'FUNCTION', 'KILL'));
    };
    expect(bench.ask(bench.session, 'FCALL', 'spin', '0')).toEqual({
      type: 'error',
      text: 'ERR Script killed by user with SCRIPT KILL... script: spin, on @user_function:2.',
    });
    expect(answers).toEqual([
      { type: 'error', text: BUSY.replace('SCRIPT KILL', 'FUNCTION KILL') },
      { type: 'status', text: 'OK' },
    ]);
  });
});

describe('what a real server dies of', () => {
  it.each([
    ['a table error without err', "redis.call('SET', 'k', 'kept')\nerror({code = 1})", 2],
    [
      'an error in reading the error table',
      'return setmetatable({err = "x"}, {__index = function() error("y") end})',
      undefined,
    ],
  ])('is told as such: %s', (_, script, line) => {
    const bench = new Bench();
    let thrown: unknown;
    try {
      bench.eval(script);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ScriptCrash);
    expect(thrown).toMatchObject({
      line,
      message: expect.stringMatching(/^a real 7\.0\.15 server would crash here: /),
    });
    expect(bench.eval('return 1')).toEqual({ type: 'integer', value: 1 });
  });

  it('leaves the data as the script left it', () => {
    const bench = new Bench();
    expect(() => bench.eval("redis.call('SET', 'k', 'kept') error({})")).toThrow(ScriptCrash);
    expect(bench.ask(bench.session, 'GET', 'k')).toEqual({ type: 'bulk', value: 'kept' });
  });
});

describe('an observer', () => {
  /** Everything an observer is told about a script, in order. */
  function observed(script: Bytes): unknown[] {
    const bench = new Bench();
    const told: unknown[] = [];
    const observer: ScriptObserver = {
      started: ({ kind, wasCached }) => told.push(['started', kind, wasCached]),
      called: ({ via, argv, reply, effect }) => told.push([via, argv.join(' '), reply.type, effect]),
      logged: (_L, level, message, written) => told.push(['log', level, message, written]),
      caught: (_L, by, message) => told.push(['caught', by, message]),
      failed: (_L, message, line) => told.push(['failed', message, line]),
      converted: (from, to, lost, count) => told.push([from, to, lost, count]),
      finished: (reply) => told.push(['finished', reply.type]),
    };
    bench.scripting.host.observer = observer;
    bench.eval(script);
    return told;
  }

  it('sees commands with what they did', () => {
    expect(observed("redis.call('SET', 'k', 1.5) redis.pcall('LPUSH', 'k', 'x') redis.call('PING')")).toEqual([
      ['started', 'script', false],
      ['call', 'SET k 1.5', 'status', 'write'],
      ['pcall', 'LPUSH k x', 'error', 'write'],
      ['call', 'PING', 'status', 'neither'],
      ['nil', 'nil', undefined, undefined],
      ['finished', 'nil'],
    ]);
  });

  it('sees errors where they are caught, by the script or by the host', () => {
    expect(
      observed("pcall(error, 'a') xpcall(function() error({err = 'B b'}) end, function(e) return e end) error('c')"),
    ).toEqual([
      ['started', 'script', false],
      ['caught', 'pcall', 'a'],
      ['caught', 'xpcall', 'B b'],
      ['failed', 'ERR user_script:1: c', 1],
      ['finished', 'error'],
    ]);
  });

  it('sees logs below the level of the server too', () => {
    expect(
      observed("redis.log(redis.LOG_DEBUG, 'a', 1) redis.log(redis.LOG_WARNING, 'b') return 'x'").slice(1, 3),
    ).toEqual([
      ['log', 'debug', 'a 1', false],
      ['log', 'warning', 'b', true],
    ]);
  });

  it('sees numbers that an integer reply cannot say', () => {
    expect(observed('return {1e19, 0/0, 2^53, -2^53 + 1}').slice(2, -1)).toEqual([
      ['number', 'integer', 'range', 1],
      ['number', 'integer', 'range', 1],
      ['number', 'integer', 'exactness', 1],
      ['number', 'integer', undefined, undefined],
    ]);
  });

  it('sees what a conversion lost', () => {
    expect(observed('return {1.5, nil, 3, a = 1, b = 2}').slice(1, -1)).toEqual([
      ['table', 'array', 'items-after-nil', 1],
      ['table', 'array', 'keys', 2],
      ['number', 'integer', 'fraction', 1],
    ]);
  });
});

describe('a table of which every element is another one twice', () => {
  const NESTED = 'local t = {1} for i = 1, 900 do t = {t, t, t, t, t, t} end ';

  it.each(['cjson.encode', 'cmsgpack.pack'])('does not keep %s from being killed', (encode) => {
    const bench = new Bench();
    const other = bench.client();
    bench.onPoll = () => void bench.ask(other, 'SCRIPT', 'KILL');
    const text = expect.stringMatching(/^ERR Script killed by user/);
    expect(bench.eval(`${NESTED} return ${encode}(t)`)).toMatchObject({ type: 'error', text });
  });

  it('is no reply: the sandbox says so', () => {
    const text = expect.stringMatching(/^ERR The sandbox stops here: this reply is larger than 4194304 values/);
    expect(new Bench().eval(`${NESTED} return t`)).toMatchObject({ type: 'error', text });
  });
});

describe('the script cache', () => {
  it('keeps every script until it is flushed', () => {
    const bench = new Bench();
    for (let i = 0; i < 600; i++) bench.eval(`return ${i}`);
    expect(bench.scripting.scripts.size).toBe(600);
    expect(bench.server.scriptCounts.scripts).toBe(600);
    bench.ask(bench.session, 'SCRIPT', 'FLUSH');
    expect(bench.scripting.scripts.size).toBe(0);
  });

  it('in 7.4 forgets what EVAL brought longest ago, never what was loaded', () => {
    const bench = new Bench(REDIS_7_4);
    bench.ask(bench.session, 'SCRIPT', 'LOAD', 'return "loaded"');
    for (let i = 0; i < 500; i++) bench.eval(`return ${i}`);
    bench.eval('return 0');
    bench.eval('return 500');
    const { scripts } = bench.scripting;
    const bodies = new Set([...scripts.list()].map(({ body }) => body));
    expect(scripts.size).toBe(501);
    expect([bodies.has('return "loaded"'), bodies.has('return 0'), bodies.has('return 1')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(scripts.evicted).toBe(1);
  });
});

describe('a library that never ends to load', () => {
  const code = '#!lua name=endless\nwhile true do end';

  it('is given up by FUNCTION LOAD, as by a server', () => {
    const bench = new Bench();
    const text = 'ERR Error registering functions: ERR FUNCTION LOAD timeout';
    expect(bench.ask(bench.session, 'FUNCTION', 'LOAD', code)).toEqual({ type: 'error', text });
    expect(bench.ask(bench.session, 'FUNCTION', 'LIST')).toEqual({ type: 'array', items: [] });
  });

  it('ends where FUNCTION RESTORE would keep a server for ever, and says so', () => {
    const bench = new Bench();
    const payload = sealPayload(`\xf5${String.fromCharCode(0x40, code.length)}${code}`, 10);
    expect(bench.ask(bench.session, 'FUNCTION', 'RESTORE', payload)).toEqual({ type: 'error', text: ENDLESS_LOAD });
    expect(bench.eval('return 1')).toEqual({ type: 'integer', value: 1 });
  });
});
