import { afterEach, beforeEach, expect, it } from 'vitest';
import { readScript, readSettings, writeScript, writeSettings } from './kept.js';
import { keepScripts } from './keepScripts.js';
import { keepSettings } from './keepSettings.js';
import { DEFAULT_SETTINGS, initialState, type Settings } from './model.js';
import { blankScript, bytesRow, type Script } from './script.js';
import { editScript, openScript, scriptList, selectedScript } from './scripts.js';
import { changeSettings } from './settings.js';
import { app } from './store.js';

/** A browser's storage as two windows see it: what is written here is told to the other window by an event. */
class SharedStorage extends Map<string, string> implements Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key'> {
  get length() {
    return this.size;
  }
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
  key = (index: number) => [...this.keys()][index] ?? null;
}
const storage = () => new SharedStorage() as unknown as Storage & SharedStorage;
const heard = (storageArea: Storage, key: string, newValue: string | null) =>
  Object.assign(new Event('storage'), { storageArea, key, newValue });

let local: Storage & SharedStorage;
let windows: EventTarget;
const stops: (() => void)[] = [];
const script: Script = { ...blankScript([], 0), id: 'one', text: 'return 1' };

beforeEach(() => {
  local = storage();
  windows = new EventTarget();
  app.setState(initialState(script), true);
});
afterEach(() => stops.splice(0).forEach((stop) => stop()));
const keep = (me: string) => stops.push(keepScripts(local, windows, me));
const storedText = (id: string) => readScript(local.getItem(`luascope:script:${id}`))?.script.text;

it('has every key stroke in storage at once, and finds it again', () => {
  keep('a');
  editScript('one', { text: 'return 2', args: [{ ...bytesRow('\\x00'), id: 'r' }] });
  expect(storedText('one')).toBe('return 2');
  stops.pop()!();
  app.setState(initialState(blankScript([], 0)), true);
  keep('a');
  expect(selectedScript(app.getState())).toMatchObject({
    id: 'one',
    text: 'return 2',
    args: [{ text: '\\x00', bytes: true }],
  });
});

it('keeps the tabs of both windows', () => {
  keep('a');
  const other = writeScript({ ...script, id: 'two', text: 'theirs', order: 1 }, 1, 'b');
  local.setItem('luascope:script:two', other);
  windows.dispatchEvent(heard(local, 'luascope:script:two', other));
  expect(scriptList(app.getState().scripts).map(({ text }) => text)).toEqual(['return 1', 'theirs']);
});

it('takes over what another window wrote later', () => {
  keep('a');
  const later = writeScript({ ...script, text: 'later' }, 2, 'b');
  local.setItem('luascope:script:one', later);
  windows.dispatchEvent(heard(local, 'luascope:script:one', later));
  expect(selectedScript(app.getState()).text).toBe('later');
});

it('keeps both texts when another window wrote first and this one has not heard yet', () => {
  keep('a');
  local.setItem('luascope:script:one', writeScript({ ...script, text: 'theirs' }, 2, 'b'));
  editScript('one', { text: 'mine' });
  expect(scriptList(app.getState().scripts).map(({ text }) => text)).toEqual(['theirs', 'mine']);
  expect(selectedScript(app.getState()).text).toBe('mine');
});

it('keeps both texts when two windows wrote at the same moment: the later name moves', () => {
  keep('b');
  editScript('one', { text: 'mine' });
  const theirs = writeScript({ ...script, text: 'theirs' }, 2, 'a');
  windows.dispatchEvent(heard(local, 'luascope:script:one', theirs));
  expect(scriptList(app.getState().scripts).map(({ text }) => text)).toEqual(['theirs', 'mine']);
});

it('says when the browser refuses to keep, and goes on', () => {
  keep('a');
  local.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  editScript('one', { text: 'x' });
  expect(app.getState().keepFailed).toBe(true);
  expect(selectedScript(app.getState()).text).toBe('x');
});

