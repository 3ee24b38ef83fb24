import type { JsonSettings } from '../../lua/cjson-settings.js';
import type { PrngState } from '../../lua/prng.js';
import type { Emulator } from './emulator.js';

/** What outlives a script besides data: where the generators of chance stand, and what scripts and functions have set in cjson. */
export interface Chance {
  /** Of SPOP, RANDOMKEY and the like. */
  readonly server: number;
  /** Of `math.random`. */
  readonly scripts: PrngState;
  readonly json: { readonly scripts: JsonSettings; readonly functions: JsonSettings };
}

export const chanceOf = ({ server, host, scripts, libraryEngine }: Emulator): Chance => ({
  server: server.random.state,
  scripts: host.random.state,
  json: { scripts: { ...scripts.json }, functions: { ...libraryEngine.json } },
});

export function setChance({ server, host, scripts, libraryEngine }: Emulator, chance: Chance): void {
  server.random.state = chance.server;
  host.random.state = chance.scripts;
  Object.assign(scripts.json, chance.json.scripts);
  Object.assign(libraryEngine.json, chance.json.functions);
}
