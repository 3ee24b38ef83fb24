import { describe, expect, it } from 'vitest';
import { textRow } from '../../state/script.js';
import { appendRow, pasteLines } from './rows.js';

const texts = (rows: readonly { readonly text: string }[] | undefined) => rows?.map(({ text }) => text);

describe('pasteLines', () => {
  const rows = [textRow('first'), textRow('ab'), textRow('last')];

  it('makes a row of each line, around what stands at the caret', () => {
    expect(texts(pasteLines(rows, rows[1]!.id, 'X\nY\nZ', { start: 1, end: 1 }))).toEqual([
      'first',
      'aX',
      'Y',
      'Zb',
      'last',
    ]);
    expect(texts(pasteLines(rows, rows[1]!.id, 'X\r\nY', { start: 0, end: 2 }))).toEqual(['first', 'X', 'Y', 'last']);
  });

  it('adds rows when it goes into the ghost', () => {
    expect(texts(pasteLines(rows, 'new', '1\n2\n', { start: 0, end: 0 }))).toEqual(['first', 'ab', 'last', '1', '2']);
  });

  it('keeps an empty line between others as an empty value', () => {
    expect(texts(pasteLines([], 'new', 'a\n\nb', { start: 0, end: 0 }))).toEqual(['a', '', 'b']);
  });

  it('leaves one line to the field', () => {
    expect(pasteLines(rows, rows[0]!.id, 'one', { start: 0, end: 0 })).toBeUndefined();
    expect(pasteLines(rows, rows[0]!.id, 'one\n', { start: 0, end: 0 })).toBeUndefined();
  });
});

it('appendRow keeps the id under which a value was typed', () => {
  expect(appendRow([], 'typed', 'x')).toEqual([{ id: 'typed', text: 'x', bytes: false }]);
});
