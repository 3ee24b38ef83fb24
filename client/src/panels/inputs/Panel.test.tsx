// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import '../../testing/words.js';
import { editScript, selectedScript } from '../../state/scripts.js';
import { app } from '../../state/store.js';
import { bytesRow, textRow } from '../../state/script.js';
import { InputsPanel } from './Panel.js';

const initial = app.getInitialState();
beforeEach(() => app.setState(initial, true));
afterEach(cleanup);

const script = () => selectedScript(app.getState());
const keys = () => script().keys.map(({ text }) => text);
const field = (id: string) => screen.getByTestId<HTMLInputElement>(id);
const withKeys = (...texts: string[]) => editScript(script().id, { keys: texts.map(textRow) });

describe('the rows of KEYS and ARGV', () => {
  it('offer one more row than there are values', () => {
    withKeys('a');
    render(<InputsPanel />);
    expect(field('keys-1').value).toBe('a');
    expect(field('keys-2').placeholder).toBe('add…');
    expect(field('argv-1').value).toBe('');
    expect(keys()).toEqual(['a']);
  });

  it('grow by typing, and the field typed into stays the same', () => {
    render(<InputsPanel />);
    const ghost = field('keys-1');
    ghost.focus();
    fireEvent.change(ghost, { target: { value: 'u' } });
    expect(field('keys-1')).toBe(ghost);
    expect(document.activeElement).toBe(ghost);
    fireEvent.change(ghost, { target: { value: 'user:1' } });
    expect(keys()).toEqual(['user:1']);
    expect(field('keys-2').value).toBe('');
  });

  it('hold an empty string as a value of its own', () => {
    withKeys('a');
    render(<InputsPanel />);
    fireEvent.change(field('keys-1'), { target: { value: '' } });
    expect(keys()).toEqual(['']);
    expect(field('keys-1').placeholder).toBe('empty string');
    fireEvent.click(screen.getByTestId('btn-add-keys'));
    expect(keys()).toEqual(['', '']);
  });

  it('go away by their button, and by Backspace when empty', () => {
    withKeys('a', 'b', '');
    render(<InputsPanel />);
    fireEvent.click(screen.getByTestId('keys-1-remove'));
    expect(keys()).toEqual(['b', '']);
    fireEvent.keyDown(field('keys-2'), { key: 'Backspace' });
    expect(keys()).toEqual(['b']);
    fireEvent.keyDown(field('keys-1'), { key: 'Backspace' });
    expect(keys()).toEqual(['b']);
  });

  it('move with Alt and the arrows, and say so', () => {
    withKeys('a', 'b', 'c');
    render(<InputsPanel />);
    fireEvent.keyDown(field('keys-3'), { key: 'ArrowUp', altKey: true });
    expect(keys()).toEqual(['a', 'c', 'b']);
    expect(app.getState().announcement.text).toBe('KEYS[3] is now KEYS[2].');
    fireEvent.keyDown(field('keys-1'), { key: 'ArrowUp', altKey: true });
    expect(keys()).toEqual(['a', 'c', 'b']);
  });

  it('walk with the arrows', () => {
    withKeys('a', 'b');
    render(<InputsPanel />);
    field('keys-1').focus();
    fireEvent.keyDown(field('keys-1'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(field('keys-2'));
  });

  it('are marked as bytes and back', () => {
    editScript(script().id, { args: [bytesRow('\\x00'), textRow('b')] });
    render(<InputsPanel />);
    expect(screen.getByTestId('argv-1-bytes').getAttribute('aria-pressed')).toBe('true');
    fireEvent.click(screen.getByTestId('argv-2-bytes'));
    expect(script().args.map(({ bytes }) => bytes)).toEqual([true, true]);
  });

  it('take several pasted lines as several values', () => {
    render(<InputsPanel />);
    fireEvent.paste(field('argv-1'), { clipboardData: { getData: () => 'one\ntwo\n' } });
    expect(script().args.map(({ text }) => text)).toEqual(['one', 'two']);
  });
});
