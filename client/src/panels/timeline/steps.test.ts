import { Statements } from '@luascope/shared/analysis';
import type { Frame, LuaView } from '@luascope/shared/debug';
import { expect, it } from 'vitest';
import type { SteppedRecording } from '../../state/session.js';
import { callOf, stepsOf } from '../../testing/recordings.js';
import { effectOf, listedSteps, rowOf, sourceOf, stepFacts, type StepEffect } from './steps.js';

const SCRIPT = `local paid = 0
local function credit(key, n) redis.call('INCR', key) return n end
for i = 1, 2 do
  paid = paid + credit('k', i)
end
redis.call('LPUSH', 'k', 'x')`;

const recording = {
  steps: stepsOf('1 2 3 4 >2:31 >2:55 3 6', { 4: 3 }),
  calls: [callOf(4, 'INCR k'), callOf(7, 'LPUSH k x -> !WRONGTYPE no')],
  errors: [{ kind: 'raised', step: 7, line: 6, message: 'WRONGTYPE no', by: 'redis.call' }],
} as unknown as SteppedRecording;
const facts = stepFacts(recording, new Statements(SCRIPT));

const number = (text: string): LuaView => ({ type: 'number', text });
/** `*` after a name marks what the step before changed. */
const frame = (functionName: string, at: string, locals: Readonly<Record<string, LuaView>>): Frame => ({
  functionName,
  line: Number(at.split(':')[0]),
  column: Number(at.split(':')[1]),
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
const text = (effect: StepEffect): string => {
  switch (effect.kind) {
    case 'call':
      return `${effect.calls} ${effect.call.command.join(' ')} ${effect.call.reply.type}`;
    case 'error':
      return effect.message;
    case 'return':
      return `return ${effect.value ?? '?'}`;
    case 'none':
      return '';
    default:
      return `${effect.kind} ${effect.text}`;
  }
};
const effect = (step: number, here?: Frame[], after?: Frame[]) => text(effectOf(facts, step, { here, after }));

it('shows what each step runs, without the block inside it', () => {
  expect([0, 1, 2, 4, 5].map((step) => sourceOf(facts, step))).toEqual([
    'local paid = 0',
    'local function credit(key, n)',
    'for i = 1, 2 do',
    "redis.call('INCR', key)",
    'return n',
  ]);
});

it('tells what a step did: a call, an entry, a return, a value, an error', () => {
  const main = frame('main', '4:3', { paid: number('0'), i: number('1') });
  const credit = frame('credit', '2:31', { key: { type: 'string', value: 'k', length: 1 }, n: number('1') });
  expect(effect(3, [main], [credit, main])).toBe('enter credit("k", 1)');
  expect(effect(4, [credit, main], [credit, main])).toBe('1 INCR k integer');
  expect(effect(5, [credit, main], [main])).toBe('return 1');
  expect(effect(0, [frame('main', '1:1', {})], [frame('main', '2:1', { 'paid*': number('0') })])).toBe('set paid = 0');
  expect(effect(7)).toBe('1 LPUSH k x error');
});

it('says what it can while frames are not known', () => {
  expect([effect(0), effect(3), effect(5)]).toEqual(['', 'enter credit(…)', 'return ?']);
});

it('lists all steps or one for each visit of a line, and finds them by source, function and line', () => {
  const listed = (by: 'statements' | 'lines', words = '') => [...listedSteps(facts, by, words)];
  expect(listed('statements')).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(listed('lines')).toEqual([0, 1, 2, 3, 4, 6, 7]);
  expect(listed('statements', 'incr')).toEqual([4]);
  expect(listed('statements', 'CREDIT')).toEqual([1, 3, 4, 5]);
});

it('finds the row of a step among those that are listed', () => {
  const listed = Uint32Array.from([2, 5, 9]);
  expect([1, 2, 4, 5, 100].map((step) => rowOf(listed, step))).toEqual([-1, 0, 0, 1, 2]);
});
