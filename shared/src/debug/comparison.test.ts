import { describe, expect, it } from 'vitest';
import { array, integer } from '../resp/index.js';
import { request } from '../../test/engine-suite.js';
import { alignCalls, consequenceOf, statementsOf, switchableCalls, switched, type Consequence } from './comparison.js';
import type { Call, Recording } from './recording.js';
import { Sandbox } from './sandbox/sandbox.js';

const GIVEN = [
  ['SET', 's', 'text'],
  ['SET', 'n', '5'],
  ['RPUSH', 'l', 'a'],
  ['HSET', 'h', 'points', '40'],
];

async function record(script: string): Promise<Recording & { readonly steps: NonNullable<Recording['steps']> }> {
  let clock = 0;
  const engine = new Sandbox({
    clock: () => (clock += 7),
    stopwatch: () => clock,
    seed: 9,
    newId: () => `r${++clock}`,
  });
  const recording = await engine.record(request(script, { data: 'fresh', given: GIVEN, keys: ['h', 's', 'n', 'l'] }));
  return { ...recording, steps: recording.steps! };
}

/** For instance `error line 2, 1 stays, 2 never sent, first failure 2, r of 2 used 3`. */
function text({ outcome, stoppedAt, writesStay, neverSent, firstFailure, unchecked }: Consequence): string {
  return [
    stoppedAt === undefined ? outcome : `${outcome} line ${stoppedAt}`,
    `${writesStay} stay`,
    ...(neverSent ? [`${neverSent} never sent`] : []),
    ...(firstFailure ? [`first failure ${firstFailure.line}`] : []),
    ...unchecked.map(
      ({ name = 'result', line, how, usedAt }) => `${name} of ${line} ${how}${usedAt ? ` ${usedAt}` : ''}`,
    ),
  ].join(', ');
}

async function both(script: string): Promise<readonly [string, string]> {
  const to = switchableCalls(script).some(({ via }) => via === 'call') ? 'pcall' : 'call';
  const [one, other] = [await record(script), await record(switched(script, to)!)];
  return [text(consequenceOf(one, other)), text(consequenceOf(other, one))];
}

describe('the consequence of a script, and of the same with its calls turned', () => {
  it.each([
    ["redis.call('SET', 'a', 1)", 'finished, 1 stay', 'finished, 1 stay'],
    [
      "redis.call('INCR', 's')",
      'error line 1, 0 stay, first failure 1',
      'finished, 0 stay, first failure 1, result of 1 dropped',
    ],
    [
      "redis.call('SET', 'a', 1)\nredis.call('INCR', 's')\nredis.call('SET', 'b', 2)\nredis.call('GET', 'b')",
      'error line 2, 1 stay, 2 never sent, first failure 2',
      'finished, 2 stay, first failure 2, result of 2 dropped',
    ],
    [
      "local v = redis.call('INCR', 's')\nredis.call('RPUSH', 'l', tostring(v))",
      'error line 1, 0 stay, 1 never sent, first failure 1',
      'finished, 1 stay, first failure 1, v of 1 passed 2',
    ],
    [
      "local v = redis.call('INCR', 's')\nreturn v + 1",
      'error line 1, 0 stay, first failure 1',
      'error line 2, 0 stay, first failure 1, v of 1 used 2',
    ],
    [
      "local v = redis.call('INCR', 's')\nif v then redis.call('SET', 'done', 1) end",
      'error line 1, 0 stay, 1 never sent, first failure 1',
      'finished, 1 stay, first failure 1, v of 1 used 2',
    ],
    [
      "local v = redis.call('INCR', 's')\nif v.err then return v end\nredis.call('SET', 'b', 1)",
      'error line 1, 0 stay, first failure 1',
      'returned, 0 stay, first failure 1',
    ],
    [
      "local r = redis.pcall('INCR', 's')\nredis.call('SET', 'b', 1)",
      'finished, 1 stay, first failure 1, r of 1 dropped',
      'finished, 1 stay, first failure 1, r of 1 dropped',
    ],
    [
      "local r = redis.pcall('INCR', 's')\nredis.pcall('SET', 'b', 1)\nreturn r",
      'returned, 1 stay, first failure 1, r of 1 passed 3',
      'error line 1, 0 stay, 1 never sent, first failure 1',
    ],
    [
      "for i = 1, 3 do redis.call('LPUSH', 'l', i) end\nredis.call('HINCRBY', 's', 'f', 1)\nredis.call('DEL', 'l')",
      'error line 2, 3 stay, 1 never sent, first failure 2',
      'finished, 4 stay, first failure 2, result of 2 dropped',
    ],
    [
      "for _, k in ipairs(KEYS) do\n  local v = redis.call('INCR', k)\n  redis.call('SET', 'last', k)\nend",
      'error line 2, 0 stay, 7 never sent, first failure 2',
      'finished, 5 stay, first failure 2, v of 2 dropped',
    ],
    [
      "local function credit(k)\n  local now = redis.call('HINCRBY', k, 'points', 1)\n  return now\nend\nreturn {credit('h'), credit('s'), credit('h')}",
      'error line 2, 1 stay, 1 never sent, first failure 2',
      'finished, 2 stay, first failure 2, now of 2 passed 3',
    ],
    [
      "local ok = pcall(function() redis.call('INCR', 's') end)\nredis.call('SET', 'b', tostring(ok))",
      'finished, 1 stay, 1 never sent, first failure 1',
      'finished, 1 stay, 1 never sent, first failure 1, result of 1 dropped',
    ],
    [
      "redis.call('SET', 'a', 1) error('stop')",
      'error line 1, 1 stay, first failure 1',
      'error line 1, 1 stay, first failure 1',
    ],
    [
      "redis.call('SET', 'a', 1)\nlocal x = nil + 1",
      'error line 2, 1 stay, first failure 2',
      'error line 2, 1 stay, first failure 2',
    ],
    [
      "local r = {redis.call('GET', 'l'), redis.call('GET', 'n')}\nreturn r",
      'error line 1, 0 stay, 1 never sent, first failure 1',
      'finished, 0 stay, first failure 1, result of 1 passed 1',
    ],
    [
      "redis.call('SET', 'x', 1) redis.call('LPUSH', 'x', 1) redis.call('DEL', 'x')",
      'error line 1, 1 stay, 1 never sent, first failure 1',
      'finished, 2 stay, first failure 1, result of 1 dropped',
    ],
    [
      "local t = redis.call('TYPE', 's').ok\nif t == 'string' then redis.call('APPEND', 's', '!') else redis.call('DEL', 's') end",
      'finished, 1 stay',
      'finished, 1 stay',
    ],
    [
      "redis.call('NOSUCH')\nredis.call('SET', 'a', 1)",
      'error line 1, 0 stay, 1 never sent, first failure 1',
      'finished, 1 stay, first failure 1, result of 1 dropped',
    ],
    [
      "local p = redis.pcall\nlocal a = p('INCR', 's')\nlocal b = p('INCR', 'n')\nreturn a .. b",
      'error line 4, 1 stay, first failure 2, a of 2 used 4',
      'error line 2, 0 stay, 1 never sent, first failure 2',
    ],
  ])('%s', async (script, asIs, turned) => {
    expect(await both(script)).toEqual([asIs, turned]);
  });
});

