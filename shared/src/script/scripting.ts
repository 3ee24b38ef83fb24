import type { Family } from '../redis/family.js';
import { evalFamily } from './eval-family.js';
import { FunctionCatalog } from './function-catalog.js';
import { functionFamily } from './function-family.js';
import { ScriptHost, type ScriptHostOptions } from './host.js';
import { LibraryEngine } from './library-engine.js';
import { ScriptCache } from './script-cache.js';

/** Everything that runs Lua: the families for a server's constructor, and the parts behind them. */
export interface Scripting {
  readonly families: readonly Family[];
  readonly host: ScriptHost;
  readonly scripts: ScriptCache;
  readonly functions: FunctionCatalog;
  readonly libraryEngine: LibraryEngine;
}

/** One server's scripting: EVAL, SCRIPT, FCALL and FUNCTION. */
export function createScripting(options: ScriptHostOptions): Scripting {
  const host = new ScriptHost(options);
  const scripts = new ScriptCache(host);
  const functions = new FunctionCatalog();
  const libraryEngine = new LibraryEngine(host);
  return {
    families: [evalFamily(host, scripts), functionFamily(host, libraryEngine, functions)],
    host,
    scripts,
    functions,
    libraryEngine,
  };
}
