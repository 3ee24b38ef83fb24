import { expect, it } from 'vitest';
import { request } from '../../test/engine-suite.js';
import { propagations, type Station } from './propagation.js';
import { Sandbox } from './sandbox/sandbox.js';

const GIVEN = [
  ['SET', 's', 'text'],
  ['SET', 'n', '5'],
];

/** The ways of all errors of a script on a plain run, or of its recording: one line each. */
async function ways(script: string, how: 'run' | 'record' = 'record'): Promise<string[]> {
  let clock = 0;
  const engine = new Sandbox({
    clock: () => (clock += 7),
    stopwatch: () => clock,
    seed: 9,
    newId: () => `r${++clock}`,
  });
  const recording = await engine[how](request(script, { data: 'fresh', given: GIVEN }));
  return propagations(recording).map(({ stations, end }) => [...stations.map(text), end].join(' > '));
}

function text(station: Station): string {
  switch (station.kind) {
    case 'sends':
      return `${station.call.line}: ${station.call.command.join(' ')}`;
    case 'replies':
      return `-${station.text.split(' ')[0]}`;
    case 'compiles':
      return `compiler ${station.line}: ${station.text}`;
    case 'raises':
      return `${station.by} ${station.line}${station.value === undefined ? '' : ` ${station.value}`}`;
    case 'unwinds':
      return `unwinds ${station.frames.map(({ functionName, line }) => `${functionName}:${line}`).join(' ')}`;
    case 'caught':
      return `${station.by} ${station.line} in ${station.functionName ?? '?'} gets ${station.value ?? '?'}`;
    case 'client':
      return `(${station.before})…(${station.after.replace(/[0-9a-f]{40}/, 'SHA')})`;
    default:
      return station.kind;
  }
}

const AFTER = ' script: SHA, on @user_script:';

it.each([
  [
    'redis.call, through a function',
    "local function incr(k)\n  return 1 + redis.call('INCR', k)\nend\nlocal a = incr('n')\nlocal b = incr('s')\nreturn b",
    [`2: INCR s > -ERR > redis.call 2 > unwinds incr:2 main:5 > ()…(${AFTER}2.) > client`],
  ],
  [
    'redis.pcall',
    "local r = redis.pcall('INCR', 's')\nreturn 1",
    ['1: INCR s > -ERR > redis.pcall 1 in main gets table > caught'],
  ],
  [
    'redis.pcall whose result is returned',
    "return redis.pcall('INCR', 's')",
    ['1: INCR s > -ERR > redis.pcall 1 in main gets table > returned > ()…() > client'],
  ],
  [
    'pcall(redis.call)',
    "local ok, e = pcall(redis.call, 'INCR', 's')\nreturn e",
    ['1: INCR s > -ERR > redis.call 1 > pcall 1 in main gets string > caught'],
  ],
  [
    'pcall around functions',
    "local function inner()\n  redis.call('INCR', 's')\nend\nlocal function outer()\n  inner()\nend\nlocal ok = pcall(outer)",
    ['2: INCR s > -ERR > redis.call 2 > unwinds inner:2 outer:5 > pcall 7 in main gets string > caught'],
  ],
  [
    'xpcall',
    "xpcall(function()\n  redis.call('INCR', 's')\nend, function(e)\n  return {e}\nend)",
    ['2: INCR s > -ERR > redis.call 2 > unwinds function:1:2 > xpcall 1 in main gets table > caught'],
  ],
  [
    'xpcall of an error of Lua itself, of which its handler makes another',
    "local function work(x)\n  return x + 1\nend\nlocal function other(e)\n  local told = 'other'\n  return told\nend\nlocal ok, e = xpcall(work, other)",
    ['runtime 2 > unwinds work:2 > xpcall 8 in main gets string > caught'],
  ],
  [
    'error with a string',
    "local function check()\n  error('bad')\nend\ncheck()",
    [`error 2 string > unwinds check:2 main:4 > (ERR )…(${AFTER}2.) > client`],
  ],
  ['error with a table', "error({err = 'MYERR no'})", [`error 1 table > unwinds main:1 > ()…(${AFTER}1.) > client`]],
  [
    'error with a table that is caught',
    "local ok, e = pcall(error, {err = 'E'})",
    ['error 1 table > pcall 1 in main gets string > caught'],
  ],
  [
    'error with a table without err that is caught',
    'local ok, e = pcall(error, {code = 7})',
    ['error 1 table > pcall 1 in main gets table > caught'],
  ],
  ['error with a table without err', 'error({code = 1})', ['error 1 table > unwinds main:1 > crash > crash']],
  [
    'an error of Lua itself',
    'local function f(t)\n  local x = t.y.z\nend\nf({})',
    [`runtime 2 > unwinds f:2 main:4 > (ERR )…(${AFTER}2.) > client`],
  ],
  [
    'an error of Lua that is caught',
    'local function f()\n  return nil + 1\nend\nlocal ok = pcall(f)',
    ['runtime 2 > unwinds f:2 > pcall 4 in main gets string > caught'],
  ],
  [
    'a script that does not compile',
    'return (1',
    [
      "compiler 1: user_script:1: ')' expected near '<eof>' > (ERR Error compiling script (new function): )…() > client",
    ],
  ],
  ['a returned error_reply', "return redis.error_reply('MINE')", ['()…() > client']],
  [
    'caught and raised again',
    "local ok, e = pcall(redis.call, 'INCR', 's')\nerror(e, 0)",
    [
      '1: INCR s > -ERR > redis.call 1 > pcall 1 in main gets string > caught',
      `error 2 string > unwinds main:2 > (ERR )…(${AFTER}2.) > client`,
    ],
  ],
  [
    'through coroutines',
    "local co = coroutine.create(function()\n  redis.call('INCR', 's')\nend)\nlocal ok, e = coroutine.resume(co)\nlocal wrapped = coroutine.wrap(function() error('w') end)\nwrapped()",
    [
      '2: INCR s > -ERR > redis.call 2 > unwinds function:1:2 > coroutine.resume 4 in main gets table > caught',
      `error 5 string > unwinds function:5:5 main:6 > (ERR user_script:6: )…(${AFTER}6.) > client`,
    ],
  ],
])('%s', async (_, script, expected) => {
  expect(await ways(script)).toEqual(expected);
});

it('knows the functions that a failed call ended without steps, those of a Lua error not', async () => {
  expect(await ways("local function f() redis.call('INCR', 's') end\nf()", 'run')).toEqual([
    `1: INCR s > -ERR > redis.call 1 > unwinds f:1 main:2 > ()…(${AFTER}1.) > client`,
  ]);
  expect(await ways('local x = nil + 1', 'run')).toEqual([`runtime 1 > (ERR )…(${AFTER}1.) > client`]);
});

it.each([
  [`WRONGTYPE Operation against a key script: ${'a'.repeat(40)}, on @user_script:2.`, `()…(${AFTER}2.)`],
  [
    `ERR Error running script (call to f_${'a'.repeat(40)}): @user_script:1: WRONGTYPE no`,
    `(ERR Error running script (call to f_SHA): @user_script:1: )…()`,
  ],
  ['MINE own', '()…()'],
])('of a plain run on live only the reply is known, and what Redis put around it: %s', (reply, told) => {
  const [way] = propagations({
    errors: [],
    calls: [],
    outcome: { kind: 'error', compile: false },
    reply: { type: 'error', text: reply },
  });
  expect(way?.stations.map(text).map((line) => line.replace(/[0-9a-f]{40}/, 'SHA'))).toEqual([told]);
});
