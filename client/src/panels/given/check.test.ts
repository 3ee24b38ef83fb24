import { expect, it } from 'vitest';
import { checkGiven, piecesOf } from './check.js';

it.each([
  ['SET a 1\n\n# a remark\nHSET h f v', []],
  ['SET a "b', [{ kind: 'quote', line: 1 }]],
  ['SET a 1\nSTE b 2', [{ kind: 'unknown', line: 2, command: 'STE' }]],
  ['GET', [{ kind: 'arity', line: 1, command: 'GET' }]],
  ['CONFIG NOSUCH x', [{ kind: 'unknown', line: 1, command: 'CONFIG NOSUCH' }]],
  ['config get', [{ kind: 'arity', line: 1, command: 'CONFIG GET' }]],
])('%j', (text, problems) => {
  expect(checkGiven(text)).toEqual(problems);
});

it('piecesOf tells the command from the rest', () => {
  expect(piecesOf('  SET a 1')).toEqual({ before: '  ', command: 'SET', rest: ' a 1' });
  expect(piecesOf('# SET a')).toEqual({ before: '', command: '# SET a', rest: '' });
  expect(piecesOf('')).toEqual({ before: '', command: '', rest: '' });
});
