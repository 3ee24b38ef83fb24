import { describe, expect, it } from 'vitest';
import { request } from '../../../test/engine-suite.js';
import type { Frame, LuaView, RunRequest, ScanHit, ScanProbe } from '../engine.js';
import { AppError, ScriptError } from '../errors.js';
import type { Recording, Steps } from '../recording.js';
import { DEFAULT_PROFILE } from '../../script/profile-names.js';
import { Sandbox } from '../sandbox/sandbox.js';

function sandbox(): Sandbox {
  let clock = 1_700_000_000_000_000;
  let id = 0;
  return new Sandbox({ clock: () => (clock += 7), stopwatch: () => clock, seed: 9, newId: () => `r${++id}` });
}

async function record(script: string, changes?: Partial<RunRequest>) {
  const engine = sandbox();
  return { engine, recording: await engine.record(request(script, changes)) };
}

/** `line:column depth function`, one step a line. */
function stepsText({ steps }: Recording): string[] {
  const { line, column, depth, functionId, functions } = steps as Steps;
  return Array.from(line, (at, i) => `${at}:${column[i]} ${depth[i]} ${functions[functionId[i]!]}`);
}

/** A value as a person would write it; `#id` stands for a table that was shown before. */
function text(view: LuaView): string {
  switch (view.type) {
    case 'string':
      return JSON.stringify(view.value);
    case 'number':
      return view.text;
    case 'boolean':
      return String(view.value);
    case 'table':
      return view.entries === undefined
        ? `#${view.id}`
        : `{${view.entries.map(([key, value]) => `${text(key)}=${text(value)}`).join(' ')}}${view.more ?? ''}`;
    case 'function':
      return `function:${view.line}`;
    default:
      return view.type;
  }
}

/** `function line:column | scope name=value …`; a star marks what the step before changed. */
const frameText = ({ functionName, line, column, coroutine, scopes }: Frame): string =>
  [
    `${functionName} ${line}:${column}${coroutine === true ? ' coroutine' : ''}`,
    ...scopes
      .filter(({ variables }) => variables.length > 0)
      .map(({ kind, variables }) =>
        [kind, ...variables.map((v) => `${v.name}=${text(v.value)}${v.changed ? '*' : ''}`)].join(' '),
      ),
  ].join(' | ');

async function scan({ engine, recording }: { engine: Sandbox; recording: Recording }, ...probes: ScanProbe[]) {
  const hits: ScanHit[] = [];
  for await (const hit of engine.scan(recording.id, { probes })) hits.push(hit);
  return hits.map(({ probe, step, value, error, failure }) =>
    `${probe} ${step} ${error ?? failure?.code ?? (value ? text(value) : '')}`.trim(),
  );
}

