import { expect, test } from 'vitest';
import { words } from '../i18n/words.en.js';
import { app } from '../state/store.js';
import { actionOf } from './actions.js';

test.each(['run', 'record', 'dry-run'])('%s can be asked for while the sandbox starts: it waits for it', (id) => {
  const starting = { ...app.getState(), health: {} };
  expect(starting.settings.target).toBe('sandbox');
  expect(actionOf(id).unavailable?.(starting, words)).toBeUndefined();
});

test.each(['run', 'record', 'dry-run'])('%s says why it cannot be done where no server is configured', (id) => {
  const { settings } = app.getState();
  const off = { ...app.getState(), settings: { ...settings, target: 'live' as const }, health: {} };
  expect(actionOf(id).unavailable?.(off, words)).toBe(words.messages.obstacles.off);
});
