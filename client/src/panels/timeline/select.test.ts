import { integer } from '@luascope/shared/resp';
import { expect, it } from 'vitest';
import { bar, filterRows, timelineRows, type TimelineRow, timeOf } from './select.js';

const call = (ordinal: number, ...command: string[]) => ({
  ordinal,
  line: ordinal + 1,
  functionName: 'main',
  via: 'call' as const,
  command,
  reply: integer(1),
  at: ordinal * 10,
  took: 5,
  effect: 'write' as const,
});
const log = (ordinal: number, afterCalls: number, message: string) => ({
  ordinal,
  line: 1,
  level: 'notice' as const,
  message,
  at: 0,
  afterCalls,
});
const text = (row: TimelineRow): string =>
  row.kind === 'call'
    ? row.call.command.join(' ')
    : row.kind === 'log'
      ? row.log.message
      : row.kind === 'gap'
        ? `gap ${row.calls}`
        : row.kind;

it('puts logs between the calls they happened between', () => {
  const rows = timelineRows({
    calls: [call(0, 'HINCRBY', 'a'), call(1, 'DEL', 'b')],
    logs: [log(0, 0, 'begin'), log(1, 1, 'paid'), log(2, 2, 'done')],
  });
  expect(rows.map(text)).toEqual(['invocation', 'begin', 'HINCRBY a', 'paid', 'DEL b', 'done', 'end']);
});

it('says how many calls were not kept, where they are missing', () => {
  const rows = timelineRows({ calls: [call(0, 'A'), call(1, 'B'), call(19_000, 'C')], logs: [] });
  expect(rows.map(text)).toEqual(['invocation', 'A', 'B', 'gap 18998', 'C', 'end']);
});

it('finds rows by words of the command, the message or the function', () => {
  const rows = timelineRows({
    calls: [call(0, 'SET', '\xe7\x94\xa8\xe6\x88\xb7:1'), call(1, 'GET', 'x')],
    logs: [log(0, 1, 'Paid')],
  });
  expect(filterRows(rows, '用户').map(text)).toEqual(['SET \xe7\x94\xa8\xe6\x88\xb7:1']);
  expect(filterRows(rows, 'paid').map(text)).toEqual(['Paid']);
  expect(filterRows(rows, 'main').map(text)).toEqual(['SET \xe7\x94\xa8\xe6\x88\xb7:1', 'GET x']);
  expect(filterRows(rows, ' ')).toBe(rows);
});

it('draws a call where it was within the run, and never outside', () => {
  expect(bar({ at: 50, took: 25 }, 100)).toEqual({ left: 50, width: 25 });
  expect(bar({ at: 99, took: 25 }, 100)).toEqual({ left: 99, width: 1 });
  expect(bar({ at: 0, took: 0 }, 0)).toEqual({ left: 0, width: 0 });
});

it('tells what was, what runs next and what is to come', () => {
  expect([timeOf(1, 2), timeOf(2, 2), timeOf(3, 2), timeOf(2, undefined)]).toEqual([
    'past',
    'now',
    'future',
    undefined,
  ]);
});