describe('the steps of a recording', () => {
  it('are statements, several a line, and loops come back to theirs', async () => {
    const { recording } = await record('local a = 1; local b = 2\nfor i = 1, 2 do a = a + i end\nreturn a + b');
    expect(stepsText(recording)).toEqual([
      '1:1 0 main',
      '1:14 0 main',
      '2:1 0 main',
      '2:17 0 main',
      '2:1 0 main',
      '2:17 0 main',
      '2:1 0 main',
      '3:1 0 main',
    ]);
    expect(recording.totals.steps).toBe(8);
    expect(recording.detail.steps).toBe('known');
  });

  it('tell how deep they are: through recursion, pcall, coroutines, callbacks and tail calls', async () => {
    const { recording } = await record(`local function f(n)
  if n == 0 then return 0 end
  return n + f(n - 1)
end
local ok, e = pcall(function() error('x') end)
local co = coroutine.wrap(function(a) local b = coroutine.yield(a + f(1)) return b end)
co(1)
co(2)
table.sort({2, 1}, function(a, b) return a < b end)
return f(1)`);
    expect(stepsText(recording)).toEqual([
      '1:1 0 main',
      '5:1 0 main',
      '5:32 1 function:5',
      '6:1 0 main',
      '7:1 0 main',
      '6:39 1 function:6',
      '2:3 2 f',
      '3:3 2 f',
      '2:3 3 f',
      '2:18 3 f',
      '8:1 0 main',
      '6:75 1 function:6',
      '9:1 0 main',
      '9:35 1 function:9',
      '10:1 0 main',
      '2:3 0 f',
      '3:3 0 f',
      '2:3 1 f',
      '2:18 1 f',
    ]);
  });

  it('end where the request says, and the run does not', async () => {
    const { recording, engine } = await record('for i = 1, 100 do redis.call("PING") end return "end"', {
      maxSteps: 10,
    });
    expect(recording.steps?.line).toHaveLength(10);
    expect(recording.totals).toMatchObject({ calls: 100, steps: 202 });
    expect(recording.detail.steps).toBe('limited');
    expect(recording.reply).toEqual({ type: 'bulk', value: 'end' });
    expect((await engine.inspect(recording.id, 9)).frames).toHaveLength(10);
    await expect(engine.inspect(recording.id, 10)).rejects.toEqual(
      new AppError('bad-input', { field: 'step', problem: 'too_big' }),
    );
  });

  it('are told of errors, and who caught them, through coroutines', async () => {
    const { recording } = await record(`local co = coroutine.create(function()
  local function fails() redis.call('NOSUCH') end
  fails()
end)
local ok = coroutine.resume(co)
coroutine.resume(co)
local function nested()
  coroutine.wrap(function() error({err = 'E'}) end)()
end
pcall(nested)
coroutine.resume(coroutine.create(function() return nil + 1 end))
return 1`);
    expect(
      recording.errors.map(
        ({ kind, by, line, depth, value, frames }) =>
          `${kind} ${by} ${line} ${depth ?? '-'} ${value ?? '-'} ${frames?.map((frame) => `${frame.functionName}:${frame.line}`).join(' ') ?? ''}`,
      ),
    ).toEqual([
      'raised redis.call 2 2 - fails:2 function:1:3 main:5',
      'caught coroutine.resume 5 0 table ',
      'raised error 8 2 table function:8:8 nested:8 main:10',
      'caught pcall 10 0 string ',
      'raised runtime 11 - - ',
      'caught coroutine.resume 11 0 string ',
    ]);
  });

  it('are told of calls, logs and errors', async () => {
    const { recording } = await record(
      "redis.call('SET', 'k', 'v')\nredis.log(redis.LOG_NOTICE, 'x')\nredis.pcall('INCR', 'k')\nlocal ok = pcall(error, 'e')",
    );
    expect(recording.calls.map(({ step }) => step)).toEqual([0, 2]);
    expect(recording.logs.map(({ step }) => step)).toEqual([1]);
    expect(recording.errors.map(({ by, step }) => [by, step])).toEqual([
      ['redis.pcall', 2],
      ['error', 3],
      ['pcall', 3],
    ]);
  });
});

describe('a recording', () => {
  it('has no effect, and starts from the data at hand', async () => {
    const engine = sandbox();
    await engine.execute(['SET', 'n', '5']);
    const script = "math.randomseed(3) return {redis.call('INCR', KEYS[1]), redis.call('TIME')[1], math.random(1000)}";
    const recording = await engine.record(request(script, { keys: ['n'] }));
    const run = await engine.run(request(script, { keys: ['n'] }));
    expect(recording).toMatchObject({
      dryRun: true,
      source: 'reexecution',
      changes: [{ key: 'n', after: { preview: ['6'] } }],
    });
    expect(run.reply).toEqual(recording.reply);
    expect(await engine.execute(['GET', 'n'])).toEqual({ type: 'bulk', value: '6' });
    await engine.record(request(script, { keys: ['n'] }));
    expect(await engine.execute(['GET', 'n'])).toEqual({ type: 'bulk', value: '6' });
  });

  it('starts from what scripts have set in Lua itself, and leaves it so', async () => {
    const engine = sandbox();
    const script = "return {collectgarbage('setpause', 100), collectgarbage('setpause', 300)}";
    await engine.run(request(script));
    const [recording, again] = [await engine.record(request(script)), await engine.record(request(script))];
    expect(recording.reply).toMatchObject({ items: [{ value: 300 }, { value: 100 }] });
    expect(again.reply).toEqual(recording.reply);
    expect((await engine.run(request(script))).reply).toEqual(recording.reply);
    const value = await engine.evaluate(recording.id, 0, 0, "collectgarbage('setpause', 7)");
    expect(value).toEqual({ type: 'number', text: '300' });
  });

  it('starts at the time it is given', async () => {
    const engine = sandbox();
    engine.recordFrom({ image: new Map(), version: DEFAULT_PROFILE, at: 5_000_000 });
    const { reply } = await engine.record(request("return redis.call('TIME')[1]"));
    expect(reply).toEqual({ type: 'bulk', value: '5' });
  });

  it('can be asked as long as it is not released', async () => {
    const { engine, recording } = await record('return 1');
    await engine.release(recording.id);
    await expect(engine.inspect(recording.id, 0)).rejects.toEqual(
      new AppError('unknown-recording', { recording: recording.id }),
    );
  });
});

