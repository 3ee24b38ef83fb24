import type { Frame, LuaView } from '@luascope/shared/debug';
import { expect, it } from 'vitest';
import { inlineValues, valueText, variableRows } from './select.js';

const number = (text: string): LuaView => ({ type: 'number', text });
const string = (value: string): LuaView => ({ type: 'string', value, length: value.length });
const list: LuaView = { type: 'table', id: 3, length: 1, entries: [[number('1'), number('70')]] };

const frame = (functionName: string, locals: Readonly<Record<string, LuaView>>): Frame => ({
  functionName,
  line: 2,
  column: 1,
  scopes: [
    {
      kind: 'locals',
      variables: Object.entries(locals).map(([name, value]) => ({ name, value, changed: name === 'n' })),
    },
  ],
});

it.each<[LuaView, string]>([
  [number('1234567'), '1234567'],
  [string('a\x00'), '"a\\x00"'],
  [list, '{70}'],
  [{ type: 'table', id: 3, length: 1 }, 'table #3'],
  [{ type: 'table', id: 4, length: 0, entries: [[string('ok'), list]] }, '{ok = {…}}'],
  [{ type: 'nil' }, 'nil'],
])('%j reads %s', (value, text) => {
  expect(valueText(value)).toBe(text);
});

it('lists the chosen frame and its callers; a table opens to its items', () => {
  const frames = [frame('credit', { n: number('20') }), frame('main', { out: list })];
  const rows = variableRows(frames, 0, new Set(['1/locals/out']));
  expect(rows.map((row) => (row.kind === 'value' ? `${row.depth} ${row.name}` : row.id))).toEqual([
    '2/locals',
    '1 n',
    '1/locals',
    '1 out',
    '2 [1]',
  ]);
  expect(variableRows(frames, 1, new Set())).toHaveLength(2);
});

it('stands beside the line that gave the value', () => {
  const lines = ['local n = 1 -- x = 2', 'n = n + 1', 'return n'];
  expect(inlineValues(lines, 3, frame('main', { n: number('2') }))).toEqual([
    { line: 2, text: 'n = 2', changed: true },
  ]);
  expect(inlineValues(lines, 1, frame('main', { n: number('1') }))[0]?.line).toBe(1);
});
