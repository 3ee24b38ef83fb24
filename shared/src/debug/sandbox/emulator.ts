import { Prng } from '../../lua/prng.js';
import { bitmapFamily } from '../../redis/families/bitmap.js';
import { hashFamily } from '../../redis/families/hash.js';
import { listFamily } from '../../redis/families/list.js';
import { setFamily } from '../../redis/families/set.js';
import { stringFamily } from '../../redis/families/string.js';
import { zsetFamily } from '../../redis/families/zset.js';
import { Server } from '../../redis/server.js';
import { REDIS_7_0 } from '../../script/profile.js';
import { createScripting, type Scripting } from '../../script/scripting.js';

export interface EmulatorOptions {
  /** Whole microseconds of the epoch. */
  readonly clock: () => number;
  /** Microseconds from any origin; never goes back. */
  readonly stopwatch: () => number;
  /** Seeds chance and the order of hash tables. */
  readonly seed: number;
  /** Called again and again while a script runs longer than `busy-reply-threshold`. */
  readonly poll?: () => void;
}

/** A server with all its commands, and what runs its scripts. */
export interface Emulator extends Scripting {
  readonly server: Server;
}

const FAMILIES = [stringFamily, hashFamily, listFamily, setFamily, zsetFamily, bitmapFamily];

export function createEmulator({ clock, stopwatch, seed, poll }: EmulatorOptions): Emulator {
  const scripting = createScripting({ profile: REDIS_7_0, random: new Prng(), ...(poll !== undefined && { poll }) });
  const server = new Server({ families: [...FAMILIES, ...scripting.families], clock, stopwatch, seed });
  return { ...scripting, server };
}