describe('the frames at a step', () => {
  it('show locals, upvalues, varargs, inputs, and what changed', async () => {
    const { engine, recording } = await record(
      `local total = 0
local function add(n, ...)
  local t = {n, nested = {...}}
  t.self = t
  total = total + n
  return t
end
add(1.5, 'v', nil)
add(2)`,
      { keys: ['k'], args: ['\xff'] },
    );
    const { first, frames } = await engine.inspect(recording.id, 6);
    expect(first).toBe(0);
    const outer = 'locals total=0 add=function:2 | inputs KEYS={1="k"} ARGV={1="\xff"}';
    expect(frames.slice(0, 8).map((stack) => stack.map(frameText))).toEqual([
      ['main 1:1 | inputs KEYS={1="k"} ARGV={1="\xff"}'],
      ['main 2:1 | locals total=0* | inputs KEYS={1="k"} ARGV={1="\xff"}'],
      [`main 8:1 | ${outer}`.replace('add=function:2', 'add=function:2*')],
      ['add 3:3 | locals n=1.5 arg=nil | varargs 1="v" 2=nil | upvalues total=0', `main 8:1 | ${outer}`],
      [
        'add 4:3 | locals n=1.5 arg=nil t={1=1.5 "nested"={1="v"}}* | varargs 1="v" 2=nil | upvalues total=0',
        `main 8:1 | ${outer}`,
      ],
      [
        'add 5:3 | locals n=1.5 arg=nil t={1=1.5 "nested"={1="v"} "self"=#3}* | varargs 1="v" 2=nil | upvalues total=0',
        `main 8:1 | ${outer}`,
      ],
      [
        'add 6:3 | locals n=1.5 arg=nil t={1=1.5 "nested"={1="v"} "self"=#3} | varargs 1="v" 2=nil | upvalues total=1.5*',
        `main 8:1 | ${outer.replace('total=0', 'total=1.5*')}`,
      ],
      [`main 9:1 | ${outer.replace('total=0', 'total=1.5')}`],
    ]);
  });

  it('show the stack through coroutines', async () => {
    const { engine, recording } = await record(
      'local co = coroutine.wrap(function(a)\n  local b = a\n  coroutine.yield(b)\nend)\nco(7)\nreturn 1',
    );
    const { frames } = await engine.inspect(recording.id, 3);
    expect(frames[3]!.map(frameText)).toEqual([
      'function:1 3:3 coroutine | locals a=7 b=7*',
      'main 5:1 | locals co=function:undefined | inputs KEYS={} ARGV={}',
    ]);
  });

  it('are of fewer steps in a deep recursion, all frames with their values', async () => {
    const { engine, recording } = await record(
      'local function f(n)\n  if n == 0 then return 0 end\n  local x = f(n - 1)\n  return x\nend\nreturn f(1500)',
    );
    const { first, frames } = await engine.inspect(recording.id, 3000);
    expect([first, frames.length, frames[1]!.length]).toEqual([2999, 3, 1500]);
    expect(frames[1]!.slice(0, 2).map(frameText)).toEqual([
      'f 2:3 | locals n=1 | upvalues f=function:1',
      'f 3:3 | locals n=2 | upvalues f=function:1',
    ]);
  });

  it('come with the keys as they are there', async () => {
    const { engine, recording } = await record("redis.call('SET', 'k', 'a')\nredis.call('APPEND', 'k', 'b')\nreturn 1");
    const { changes } = await engine.inspect(recording.id, 0);
    expect(changes?.map((keys) => keys.map(({ key, after }) => `${key}=${after?.preview.join()}`))).toEqual([
      [],
      ['k=a'],
      ['k=ab'],
    ]);
  });

  it('are the same whichever window shows them', async () => {
    const { engine, recording } = await record(
      "local t = {}\nfor i = 1, 100 do t[i] = math.random(1000) .. tostring({}) redis.call('SPOP', 's') end\nreturn t",
      { data: 'fresh', given: [['SADD', 's', ...Array.from({ length: 50 }, (_, i) => `m${i}`)]] },
    );
    const near = await engine.inspect(recording.id, 150);
    const far = await engine.inspect(recording.id, 190);
    const shared = far.first - near.first;
    expect(shared).toBe(40);
    expect(far.frames.slice(1, 20)).toEqual(near.frames.slice(shared + 1, shared + 20));
  });
});

