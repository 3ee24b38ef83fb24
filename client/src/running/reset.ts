import { messagesOf } from '../i18n/messages.js';
import { parseGiven } from '../state/request.js';
import { announce } from '../state/screen.js';
import { selectedScript } from '../state/scripts.js';
import { app } from '../state/store.js';
import { describeFailure } from './describe.js';
import { noteReset } from './resetting.js';
import { failureOf } from './run.js';

/** Empties the target's data and runs Given: what a fresh run starts from. Only where the engine may empty its data. */
export function resetData(): Promise<void> {
  const reset = refill();
  noteReset(reset);
  return reset;
}

async function refill(): Promise<void> {
  const state = app.getState();
  const { target, language } = state.settings;
  const engine = state.engines[target];
  const m = messagesOf(language);
  if (engine === undefined || state.health[target]?.capabilities.freshData !== true) return;
  try {
    await engine.execute(['FLUSHALL']);
    for (const command of parseGiven(selectedScript(state).given).commands) await engine.execute(command);
    announce(m.announce.reset);
  } catch (error) {
    announce(describeFailure(failureOf(error), m));
  }
}