it('starts a window with the settings of the last one, without ending in an endless exchange', () => {
  const session = storage();
  stops.push(keepSettings(local, session, windows, { theme: 'light' }));
  expect(app.getState().settings.theme).toBe('light');
  changeSettings({ target: 'live' });
  const theirs = writeSettings({ ...DEFAULT_SETTINGS, theme: 'dark', started: true, consoleHistory: [] });
  local.setItem('luascope:settings', theirs);
  windows.dispatchEvent(heard(local, 'luascope:settings', theirs));
  expect(app.getState().settings).toMatchObject({ theme: 'dark', target: 'live' });
  expect(local.getItem('luascope:settings')).toBe(theirs);
});

it('takes over the language of another window when its words are there, and all else when they do not come', async () => {
  const arriving: { readonly come: () => void; readonly fail: () => void }[] = [];
  const prepare = () =>
    new Promise<void>((come, reject) => arriving.push({ come, fail: () => reject(new TypeError('offline')) }));
  /** When all that has been promised is done. */
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  stops.push(keepSettings(local, storage(), windows, {}, prepare));
  const hear = (settings: Partial<Settings>) =>
    windows.dispatchEvent(
      heard(
        local,
        'luascope:settings',
        writeSettings({ ...DEFAULT_SETTINGS, ...settings, started: true, consoleHistory: [] }),
      ),
    );
  hear({ language: 'zh', replyFormat: 'cli' });
  hear({ language: 'zh', replyFormat: 'json' });
  expect(app.getState().settings).toMatchObject({ language: 'en', replyFormat: 'tree' });
  arriving[0]!.come();
  await settled();
  expect(app.getState().settings).toMatchObject({ language: 'en', replyFormat: 'tree' });
  arriving[1]!.fail();
  await settled();
  expect(app.getState().settings).toMatchObject({ language: 'en', replyFormat: 'json' });
  hear({ language: 'zh', replyFormat: 'json' });
  arriving[2]!.come();
  await settled();
  expect(app.getState().settings).toMatchObject({ language: 'zh', replyFormat: 'json' });
});

it('remembers the selected tab of a window', () => {
  const session = storage();
  stops.push(keepSettings(local, session, windows));
  keep('a');
  const second = openScript({ text: 'second' });
  stops.splice(0).forEach((stop) => stop());
  app.setState(initialState(blankScript([], 0)), true);
  stops.push(keepSettings(local, session, windows));
  keep('a');
  expect(app.getState().selected).toBe(second);
});

it('reads records of version 1 for ever', () => {
  const kept =
    '{"v":1,"rev":3,"by":"w","script":{"name":"a.lua","text":"return 1","keys":[{"id":"k","text":"foo","bytes":false}],"args":[],"given":"SET a 1","data":"keep","mode":"EVALSHA","resp":3,"order":2,"example":"lock"}}';
  expect(readScript(kept)).toEqual({
    rev: 3,
    by: 'w',
    script: {
      name: 'a.lua',
      text: 'return 1',
      keys: [{ id: 'k', text: 'foo', bytes: false }],
      args: [],
      given: 'SET a 1',
      data: 'keep',
      mode: 'EVALSHA',
      resp: 3,
      order: 2,
      example: 'lock',
    },
  });
  const settings =
    '{"v":1,"theme":"light","language":"zh","target":"live","replyFormat":"json","keyspaceView":"after","givenOpen":false,"sizes":{"wide-columns":{"left":40,"right":60}},"panels":{"result":"errors","upper":"cache","trace":"console"},"phoneTab":"keys","started":true,"consoleHistory":["PING"]}';
  expect(readSettings(settings)).toMatchObject({ theme: 'light', panels: { upper: 'cache' }, started: true });
});

it('leaves what it cannot read alone, and puts the default in the place of a wrong field', () => {
  expect(readScript('{"v":2,"rev":1}')).toBeUndefined();
  expect(readScript('no json')).toBeUndefined();
  expect(readSettings('{"v":1,"theme":"neon","language":"zh"}')).toMatchObject({ theme: 'dark', language: 'zh' });
  expect(readSettings('{"v":1,"version":"6.2.16"}')).toMatchObject({ version: '6.2.16' });
  expect(readSettings('{"v":1,"version":"2.8"}')).toMatchObject({ version: '7.0.15' });
});
