import type { Dock, PanelName, PhoneTab, Settings } from './model.js';
import { app, useApp } from './store.js';

export const useSetting = <K extends keyof Settings>(name: K): Settings[K] => useApp((state) => state.settings[name]);

export function changeSettings(patch: Partial<Settings>): void {
  app.setState((state) => ({ settings: { ...state.settings, ...patch } }));
}

export const HOME_DOCK: Readonly<Record<PanelName, Dock>> = {
  reply: 'a',
  errors: 'a',
  keyspace: 'b',
  cache: 'b',
  timeline: 'c',
  logs: 'c',
  console: 'c',
};

const PHONE_TAB: Readonly<Record<PanelName, PhoneTab>> = {
  reply: 'reply',
  errors: 'reply',
  keyspace: 'keys',
  cache: 'keys',
  timeline: 'timeline',
  logs: 'timeline',
  console: 'timeline',
};

/** Brings a panel to the front of a dock (its own, unless the narrow layout put it elsewhere). */
export function showPanel(name: PanelName, dock: Dock = HOME_DOCK[name]): void {
  app.setState(({ settings }) => ({
    settings: { ...settings, panels: { ...settings.panels, [dock]: name }, phoneTab: PHONE_TAB[name] },
  }));
}

export function saveSizes(layout: string, sizes: Readonly<Record<string, number>>): void {
  app.setState(({ settings }) => ({ settings: { ...settings, sizes: { ...settings.sizes, [layout]: sizes } } }));
}
