import { Statements } from '@luascope/shared/analysis';
import type { Frame, LuaView, Scope } from '@luascope/shared/debug';
import { expect, it } from 'vitest';
import { stackRows } from './select.js';

const statements = new Statements(`local function credit(key, n, ...)
  return key
end
local co = coroutine.wrap(function() credit('k', 1, 'x') end)
co()`);

const number = (text: string): LuaView => ({ type: 'number', text });
const string = (value: string): LuaView => ({ type: 'string', value, length: value.length });
const scope = (kind: Scope['kind'], variables: Readonly<Record<string, LuaView>>): Scope => ({
  kind,
  variables: Object.entries(variables).map(([name, value]) => ({ name, value, changed: false })),
});
const frame = (functionName: string, at: string, ...scopes: Scope[]): Frame => {
  const [line, column] = at.split(':').map(Number);
  return { functionName, line: line!, column: column!, scopes };
};

it('shows each function with what its parameters hold, varargs included, and where a coroutine begins', () => {
  const frames: Frame[] = [
    {
      ...frame(
        'credit',
        '2:3',
        scope('locals', { key: string('k'), n: number('2') }),
        scope('varargs', { 1: string('x') }),
      ),
      coroutine: true,
    },
    { ...frame('function:4', '4:38', scope('locals', {})), coroutine: true },
    frame('main', '5:1', scope('locals', { co: { type: 'function', id: 1 } })),
  ];
  const rows = stackRows(frames, statements).rows.map(
    ({ id, name, values, line, resumed }) => `${id} ${name}${values ?? ''} line ${line}${resumed ? ' resumed' : ''}`,
  );
  expect(rows).toEqual(['3 credit("k", 2, "x") line 2', '2 function:4() line 4 resumed', '1 main line 5']);
});

it('leaves out the middle of a deep recursion', () => {
  const frames = Array.from({ length: 500 }, () => frame('credit', '2:3', scope('locals', {})));
  const { rows, hidden } = stackRows(frames, statements);
  expect(hidden).toBe(380);
  expect([rows.length, rows[99]!.id, rows[100]!.id, rows.at(-1)!.id]).toEqual([120, 401, 20, 1]);
  expect(rows[100]!.frame).toBe(480);
});
