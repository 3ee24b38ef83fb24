import { functionTree } from '../../analysis/function-names.js';
import { nameFunctions } from '../../lua/frames.js';
import { Prng } from '../../lua/prng.js';
import { redisFamilies } from '../../redis/redis-families.js';
import { Server } from '../../redis/server.js';
import { DEFAULT_PROFILE, type ProfileName } from '../../script/profile-names.js';
import { profileNamed } from '../../script/profile.js';
import { createScripting, type Scripting } from '../../script/scripting.js';

export interface EmulatorOptions {
  /** Which server it is; {@link DEFAULT_PROFILE} unless told. */
  readonly version?: ProfileName;
  /** Whole microseconds of the epoch. */
  readonly clock: () => number;
  /** Microseconds from any origin; never goes back. */
  readonly stopwatch: () => number;
  /** Seeds chance. */
  readonly seed: number;
  /** Called again and again while a script runs longer than `busy-reply-threshold`. */
  readonly poll?: () => void;
  /** SHUTDOWN was accepted. Without it, SHUTDOWN fails. */
  readonly onShutdown?: () => void;
}

/** A server with all its commands, and what runs its scripts. */
export interface Emulator extends Scripting {
  readonly server: Server;
}

/** The order of sets and hashes is the same on every page, and after a worker had to be replaced. */
const HASH_SEED = 0x6c756173;

export function createEmulator({ version = DEFAULT_PROFILE, poll, onShutdown, ...options }: EmulatorOptions): Emulator {
  const profile = profileNamed(version);
  const scripting = createScripting({
    profile,
    random: new Prng(),
    ...(poll !== undefined && { poll }),
    onCompiled: (L, source) => nameFunctions(L, functionTree(source)),
  });
  const server = new Server({
    ...options,
    version: profile.redis,
    families: [...redisFamilies, ...scripting.families],
    hashSeed: HASH_SEED,
    ...(onShutdown !== undefined && { onShutdown }),
  });
  return { ...scripting, server };
}