it('turns one call alone', () => {
  const script = "redis.call('SET', 'a', 1) redis.call('INCR', 's')";
  const [, second] = switchableCalls(script);
  expect(second).toEqual({ line: 1, via: 'call', at: 26, command: 'INCR' });
  expect(switched(script, 'pcall', second!.at)).toBe("redis.call('SET', 'a', 1) redis.pcall('INCR', 's')");
  expect(switched(script, 'call')).toBeUndefined();
  expect(switched('return (', 'pcall')).toBeUndefined();
});

/** Each word is a call: its line, then what it sends. */
const calls = (line: string): Call[] =>
  line.split(' ').map((word, ordinal) => ({
    ordinal,
    line: Number(word[0]),
    functionName: 'main',
    via: 'call',
    command: [word.slice(1)],
    reply: array([integer(ordinal)]),
    at: 0,
    took: 0,
    effect: 'read',
  }));

it.each([
  ['1a 2b', '1a 2b', '1a=1a 2b=2b'],
  ['1a', '1a 2b 3c', '1a=1a -=2b -=3c'],
  ['1a 2x 3c', '1a 3c 4d', '1a=1a 2x=- 3c=3c -=4d'],
  ['1a 1b 1a', '1b 1a', '1a=- 1b=1b 1a=1a'],
])('aligns the calls %s and %s', (left, right, expected) => {
  const name = (call: Call | undefined): string => (call ? `${call.line}${call.command[0]}` : '-');
  const rows = alignCalls(calls(left), calls(right)).map((row) => `${name(row.left)}=${name(row.right)}`);
  expect(rows.join(' ')).toBe(expected);
});

it('tells of every statement whether it ran, wrote and failed', async () => {
  const run = await record(
    "redis.call('SET', 'a', 1) local x = 1\nif x == 2 then\n  x = 3\nend\nredis.call('INCR', 's')\nreturn x",
  );
  const words = statementsOf(run).map(
    ({ line, column, alone, ran, did }) => `${line}${alone ? '' : `:${column}`} ${ran ? (did ?? 'ran') : 'not'}`,
  );
  expect(words).toEqual(['1:1 wrote', '1:27 ran', '2 ran', '3 not', '5 failed', '6 not']);
});
