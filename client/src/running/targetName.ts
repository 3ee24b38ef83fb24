import type { Messages } from '../i18n/messages.js';
import type { AppState } from '../state/model.js';

/** The selected target as a person calls it: its address, or "Sandbox". */
export const targetName = (state: AppState, m: Messages): string =>
  state.settings.target === 'sandbox' ? m.target.sandbox : (state.health.live?.server?.address ?? m.target.live);
