import type { Call, ErrorEvent } from '@luascope/shared/debug';
import { error, integer } from '@luascope/shared/resp';
import { expect, it } from 'vitest';
import { journeys, writesThatStay } from './select.js';

const WRONGTYPE = error('WRONGTYPE Operation against a key holding the wrong kind of value');
const call = (
  ordinal: number,
  via: Call['via'],
  command: string[],
  reply: Call['reply'],
  effect: Call['effect'] = 'write',
): Call => ({
  ordinal,
  line: ordinal + 1,
  functionName: 'main',
  via,
  command,
  reply,
  at: 0,
  took: 1,
  effect,
});
const raised: ErrorEvent = { kind: 'raised', line: 2, message: WRONGTYPE.text, by: 'redis.call', call: 1 };
const calls = [call(0, 'call', ['INCR', 'a'], integer(1)), call(1, 'call', ['INCR', 'h'], WRONGTYPE)];
const kinds = (recording: Parameters<typeof journeys>[0]) =>
  journeys(recording).map(({ stations, reachedClient }) => [stations.map(({ kind }) => kind).join(' '), reachedClient]);

it('follows an error of redis.call to the client', () => {
  const reply = error(`${WRONGTYPE.text} script: 8727c9c3, on @user_script:2.`);
  expect(kinds({ errors: [raised], calls, reply })).toEqual([['sends replies raises client', true]]);
});

it('reads the server’s own catch as the way to the client', () => {
  const host: ErrorEvent = { kind: 'caught', line: 2, message: WRONGTYPE.text, by: 'host' };
  expect(kinds({ errors: [raised, host], calls, reply: WRONGTYPE })).toEqual([['sends replies raises client', true]]);
  expect(kinds({ errors: [host], calls: [], reply: WRONGTYPE })).toEqual([['raises client', true]]);
});

it('ends at the pcall that caught it', () => {
  const caught: ErrorEvent = { kind: 'caught', line: 1, message: WRONGTYPE.text, by: 'pcall' };
  expect(kinds({ errors: [raised, caught], calls, reply: integer(0) })).toEqual([
    ['sends replies raises caught', false],
  ]);
});

it('ends at redis.pcall, which raises nothing', () => {
  const caught: ErrorEvent = { kind: 'caught', line: 2, message: WRONGTYPE.text, by: 'redis.pcall', call: 1 };
  expect(kinds({ errors: [caught], calls, reply: integer(0) })).toEqual([['sends replies caught', false]]);
});

it('knows only the client where the engine saw nothing else', () => {
  expect(kinds({ errors: [], calls: [], reply: WRONGTYPE })).toEqual([['client', true]]);
});

it('lists the writes that stay, only after an error', () => {
  expect(
    writesThatStay({ calls, outcome: { kind: 'error', compile: false } }).map(({ command }) => command[1]),
  ).toEqual(['a']);
  expect(writesThatStay({ calls, outcome: { kind: 'finished' } })).toEqual([]);
});
