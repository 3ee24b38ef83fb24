import { readSettings, writeSettings, type KeptSettings } from './kept.js';
import type { AppState, Language, Settings } from './model.js';
import { app } from './store.js';

const KEY = 'luascope:settings';
/** What each window chooses for itself; a new window starts from the last choice. */
const WINDOW_KEY = 'luascope:window';

const kept = (state: AppState): KeptSettings => ({
  ...state.settings,
  started: state.started,
  consoleHistory: state.consoleHistory,
});

const changed = (a: AppState, b: AppState): boolean =>
  a.settings !== b.settings || a.started !== b.started || a.consoleHistory !== b.consoleHistory;

/**
 * Keeps the settings at each change and takes over those of other windows, except the target, the sandbox's version and the phone tab, which belong to a window.
 * Call it before the scripts are kept, so that the selected one is found.
 *
 * @param firstVisit what a browser that kept nothing starts with
 * @param prepareLanguage awaited before another language of another window is taken over; when it rejects, this window stays in its own
 */
export function keepSettings(
  storage: Storage,
  session: Storage,
  windows: EventTarget,
  firstVisit: Partial<Settings> = {},
  prepareLanguage: (language: Language) => Promise<void> = () => Promise.resolve(),
): () => void {
  const mine = session.getItem(WINDOW_KEY) ?? storage.getItem(WINDOW_KEY);
  const selected = mine === null ? undefined : /^\S{1,40}$/.exec(mine)?.[0];
  const own = readSettings(session.getItem(KEY)) ?? readSettings(storage.getItem(KEY));
  if (own !== undefined) {
    const { started, consoleHistory, ...settings } = own;
    app.setState({ settings, started, consoleHistory });
  } else app.setState((state) => ({ settings: { ...state.settings, ...firstVisit } }));
  if (selected !== undefined) app.setState({ selected });

  // What came from another window is not written again: two windows with different targets would answer each other for ever.
  let adopting = false;
  /** What was heard last from another window. */
  let latest: KeptSettings | undefined;

  function save(state: AppState, before: AppState): void {
    if (adopting) return;
    try {
      if (changed(state, before)) {
        const text = writeSettings(kept(state));
        session.setItem(KEY, text);
        storage.setItem(KEY, text);
      }
      if (state.selected !== before.selected) {
        session.setItem(WINDOW_KEY, state.selected);
        storage.setItem(WINDOW_KEY, state.selected);
      }
    } catch {
      if (!state.keepFailed) app.setState({ keepFailed: true });
    }
  }

  function onOtherWindow(event: Event): void {
    const { key, newValue, storageArea } = event as StorageEvent;
    if (storageArea !== storage || key !== KEY) return;
    const theirs = readSettings(newValue);
    if (theirs === undefined) return;
    const { language } = app.getState().settings;
    latest = theirs;
    if (theirs.language === language) return adopt(theirs);
    // Whatever was heard meanwhile is newer.
    const ifLatest = (settings: KeptSettings) => () => {
      if (latest === theirs) adopt(settings);
    };
    void prepareLanguage(theirs.language).then(ifLatest(theirs), ifLatest({ ...theirs, language }));
  }

  function adopt({ started, consoleHistory, ...settings }: KeptSettings): void {
    adopting = true;
    app.setState((state) => {
      const { target, version, phoneTab } = state.settings;
      return { settings: { ...settings, target, version, phoneTab }, started, consoleHistory };
    });
    adopting = false;
  }

  const stop = app.subscribe(save);
  windows.addEventListener('storage', onOtherWindow);
  return () => {
    stop();
    windows.removeEventListener('storage', onOtherWindow);
  };
}
