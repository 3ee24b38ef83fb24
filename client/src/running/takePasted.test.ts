import { beforeEach, describe, expect, it } from 'vitest';
import '../testing/words.js';
import { editScript, scriptList, selectedScript } from '../state/scripts.js';
import { app } from '../state/store.js';
import { rowOf, takePasted } from './takePasted.js';

const initial = app.getInitialState();
beforeEach(() => app.setState(initial, true));
const selected = () => selectedScript(app.getState());
const values = (rows: readonly { text: string; bytes: boolean }[]) =>
  rows.map(({ text, bytes }) => (bytes ? `b:${text}` : text));

describe('takePasted', () => {
  it('fills an empty tab', () => {
    expect(takePasted('EVAL "return {KEYS[1],ARGV[1]}" 1 用户 "\\x00\\xff"')).toBe(true);
    expect(selected().text).toBe('return {KEYS[1],ARGV[1]}');
    expect([values(selected().keys), values(selected().args), selected().mode]).toEqual([
      ['用户'],
      ['b:\\x00\\xff'],
      'EVAL',
    ]);
    expect(app.getState().announcement.text).toMatch(/1 in KEYS, 1 in ARGV/);
  });

  it('opens another tab beside a script', () => {
    editScript(selected().id, { text: 'return 1' });
    expect(takePasted("redis-cli -3 EVAL_RO 'return 2' 0")).toBe(true);
    expect(scriptList(app.getState().scripts).map(({ text }) => text)).toEqual(['return 1', 'return 2']);
    expect(selected()).toMatchObject({ text: 'return 2', mode: 'EVAL_RO', resp: 3 });
  });

  it('keeps the script when the line has only a SHA1 or a file', () => {
    editScript(selected().id, { text: 'return 1' });
    expect(takePasted('redis-cli --eval lock.lua lock , me')).toBe(true);
    expect(selected().text).toBe('return 1');
    expect([values(selected().keys), values(selected().args)]).toEqual([['lock'], ['me']]);
    expect(app.getState().announcement.text).toContain('lock.lua');
  });

  it('leaves everything else to the editor', () => {
    expect(takePasted('return redis.call("EVAL", "x", 0)')).toBe(false);
    expect(scriptList(app.getState().scripts)).toHaveLength(1);
  });
});

it('rowOf shows text as text and bytes with escapes', () => {
  expect(rowOf('plain')).toMatchObject({ text: 'plain', bytes: false });
  expect(rowOf('back\\slash')).toMatchObject({ text: 'back\\slash', bytes: false });
  expect(rowOf('two\nlines')).toMatchObject({ text: 'two\\nlines', bytes: true });
  expect(rowOf('\xff')).toMatchObject({ text: '\\xff', bytes: true });
});