describe('an expression at a step', () => {
  const script = `local outer = 'o'
local function f(n, ...)
  local inner = n * 2
  redis.call('SET', 'k', inner)
  return inner
end
return f(21, 'x', 'y')`;

  it('sees what the code there sees, in any frame', async () => {
    const { engine, recording } = await record(script, { args: ['arg'] });
    const at = async (frame: number, expression: string) =>
      text(await engine.evaluate(recording.id, 5, frame, expression));
    expect(await at(0, 'inner + n')).toBe('63');
    expect(await at(0, '{...}')).toBe('{1="x" 2="y"}');
    expect(await at(0, "redis.call('GET', 'k') .. ARGV[1]")).toBe('"42arg"');
    expect(await at(0, 'local x = inner return -x')).toBe('-42');
  });

  it('has no effect on later questions', async () => {
    const { engine, recording } = await record(script);
    expect(text(await engine.evaluate(recording.id, 3, 0, "redis.call('SET', 'k', 'mine')"))).toBe('{"ok"="OK"}');
    expect(text(await engine.evaluate(recording.id, 3, 0, "redis.call('GET', 'k')"))).toBe('false');
    expect(text(await engine.evaluate(recording.id, 5, 0, "redis.call('GET', 'k')"))).toBe('"42"');
    expect(await engine.execute(['EXISTS', 'k'])).toEqual({ type: 'integer', value: 0 });
  });

  it.each([
    ['1 +', "expression:1: unexpected symbol near '<eof>'"],
    ['nope', "Script attempted to access nonexistent global variable 'nope'"],
    ["redis.call('NOSUCH')", 'ERR Unknown Redis command called from script'],
    ['n.x', "expression:1: attempt to index local 'n' (a number value)"],
  ])('%s fails on its own', async (expression, message) => {
    const { engine, recording } = await record(script);
    const failure: unknown = await engine.evaluate(recording.id, 3, 0, expression).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ScriptError);
    expect((failure as ScriptError).text).toContain(message);
    expect(text(await engine.evaluate(recording.id, 3, 0, 'n'))).toBe('21');
  });

  it.each(['(function() while true do end end)()', 'pcall(function() while true do end end)'])(
    '%s is stopped, wherever it is asked for',
    async (expression) => {
      const { engine, recording } = await record(script);
      await expect(engine.evaluate(recording.id, 3, 0, expression)).rejects.toMatchObject({ code: 'too-long' });
      expect(text(await engine.evaluate(recording.id, 3, 0, 'n'))).toBe('21');
      const probe = { id: 'p', at: { line: 1 }, kind: 'log', expression } as const;
      expect(await scan({ engine, recording }, probe)).toEqual(['p 0 too-long']);
    },
  );

  it('in a frame that is not there is refused', async () => {
    const { engine, recording } = await record(script);
    await expect(engine.evaluate(recording.id, 3, 9, 'n')).rejects.toMatchObject({ code: 'bad-input' });
  });
});

