import { PROFILE_NAMES, type ProfileName } from '../../script/profile-names.js';
import type { Capabilities } from '../engine.js';

/** What a sandbox that is this version can do where a running script can be reached. */
export const sandboxCapabilities = (version: ProfileName): Capabilities => ({
  record: true,
  stepBack: true,
  dryRun: true,
  freshData: true,
  calls: true,
  keyChanges: true,
  confirmWrites: false,
  kill: true,
  shutdown: true,
  cluster: false,
  times: 'page',
  versions: [version, ...PROFILE_NAMES.filter((name) => name !== version)],
});
