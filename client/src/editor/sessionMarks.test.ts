import { expect, it } from 'vitest';
import { statementLines } from './sessionMarks.js';

it('finds the lines on which something would run', () => {
  const script = ['local a', 'do', '  local b = 1', 'end', 'if a then', '  a = 2', 'end', '-- nothing', 'return a'];
  expect([...statementLines(script.join('\n'))]).toEqual([3, 5, 6, 9]);
});

it('finds none in a script that does not compile', () => {
  expect(statementLines('return return').size).toBe(0);
});
