import type { Bytes } from '../bytes.js';
import type { RedisVersion } from '../redis/version.js';
import { VERSION_7_0, VERSION_7_2, VERSION_7_4 } from '../redis/versions/seven.js';
import { VERSION_6_2 } from '../redis/versions/six.js';
import { DEBIAN_7_0_15, type LuaProfile, UPSTREAM_6_2, UPSTREAM_7_0_15 } from '../lua/state.js';
import { type NumberText, seventeenDigits, shortestText } from './call-arguments.js';
import { errorStrings } from './error-strings.js';
import type { ErrorStyle } from './error-style.js';
import { errorTables } from './error-tables.js';
import type { ProfileName } from './profile-names.js';

/** Texts that the versions word differently. */
export interface Wording {
  readonly noArguments: Bytes;
  readonly badArguments: Bytes;
  readonly logLevel: Bytes;
  readonly setReplication: Bytes;
}

/** What differs between the servers that the scripting host can be. */
export interface ScriptProfile {
  /** As users choose it: the version, with `upstream` where Debian's build of it is another one. */
  readonly name: ProfileName;
  /** What the commands are like: for the server's constructor. Its text is `REDIS_VERSION`. */
  readonly redis: RedisVersion;
  readonly lua: LuaProfile;
  readonly errors: ErrorStyle;
  readonly wording: Wording;
  /** How `redis.call` writes a number. */
  readonly numberText: NumberText;
  /** What came with 7.0: shebangs, `acl_check_cmd`, `REDIS_VERSION`, big numbers and verbatim strings as tables. */
  readonly seven: boolean;
  /** `os.clock`, since 7.4. */
  readonly osClock: boolean;
  /** Scripts that EVAL has cached beyond this many push the oldest one out; undefined: all stay. */
  readonly cachedScripts: number | undefined;
}

const WORDING_7_0: Wording = {
  noArguments: 'Please specify at least one argument for this redis lib call',
  badArguments: 'Lua redis lib command arguments must be strings or integers',
  logLevel: 'Invalid debug level.',
  setReplication: 'redis.set_repl() requires two arguments.',
};
const WORDING_7_2: Wording = { ...WORDING_7_0, setReplication: 'redis.set_repl() requires one argument.' };

/** 7.0.15 as Debian 12 ships it: what everything else is measured by. */
export const REDIS_7_0: ScriptProfile = {
  name: '7.0.15',
  redis: VERSION_7_0,
  lua: DEBIAN_7_0_15,
  errors: errorTables,
  wording: WORDING_7_0,
  numberText: seventeenDigits,
  seven: true,
  osClock: false,
  cachedScripts: undefined,
};

/** The 7.0.15 of the project's own tarball, without the security fixes of later years. */
export const REDIS_7_0_UPSTREAM: ScriptProfile = {
  ...REDIS_7_0,
  name: '7.0.15 upstream',
  lua: UPSTREAM_7_0_15,
};

export const REDIS_6_2: ScriptProfile = {
  ...REDIS_7_0_UPSTREAM,
  name: '6.2.16',
  redis: VERSION_6_2,
  lua: UPSTREAM_6_2,
  errors: errorStrings,
  wording: {
    ...WORDING_7_0,
    noArguments: 'Please specify at least one argument for redis.call()',
    badArguments: 'Lua redis() command arguments must be strings or integers',
  },
  seven: false,
};

export const REDIS_7_2: ScriptProfile = {
  ...REDIS_7_0_UPSTREAM,
  name: '7.2.6',
  redis: VERSION_7_2,
  numberText: shortestText,
  wording: WORDING_7_2,
};

export const REDIS_7_4: ScriptProfile = {
  ...REDIS_7_2,
  name: '7.4.1',
  redis: VERSION_7_4,
  wording: { ...WORDING_7_2, logLevel: 'Invalid log level.' },
  osClock: true,
  cachedScripts: 500,
};

/** Every profile, the usual one first. */
export const PROFILES: readonly ScriptProfile[] = [REDIS_7_0, REDIS_7_0_UPSTREAM, REDIS_6_2, REDIS_7_2, REDIS_7_4];

export const profileNamed = (wanted: ProfileName): ScriptProfile => PROFILES.find(({ name }) => name === wanted)!;
