import { Statements } from '@luascope/shared/analysis';
import type { Frame, LuaView } from '@luascope/shared/debug';
import { describe, expect, it } from 'vitest';
import { stepsOf } from '../../testing/recordings.js';
import { inlineValues, valueText, variableRows, type VariableRow } from './select.js';

const number = (text: string): LuaView => ({ type: 'number', text });
const string = (value: string): LuaView => ({ type: 'string', value, length: value.length });
const table = (id: number, ...items: LuaView[]): LuaView => ({
  type: 'table',
  id,
  length: items.length,
  entries: items.map((item, i) => [number(String(i + 1)), item]),
});
const again = (id: number): LuaView => ({ type: 'table', id, length: 1 });
const list = table(3, number('70'));

/** `*` after a name marks what the step before changed. */
const frame = (functionName: string, locals: Readonly<Record<string, LuaView>>, line = 2): Frame => ({
  functionName,
  line,
  column: 1,
  scopes: [
    {
      kind: 'locals',
      variables: Object.entries(locals).map(([name, value]) => ({
        name: name.replace('*', ''),
        value,
        changed: name.endsWith('*'),
      })),
    },
  ],
});

/** `depth name = value (what is told of it)` */
const text = (row: VariableRow): string =>
  row.kind === 'frame'
    ? `${row.frame}${row.caller ? ' (caller)' : ''}`
    : row.kind === 'more'
      ? `${row.count} more`
      : [
          `${row.depth} ${row.name} = ${valueText(row.value)}`,
          ...(row.changed === undefined ? [] : [`(${row.changed})`]),
          ...(row.same === undefined ? [] : [`(${row.same.cycle ? 'cycle' : 'same'} ${row.same.name})`]),
        ].join(' ');

it.each<[LuaView, string]>([
  [number('1234567'), '1234567'],
  [string('a\x00'), '"a\\x00"'],
  [list, '{70}'],
  [again(3), 'table #3'],
  [{ type: 'table', id: 4, length: 0, entries: [[string('ok'), list]] }, '{ok = {…}}'],
  [{ type: 'nil' }, 'nil'],
])('%j reads %s', (value, words) => {
  expect(valueText(value)).toBe(words);
});

describe('the rows of variables', () => {
  it('are the chosen frame and its callers; a table opens to its items', () => {
    const frames = [frame('credit', { 'n*': number('20') }), frame('main', { out: list })];
    expect(variableRows(frames, 0, new Set(['1/locals/out'])).map(text)).toEqual([
      'credit',
      '1 n = 20 (changed)',
      'main (caller)',
      '1 out = {70}',
      '2 [1] = 70',
    ]);
    expect(variableRows(frames, 1, new Set()).map(text)).toEqual(['main', '1 out = {70}']);
  });

  it('tell what was set and what changed, down to the item', () => {
    const before = [frame('main', { out: table(3, number('70'), number('1')) })];
    const now = [frame('main', { 'out*': table(3, number('70'), number('2'), number('3')), 'n*': number('1') })];
    expect(variableRows(now, 0, new Set(['1/locals/out']), before).map(text)).toEqual([
      'main',
      '1 out = {70, 2, 3} (changed)',
      '2 [1] = 70',
      '2 [2] = 2 (changed)',
      '2 [3] = 3 (set)',
      '1 n = 1 (set)',
    ]);
  });

  it('tell a table that is shared, and one that holds itself', () => {
    const inner = table(5, number('1'));
    const ring = table(7, again(7));
    const frames = [frame('main', { a: table(4, inner), b: inner, ring })];
    expect(variableRows(frames, 0, new Set(['1/locals/ring', '1/locals/a'])).map(text)).toEqual([
      'main',
      '1 a = {{…}}',
      '2 [1] = {1}',
      '1 b = {1} (same a[1])',
      '1 ring = {table #7}',
      '2 [1] = table #7 (cycle ring)',
    ]);
  });
});

describe('values in the editor', () => {
  const script = [
    'local paid = 0',
    'local function credit(key, n)',
    '  local now = n + 1',
    '  return now',
    'end',
    'for i = 1, 2 do',
    '  credit("k", i)',
    '  paid = paid + i',
    'end',
  ].join('\n');
  const statements = new Statements(script);
  //                    0 1 2 3  4  5 6 7 8  9
  const steps = stepsOf('1 2 6 7 >3 >4 8 6 7 >3 >4', { 7: 3, 8: 3, 3: 3, 4: 3 });
  const inline = (step: number, ...frames: Frame[]) =>
    inlineValues(statements, steps, step, frames).map(
      ({ line, text: words, changed }) => `${line} ${words}${changed ? '*' : ''}`,
    );

  it('stand behind the statement that gave them, in every frame', () => {
    const main = frame('main', { paid: number('1'), i: number('2') }, 7);
    expect(inline(10, frame('credit', { key: string('k'), n: number('2'), 'now*': number('3') }, 4), main)).toEqual([
      '2 key = "k"',
      '2 n = 2',
      '3 now = 3*',
      '6 i = 2',
      '8 paid = 1',
    ]);
  });

  it('stand behind the declaration before anything else gave them', () => {
    expect(inline(4, frame('credit', { n: number('1') }, 3), frame('main', { paid: number('0') }, 7))).toEqual([
      '1 paid = 0',
      '2 n = 1',
    ]);
  });
});
