import { afterEach, beforeEach, expect, it } from 'vitest';
import { breakpointsOf, editBreakpoint, followEdits, placeKey, toggleBreakpoint } from './breakpoints.js';
import { changeDebug } from './debug.js';
import { keepDebug } from './keepDebug.js';
import { initialState } from './model.js';
import { blankScript, type Script } from './script.js';
import { closeScript, editScript } from './scripts.js';
import { app } from './store.js';

const script: Script = { ...blankScript([], 0), id: 'one', text: 'local a = 1\nreturn a' };

let storage: Storage;
let windows: EventTarget;
const stops: (() => void)[] = [];
beforeEach(() => {
  localStorage.clear();
  storage = localStorage;
  windows = new EventTarget();
  app.setState(initialState(script), true);
});
afterEach(() => stops.splice(0).forEach((stop) => stop()));
const keep = () => stops.push(keepDebug(storage, windows), followEdits());
const reload = (scripts: Script = script): void => {
  stops.splice(0).forEach((stop) => stop());
  app.setState(initialState(scripts), true);
  keep();
};
const heard = (key: string, newValue: string | null) =>
  Object.assign(new Event('storage'), { storageArea: storage, key, newValue });
const shown = () => breakpointsOf(app.getState()).map(placeKey);

it('finds breakpoints again after a reload, where an edit has moved them', () => {
  keep();
  toggleBreakpoint({ line: 2 });
  toggleBreakpoint({ line: 1, column: 1 });
  editBreakpoint({ line: 2 }, { condition: 'a > 1', fromHit: 3, log: '' });
  editScript('one', { text: `-- first\n${script.text}` });
  reload({ ...script, text: `-- first\n${script.text}` });
  expect(shown()).toEqual(['2:1', '3']);
  expect(breakpointsOf(app.getState())[1]).toMatchObject({ condition: 'a > 1', fromHit: 3 });
});

it('finds watches and choices again', () => {
  keep();
  const stopOn = { errors: true, writes: false, commands: 'HSET', keys: 'k:*' };
  changeDebug({ watches: ['a', 'GET k'], stopOn, stepBy: 'lines', timelineOf: 'calls' });
  reload();
  expect(app.getState().debug).toMatchObject({ watches: ['a', 'GET k'], stopOn, stepBy: 'lines', timelineOf: 'calls' });
});

it('takes over what another window keeps, and writes it no second time', () => {
  keep();
  toggleBreakpoint({ line: 1 });
  const mine = storage.getItem('luascope:breakpoints:one');
  windows.dispatchEvent(heard('luascope:breakpoints:one', mine!.replace('"line":1', '"line":2')));
  expect(shown()).toEqual(['2']);
  expect(storage.getItem('luascope:breakpoints:one')).toBe(mine);
  windows.dispatchEvent(heard('luascope:breakpoints:one', null));
  expect(shown()).toEqual([]);
});

it('forgets those of a closed script', () => {
  keep();
  toggleBreakpoint({ line: 1 });
  closeScript('one');
  expect(storage.getItem('luascope:breakpoints:one')).toBeNull();
});

/** As version 1 wrote them. These texts never change. */
it('reads what was ever written', () => {
  storage.setItem(
    'luascope:breakpoints:one',
    '{"v":1,"points":[{"line":1,"column":1,"condition":"","fromHit":2,"log":"a"},{"line":2,"condition":"a","fromHit":1,"log":""}]}',
  );
  storage.setItem(
    'luascope:debug',
    '{"v":1,"watches":["a"],"stopOn":{"errors":true,"writes":false,"commands":"","keys":""},"stepBy":"lines","timelineOf":"steps"}',
  );
  keep();
  expect(shown()).toEqual(['1:1', '2']);
  expect(app.getState().debug).toMatchObject({ watches: ['a'], stepBy: 'lines' });
});

it('leaves alone what it cannot read', () => {
  storage.setItem('luascope:breakpoints:one', '{"v":2,"points":7}');
  keep();
  expect(shown()).toEqual([]);
  expect(storage.getItem('luascope:breakpoints:one')).toBe('{"v":2,"points":7}');
});
