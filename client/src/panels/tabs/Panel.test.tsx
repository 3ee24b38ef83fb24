// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import '../../testing/words.js';
import { editScript, openScript, scriptList, selectedScript } from '../../state/scripts.js';
import { app } from '../../state/store.js';
import { useClosed } from './closed.js';
import { ScriptTabs } from './Panel.js';
import { rewrite } from './rewriting.js';

const initial = app.getInitialState();
beforeEach(() => {
  app.setState(initial, true);
  useClosed.setState(useClosed.getInitialState(), true);
  editScript(selectedScript(app.getState()).id, { name: 'a.lua', text: 'return 1' });
  openScript({ name: 'b.lua', text: 'return 2' });
});
afterEach(cleanup);

const names = () => scriptList(app.getState().scripts).map(({ name }) => name);
const tab = (name: string) => screen.getByRole('tab', { name });

describe('the script tabs', () => {
  it('choose a script by press and by arrow', () => {
    render(<ScriptTabs />);
    expect(tab('b.lua').getAttribute('aria-selected')).toBe('true');
    fireEvent.click(tab('a.lua'));
    expect(selectedScript(app.getState()).name).toBe('a.lua');
    fireEvent.keyDown(tab('a.lua'), { key: 'ArrowRight' });
    expect(selectedScript(app.getState()).name).toBe('b.lua');
  });

  it('open an empty script', () => {
    render(<ScriptTabs />);
    fireEvent.click(screen.getByTestId('btn-new-script'));
    expect(names()).toEqual(['a.lua', 'b.lua', 'script.lua']);
  });

  it('rename, but never to a name that is taken', () => {
    render(<ScriptTabs />);
    const rename = (to: string, key: string) => {
      fireEvent.keyDown(tab(names()[1]!), { key: 'F2' });
      const field = screen.getByRole<HTMLInputElement>('textbox');
      fireEvent.change(field, { target: { value: to } });
      fireEvent.keyDown(field, { key });
    };
    rename('c.lua', 'Enter');
    expect(names()).toEqual(['a.lua', 'c.lua']);
    rename('d.lua', 'Escape');
    expect(names()).toEqual(['a.lua', 'c.lua']);
    rename('a.lua', 'Enter');
    expect(names()).toEqual(['a.lua', 'a-2.lua']);
  });

  it('close without asking and come back whole', () => {
    const before = selectedScript(app.getState());
    render(<ScriptTabs />);
    fireEvent.keyDown(tab('b.lua'), { key: 'Delete' });
    expect(names()).toEqual(['a.lua']);
    fireEvent.click(screen.getByTestId('btn-undo-close'));
    expect(names()).toEqual(['a.lua', 'b.lua']);
    expect(selectedScript(app.getState())).toEqual(before);
  });

  it('move with Alt and the arrows', () => {
    render(<ScriptTabs />);
    fireEvent.keyDown(tab('b.lua'), { key: 'ArrowLeft', altKey: true });
    expect(names()).toEqual(['b.lua', 'a.lua']);
    expect(app.getState().announcement.text).toBe('b.lua is tab 1 of 2.');
  });
});

describe('rewrite', () => {
  it('changes a script that compiles', () => {
    expect(rewrite('local v = redis.call("GET", "用") -- 用\nreturn v', 'one-line')).toBe(
      'local v = redis.call("GET", "用") --[[ 用 ]] return v',
    );
    expect(rewrite('if a then b() end', 'many-lines')).toBe('if a then\n  b()\nend\n');
    expect(rewrite('redis.call("PING")', 'pcall')).toBe('redis.pcall("PING")');
  });

  it('leaves another alone', () => {
    expect(rewrite('return +', 'one-line')).toBeUndefined();
  });
});
