export { ScriptCrash } from './crash.js';
export type { ScriptHost, ScriptHostOptions } from './host.js';
export type { LogLevel, ObservedCall, ScriptObserver, StartedScript } from './observer.js';
export { DEFAULT_PROFILE, isProfileName, PROFILE_NAMES, type ProfileName } from './profile-names.js';
export {
  profileNamed,
  PROFILES,
  REDIS_6_2,
  REDIS_7_0,
  REDIS_7_0_UPSTREAM,
  REDIS_7_2,
  REDIS_7_4,
  type ScriptProfile,
} from './profile.js';
export { sha1Hex } from './redis-api.js';
export { createScripting, type Scripting } from './scripting.js';
export type { ConversionListener, Loss, Source } from './to-resp.js';
