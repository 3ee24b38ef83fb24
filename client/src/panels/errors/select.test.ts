import type { Call, Compared, ErrorEvent } from '@luascope/shared/debug';
import { error, integer } from '@luascope/shared/resp';
import { expect, it } from 'vitest';
import { compareRuns, writesThatStay } from './select.js';

const WRONGTYPE = error('WRONGTYPE Operation against a key holding the wrong kind of value');

/** Each line is a call: `line via effect command -> reply`; a reply is `!` for an error, else an integer. */
function calls(...lines: readonly string[]): Call[] {
  return lines.map((text, ordinal) => {
    const [, line, via, effect, command, reply] = /^(\d+) (p?call) (\w+) (.+) -> (\S+)$/.exec(text)!;
    return {
      ordinal,
      line: Number(line),
      functionName: 'main',
      via: via as Call['via'],
      command: command!.split(' '),
      reply: reply === '!' ? WRONGTYPE : integer(Number(reply)),
      at: 0,
      took: 1,
      effect: effect as Call['effect'],
      step: ordinal,
    };
  });
}

const SCRIPT = "redis.call('INCR', 'a')\nredis.call('GET', 'a')\nredis.call('INCR', 'h')\nredis.call('DEL', 'a')";

function eventsOf({ reply, via, line, ordinal }: Call): ErrorEvent[] {
  if (reply.type !== 'error') return [];
  const event = { line, message: reply.text, step: ordinal };
  if (via === 'pcall') return [{ ...event, kind: 'caught', by: 'redis.pcall', call: ordinal }];
  return [
    { ...event, kind: 'raised', by: 'redis.call', call: ordinal },
    { ...event, kind: 'caught', by: 'host' },
  ];
}

function run(script: string, sent: readonly Call[], failed?: number): Compared {
  return {
    request: { mode: 'EVAL', script, keys: [], args: [], given: [], data: 'keep', resp: 2, db: 0 },
    calls: sent,
    outcome: failed === undefined ? { kind: 'finished' } : { kind: 'error', line: failed, compile: false },
    reply: failed === undefined ? integer(0) : WRONGTYPE,
    errors: sent.flatMap(eventsOf),
    steps: {
      line: Uint32Array.from(sent, ({ line }) => line),
      column: Uint16Array.from(sent, () => 1),
      depth: new Uint16Array(sent.length),
      functionId: new Uint16Array(sent.length),
      functions: ['main'],
    },
    totals: { calls: sent.length, writes: 0, reads: 0, errors: 0, logs: 0 },
    detail: { calls: 'known', logs: 'known', changes: 'known', conversions: 'known', steps: 'known' },
  };
}

const stopped = run(SCRIPT, calls('1 call write INCR a -> 1', '2 call read GET a -> 1', '3 call write INCR h -> !'), 3);
const went = run(
  SCRIPT.replaceAll('redis.call', 'redis.pcall'),
  calls(
    '1 pcall write INCR a -> 1',
    '2 pcall read GET a -> 1',
    '3 pcall write INCR h -> !',
    '4 pcall write DEL a -> 1',
  ),
);

it('shows writes and failures of both runs in one order', () => {
  const { rows } = compareRuns(stopped, went);
  expect(
    rows.map(({ command, line, left, right }) => `${line} ${command.join(' ')}: ${left.fate} / ${right.fate}`),
  ).toEqual(['1 INCR a: stays / stays', '3 INCR h: raised / returned', '4 DEL a: never / stays']);
});

it('tells of each side what it led to, from its own recording', () => {
  const { left, right } = compareRuns(stopped, went);
  expect(left.consequence).toEqual({
    outcome: 'error',
    stoppedAt: 3,
    writesStay: 1,
    neverSent: 1,
    failures: 1,
    firstFailure: { line: 3, step: 2 },
    unchecked: [],
  });
  expect(right.consequence).toMatchObject({ outcome: 'finished', writesStay: 2, neverSent: 0 });
  expect(right.consequence.unchecked).toEqual([{ line: 3, how: 'dropped' }]);
  const ran = left.statements.map(({ line, ran: did, did: what }) => `${line} ${did ? (what ?? 'ran') : 'not'}`);
  expect(ran).toEqual(['1 wrote', '2 ran', '3 failed', '4 not']);
});

it('lists the writes that stay, only after an error', () => {
  expect(writesThatStay(stopped).map(({ command }) => command[1])).toEqual(['a']);
  expect(writesThatStay(went)).toEqual([]);
});
