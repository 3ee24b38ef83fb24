import type { JsonSettings } from '../../lua/cjson-settings.js';
import { newCollector, type Collector } from '../../lua/collector.js';
import type { PrngState } from '../../lua/prng.js';
import type { Emulator } from './emulator.js';

/** What outlives a script besides data: where the generators of chance stand, and what scripts and functions have set in cjson and of the collector. */
export interface Chance {
  /** Of SPOP, RANDOMKEY and the like. */
  readonly server: number;
  /** Of `math.random`. */
  readonly scripts: PrngState;
  readonly json: { readonly scripts: JsonSettings; readonly functions: JsonSettings };
  /** Not in what was kept when `collectgarbage` kept nothing. */
  readonly collectors?: { readonly scripts: Collector; readonly functions: Collector };
}

export const chanceOf = ({ server, host, scripts, libraryEngine }: Emulator): Chance => ({
  server: server.random.state,
  scripts: host.random.state,
  json: { scripts: { ...scripts.json }, functions: { ...libraryEngine.json } },
  collectors: { scripts: { ...scripts.collector }, functions: { ...libraryEngine.collector } },
});

export function setChance({ server, host, scripts, libraryEngine }: Emulator, chance: Chance): void {
  server.random.state = chance.server;
  host.random.state = chance.scripts;
  Object.assign(scripts.json, chance.json.scripts);
  Object.assign(libraryEngine.json, chance.json.functions);
  Object.assign(scripts.collector, chance.collectors?.scripts ?? newCollector());
  Object.assign(libraryEngine.collector, chance.collectors?.functions ?? newCollector());
}
