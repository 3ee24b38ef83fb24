import type { Dock, PanelName, PhoneTab, Settings } from './model.js';
import { app, useApp } from './store.js';

export const useSetting = <K extends keyof Settings>(name: K): Settings[K] => useApp((state) => state.settings[name]);

export function changeSettings(patch: Partial<Settings>): void {
  app.setState((state) => ({ settings: { ...state.settings, ...patch } }));
}

const DOCK: Readonly<Record<PanelName, Dock>> = {
  reply: 'result',
  errors: 'result',
  keyspace: 'data',
  cache: 'data',
  libraries: 'data',
  timeline: 'trace',
  logs: 'trace',
  console: 'trace',
  variables: 'result',
  stack: 'result',
  watch: 'result',
};
const PHONE_TAB: Readonly<Record<Dock, PhoneTab>> = { result: 'reply', data: 'keys', trace: 'timeline' };

/** Brings a panel to the front. The result and the data panels take the place of the start panel. */
export function showPanel(name: PanelName): void {
  const dock = DOCK[name];
  app.setState(({ settings, started }) => ({
    started: started || dock !== 'trace',
    settings: {
      ...settings,
      phoneTab: PHONE_TAB[dock],
      panels: {
        ...settings.panels,
        ...(dock === 'trace' ? { trace: name } : { upper: name }),
        ...(dock === 'result' && { result: name }),
      },
    },
  }));
}

export function saveSizes(layout: string, sizes: Readonly<Record<string, number>>): void {
  app.setState(({ settings }) => ({ settings: { ...settings, sizes: { ...settings.sizes, [layout]: sizes } } }));
}
