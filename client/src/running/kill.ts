import { messagesOf } from '../i18n/messages.js';
import { announce } from '../state/screen.js';
import { app } from '../state/store.js';
import { describeFailure } from './describe.js';
import { failureOf } from './run.js';

/** Asks the selected target to stop its script, and says what it answered. */
export async function killScript(): Promise<void> {
  const { engines, settings } = app.getState();
  const m = messagesOf(settings.language);
  try {
    const outcome = await engines[settings.target]?.kill();
    if (outcome !== undefined) announce(m.killed[outcome.outcome]);
  } catch (error) {
    announce(describeFailure(failureOf(error), m));
  }
}
