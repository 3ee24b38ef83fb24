import { fewestDigits, type NumberText, seventeenDigits } from './call-arguments.js';

/** What differs between the versions of Redis that the scripting host can be. */
export interface ScriptProfile {
  /** `REDIS_VERSION`. */
  readonly version: string;
  /** How `redis.call` writes a number. */
  readonly numberText: NumberText;
  /** Scripts that EVAL has cached beyond this many push the oldest one out; undefined: all stay. */
  readonly cachedScripts?: number;
}

export const REDIS_7_0: ScriptProfile = { version: '7.0.15', numberText: seventeenDigits };
export const REDIS_7_2: ScriptProfile = { version: '7.2.6', numberText: fewestDigits };
export const REDIS_7_4: ScriptProfile = { version: '7.4.1', numberText: fewestDigits, cachedScripts: 500 };
