import { DEBIAN_7_0_15, type LuaProfile, UPSTREAM_7_0_15 } from '../lua/state.js';
import { fewestDigits, type NumberText, seventeenDigits } from './call-arguments.js';

/** What differs between the versions of Redis that the scripting host can be. */
export interface ScriptProfile {
  /** `REDIS_VERSION`. */
  readonly version: string;
  readonly lua: LuaProfile;
  /** How `redis.call` writes a number. */
  readonly numberText: NumberText;
  /** Scripts that EVAL has cached beyond this many push the oldest one out; undefined: all stay. */
  readonly cachedScripts?: number;
}

export const REDIS_7_0: ScriptProfile = { version: '7.0.15', lua: DEBIAN_7_0_15, numberText: seventeenDigits };
export const REDIS_7_2: ScriptProfile = { version: '7.2.6', lua: UPSTREAM_7_0_15, numberText: fewestDigits };
export const REDIS_7_4: ScriptProfile = {
  version: '7.4.1',
  lua: UPSTREAM_7_0_15,
  numberText: fewestDigits,
  cachedScripts: 500,
};
