import type { ServerFacts } from '@luascope/shared/debug';
import type { Messages } from '../i18n/messages.js';
import type { AppState } from '../state/model.js';

/** A live server as a person calls it: its address, or that it is the one Luascope started itself. */
export const serverName = (server: ServerFacts | undefined, m: Messages): string | undefined =>
  server?.ours === true ? m.target.own : server?.address;

/** The selected target as a person calls it. */
export const targetName = (state: AppState, m: Messages): string =>
  state.settings.target === 'sandbox' ? m.target.sandbox : (serverName(state.health.live?.server, m) ?? m.target.live);
