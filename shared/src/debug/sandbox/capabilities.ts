import type { Capabilities } from '../engine.js';

/** What a sandbox can do where a running script can be reached. */
export const SANDBOX_CAPABILITIES: Capabilities = {
  record: true,
  stepBack: true,
  dryRun: true,
  freshData: true,
  calls: true,
  keyChanges: true,
  confirmWrites: false,
  kill: true,
  cluster: false,
  times: 'page',
  versions: ['7.0.15'],
};