describe('a scan', () => {
  it('answers log points, conditions, hit counts and changes in one pass', async () => {
    const taken = await record("local n = 0\nfor i = 1, 4 do\n  n = n + i\n  redis.call('SET', 'k', n)\nend\nreturn n");
    const hits = await scan(
      taken,
      { id: 'log', at: { line: 4 }, kind: 'log', expression: 'n' },
      { id: 'if', at: { line: 4, column: 3 }, kind: 'condition', expression: 'n > 3' },
      { id: 'hit', at: { line: 3 }, kind: 'condition' },
      { id: 'chg', at: 'everywhere', kind: 'change', expression: "redis.call('GET', 'k')" },
      { id: 'bad', at: { line: 6 }, kind: 'condition', expression: 'n.x' },
    );
    expect(hits).toEqual([
      'hit 2',
      'log 3 1',
      'chg 4 "1"',
      'hit 5',
      'log 6 3',
      'chg 7 "3"',
      'hit 8',
      'log 9 6',
      'if 9 true',
      'chg 10 "6"',
      'hit 11',
      'log 12 10',
      'if 12 true',
      'chg 13 "10"',
      "bad 14 expression:1: attempt to index local 'n' (a number value)",
    ]);
  });

  it('finds what changed a variable of one call, through its callees and not in other calls of the function', async () => {
    const taken = await record(`local function twice(n)
  local sum = n
  local function add() sum = sum + n end
  add()
  sum = sum + 0
  return sum
end
local t = {}
t[1] = twice(1) + twice(2)
table.insert(t, 'x')
return t`);
    expect(stepsText(taken.recording).slice(10)).toEqual([
      '2:3 1 twice',
      '3:3 1 twice',
      '4:3 1 twice',
      '3:24 2 add',
      '3:38 2 add',
      '5:3 1 twice',
      '6:3 1 twice',
      '10:1 0 main',
      '11:1 0 main',
    ]);
    const change = (id: string, expression: string, step: number, depth: number): ScanProbe => ({
      id,
      kind: 'change',
      at: 'everywhere',
      expression,
      call: { step, depth },
    });
    expect(await scan(taken, change('sum', 'sum', 16, 1))).toEqual(['sum 11 2', 'sum 14 4']);
    expect(await scan(taken, change('sum', 'sum', 13, 1))).toEqual(['sum 11 2']);
    expect(await scan(taken, change('n', 'n', 16, 1))).toEqual([]);
    expect(await scan(taken, change('t', 't', 18, 0))).toEqual(['t 2 {}', 't 17 {1=6}', 't 18 {1=6 2="x"}']);
  });

  it('takes no step of what its expressions run', async () => {
    const taken = await record(`local function two() local n = 1 return n + 1 end
local co = coroutine.wrap(function() while true do coroutine.yield(two()) end end)
local a = co()
return a`);
    const log = (id: string, expression: string): ScanProbe => ({ id, kind: 'log', at: { line: 4 }, expression });
    expect(await scan(taken, log('call', 'two()'), log('resume', 'co()'))).toEqual(['call 6 2', 'resume 6 2']);
  });

  it('undoes what its expressions do', async () => {
    const taken = await record(
      "redis.call('SET', 'k', '1')\nlocal r = math.random(1000)\nreturn {redis.call('GET', 'k'), r}",
    );
    const probe = { at: 'everywhere', kind: 'log' } as const;
    const hits = await scan(
      taken,
      { ...probe, id: 'w', expression: "redis.call('SET', 'k', 'x') .. math.random(1000) .. redis.call('TIME')[1]" },
      { ...probe, id: 'r', expression: "redis.call('GET', 'k')" },
    );
    expect(hits.filter((hit) => hit.startsWith('r'))).toEqual(['r 0 false', 'r 1 "1"', 'r 2 "1"']);
  });
});

it('a function is executed again with the library that the request brought along', async () => {
  const library = [
    '#!lua name=brought',
    'local count = 0',
    "redis.register_function('f', function(keys, args)",
    '  count = count + 1',
    "  redis.call('SET', keys[1], args[1] .. count)",
    '  return count',
    'end)',
  ].join('\n');
  const { engine, recording } = await record(library, {
    mode: 'FCALL',
    functionName: 'f',
    keys: ['k'],
    args: ['x'],
  });
  expect(stepsText(recording).map((step) => step.split(' ')[0])).toEqual(['4:3', '5:3', '6:3']);
  for (let time = 0; time < 2; time++) {
    const { frames, changes } = await engine.inspect(recording.id, 2);
    expect(frames[2]!.map(frameText)[0]).toContain('count=1');
    expect(changes![2]).toMatchObject([{ key: 'k', after: { preview: ['x1'] } }]);
    expect(await engine.evaluate(recording.id, 2, 0, 'count + 1')).toEqual({ type: 'number', text: '2' });
  }
});
