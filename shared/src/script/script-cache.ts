import type { Bytes } from '../bytes.js';
import { scriptSize } from '../redis/script-size.js';
import {
  load,
  type LuaState,
  LuaStatus,
  pop,
  pushGlobals,
  pushNil,
  pushValue,
  rawGetField,
  rawSetField,
  REGISTRY_INDEX,
  setReadonly,
  setTop,
  toBytes,
} from '../lua/vm.js';
import type { JsonSettings } from '../lua/cjson-settings.js';
import type { Collector } from '../lua/collector.js';
import { RedisError } from '../redis/errors.js';
import { createEngine, type Engine, protect, pushErrorHandler, pushStrings, refuseUndefined } from './engine.js';
import { cString } from './error-style.js';
import { type Declared, readShebang, type Shebang } from './flags.js';
import type { ScriptHost } from './host.js';
import { pushScriptApi, sha1Hex } from './redis-api.js';

export interface CachedScript {
  /** SHA1 of the body. */
  readonly sha: Bytes;
  readonly body: Bytes;
  readonly declared: Declared | undefined;
}

/** The scripts that EVAL and SCRIPT LOAD have compiled, in the Lua state they run in (`lctx`). */
export class ScriptCache {
  private readonly host: ScriptHost;
  private engine: Engine;
  private readonly scripts = new Map<Bytes, CachedScript>();
  /** The same scripts by their bodies: EVAL of a known one need not be hashed. */
  private readonly byBody = new Map<Bytes, CachedScript>();
  /** SHA1s of the scripts that only EVAL has brought, those used last at the end: the first ones go when there are too many. */
  private readonly evictable = new Set<Bytes>();
  private memory = 0;
  /** Scripts that went because there were too many. */
  evicted = 0;

  constructor(host: ScriptHost) {
    this.host = host;
    this.engine = createScriptEngine(host);
  }

  get L(): LuaState {
    return this.engine.L;
  }

  /** The settings of the scripts' `cjson`. */
  get json(): JsonSettings {
    return this.engine.json;
  }

  /** What the scripts have set of the garbage collector. */
  get collector(): Collector {
    return this.engine.collector;
  }

  get size(): number {
    return this.scripts.size;
  }

  /** Bytes that the scripts take (`lua_scripts_mem`). */
  get bytes(): number {
    return this.memory;
  }

  /** All scripts, oldest first. */
  list(): Iterable<CachedScript> {
    return this.scripts.values();
  }

  /** By SHA1 in lower case. */
  find(sha: Bytes): CachedScript | undefined {
    return this.scripts.get(sha);
  }

  findBody(body: Bytes): CachedScript | undefined {
    return this.byBody.get(body);
  }

  /**
   * Compiles and keeps a script that is not there yet (`luaCreateFunction`). One that SCRIPT LOAD asked for is there to stay. Throws `RedisError`
   * when it does not compile.
   */
  define(body: Bytes, by: 'eval' | 'load' = 'load'): CachedScript {
    const known = this.byBody.get(body);
    if (known !== undefined) {
      if (by === 'load') this.evictable.delete(known.sha);
      return known;
    }
    const sha = sha1Hex(body);
    const { declared, length } = this.host.profile.seven ? readShebang(body) : NO_SHEBANG;
    const { L } = this;
    if (load(L, body.slice(length), '@user_script') !== LuaStatus.ok) {
      const message = cString(toBytes(L, -1) ?? '');
      pop(L);
      throw new RedisError(`ERR Error compiling script (new function): ${message}`);
    }
    this.host.onCompiled(L, body.slice(length));
    rawSetField(L, REGISTRY_INDEX, functionName(sha));
    const script = { sha, body, declared };
    this.scripts.set(sha, script);
    this.byBody.set(body, script);
    this.memory += scriptSize(body);
    if (by === 'eval') this.makeEvictable(sha);
    return script;
  }

  /** Notes that a script is used. */
  touch({ sha }: CachedScript): void {
    if (this.evictable.delete(sha)) this.evictable.add(sha);
  }

  private makeEvictable(sha: Bytes): void {
    const { cachedScripts } = this.host.profile;
    if (cachedScripts === undefined) return;
    for (const oldest of this.evictable) {
      if (this.evictable.size < cachedScripts) break;
      this.evict(oldest);
    }
    this.evictable.add(sha);
  }

  private evict(sha: Bytes): void {
    this.evictable.delete(sha);
    const { body } = this.scripts.get(sha)!;
    this.memory -= scriptSize(body);
    this.scripts.delete(sha);
    this.byBody.delete(body);
    pushNil(this.L);
    rawSetField(this.L, REGISTRY_INDEX, functionName(sha));
    this.evicted++;
  }

  /** Puts on an empty stack what {@link ScriptHost.invoke} calls: the error handler and the script; and sets KEYS and ARGV. */
  prepare(script: CachedScript, keys: readonly Bytes[], args: readonly Bytes[]): void {
    const { L } = this;
    setTop(L, 0);
    pushGlobals(L);
    setReadonly(L, -1, false);
    pushStrings(L, keys);
    rawSetField(L, -2, 'KEYS');
    pushStrings(L, args);
    rawSetField(L, -2, 'ARGV');
    setReadonly(L, -1, true);
    setTop(L, 0);
    rawGetField(L, REGISTRY_INDEX, HANDLER);
    rawGetField(L, REGISTRY_INDEX, functionName(script.sha));
  }

  /** SCRIPT FLUSH: a fresh Lua state. The generator of `math.random` belongs to the server and goes on. */
  flush(): void {
    this.scripts.clear();
    this.byBody.clear();
    this.evictable.clear();
    this.memory = 0;
    this.engine = createScriptEngine(this.host);
  }
}

const NO_SHEBANG: Shebang = { declared: undefined, length: 0 };
const HANDLER = '__redis__err__handler';
const functionName = (sha: Bytes): Bytes => `f_${sha}`;

/** `scriptingInit` */
function createScriptEngine(host: ScriptHost): Engine {
  const engine = createEngine(host);
  const { L } = engine;
  pushGlobals(L);
  pushScriptApi(L, host);
  rawSetField(L, -2, 'redis');
  pushErrorHandler(L, host);
  pushValue(L, -1);
  rawSetField(L, REGISTRY_INDEX, HANDLER);
  rawSetField(L, -2, HANDLER);
  refuseUndefined(L);
  protect(L);
  pop(L);
  return engine;
}
