import type { Bytes } from '../bytes.js';
import {
  getField,
  getMetatable,
  isTable,
  load,
  type LuaState,
  LuaStatus,
  LuaType,
  newTable,
  pcall,
  pop,
  pushGlobals,
  rawGetField,
  rawSetField,
  REGISTRY_INDEX,
  setGlobals,
  setInterrupt,
  setMetatable,
  setReadonly,
  setTop,
  toBytes,
} from '../lua/vm.js';
import type { JsonSettings } from '../lua/cjson-settings.js';
import type { Collector } from '../lua/collector.js';
import { fail } from '../redis/errors.js';
import { createEngine, type Engine, protect, pushErrorHandler, pushStrings, refuseUndefined } from './engine.js';
import { cString } from './error-style.js';
import type { ScriptHost } from './host.js';
import type { Library, LibraryFunction } from './library.js';
import { addFunctions, addLog, addVersion, pushCommonApi } from './redis-api.js';
import { registerFunction } from './register-function.js';

const HANDLER = '__ERROR_HANDLER__';
const LIBRARY_API = '__LIBRARY_API__';
const GLOBALS_API = '__GLOBALS_API__';

/** Jumps back and calls between two looks at the clock while a library loads. */
const TURN = 20_000;

/** Milliseconds after which a load ends that a server would never end. */
const LONGEST_LOAD = 5000;
export const ENDLESS_LOAD =
  'ERR The sandbox ended a library that took longer than 5 s to load. A real 7.0.15 server would wait for it, and answer nobody.';

/** The Lua state that all functions live in (`function_lua.c`). What a function keeps in its upvalues stays from call to call. */
export class LibraryEngine {
  private readonly engine: Engine;
  private readonly host: ScriptHost;
  /** The library that is being loaded. */
  private loading: Library | undefined;
  private references = 0;

  constructor(host: ScriptHost) {
    this.host = host;
    this.engine = createEngine(host);
    this.setUp(host);
  }

  get L(): LuaState {
    return this.engine.L;
  }

  /** The settings of the functions' `cjson`. */
  get json(): JsonSettings {
    return this.engine.json;
  }

  /** What the functions have set of the garbage collector. */
  get collector(): Collector {
    return this.engine.collector;
  }

  /**
   * Runs the code of a library, which registers its functions (`luaEngineCreate`). Throws `RedisError` when it does not compile, fails or takes
   * longer than `timeout` ms of the stopwatch, as `luaEngineLoadHook` has it; 0 where a server waits for ever, and nobody can end it.
   */
  load(library: Library, body: Bytes, timeout: number, stopwatch: () => number): void {
    const { L } = this;
    setTop(L, 0);
    this.loading = library;
    this.exposeGlobals(LIBRARY_API);
    try {
      if (load(L, body, '@user_function') !== LuaStatus.ok)
        fail(`ERR Error compiling function: ${cString(toBytes(L, -1) ?? '')}`);
      this.host.onCompiled(L, body);
      const deadline = stopwatch() + (timeout > 0 ? timeout : LONGEST_LOAD) * 1000;
      const late = timeout > 0 ? 'ERR Error registering functions: ERR FUNCTION LOAD timeout' : ENDLESS_LOAD;
      setInterrupt(L, () => stopwatch() > deadline && fail(late), TURN);
      if (pcall(L, 0, 0) !== LuaStatus.ok) fail(`ERR Error registering functions: ${errorMessage(L)}`);
    } finally {
      setInterrupt(L, undefined, TURN);
      this.exposeGlobals(GLOBALS_API);
      this.loading = undefined;
      setTop(L, 0);
    }
  }

  /** Puts on an empty stack what {@link ScriptHost.invoke} calls with two arguments. */
  prepare(definition: LibraryFunction, keys: readonly Bytes[], args: readonly Bytes[]): void {
    const { L } = this;
    setTop(L, 0);
    rawGetField(L, REGISTRY_INDEX, HANDLER);
    rawGetField(L, REGISTRY_INDEX, definition.reference);
    pushStrings(L, keys);
    pushStrings(L, args);
  }

  /** `luaEngineInitEngine`: the globals that code sees are an empty, readonly table, and what it looks up is exchanged behind it. */
  private setUp(host: ScriptHost): void {
    const { L } = this;
    pushGlobals(L);
    pushCommonApi(L, host);
    rawSetField(L, -2, 'redis');
    pop(L);

    newTable(L);
    newTable(L);
    addFunctions(L, {
      register_function: (state) => registerFunction(state, this.loading, () => `__FUNCTION_${++this.references}__`),
    });
    addLog(L, host);
    addVersion(L, host);
    refuseUndefined(L);
    rawSetField(L, -2, 'redis');
    refuseUndefined(L);
    protect(L);
    rawSetField(L, REGISTRY_INDEX, LIBRARY_API);

    pushErrorHandler(L, host);
    rawSetField(L, REGISTRY_INDEX, HANDLER);

    pushGlobals(L);
    refuseUndefined(L);
    protect(L);
    rawSetField(L, REGISTRY_INDEX, GLOBALS_API);

    newTable(L);
    newTable(L);
    rawGetField(L, REGISTRY_INDEX, GLOBALS_API);
    rawSetField(L, -2, '__index');
    setReadonly(L, -1, true);
    setMetatable(L, -2);
    setReadonly(L, -1, true);
    setGlobals(L);
  }

  /** Sets what code finds among the globals: a table kept in the registry. */
  private exposeGlobals(registryField: Bytes): void {
    const { L } = this;
    pushGlobals(L);
    getMetatable(L, -1);
    setReadonly(L, -1, false);
    rawGetField(L, REGISTRY_INDEX, registryField);
    rawSetField(L, -2, '__index');
    setReadonly(L, -1, true);
    pop(L, 2);
  }
}

/** The text of the error on top of the stack (`luaExtractErrorInformation`). */
function errorMessage(L: LuaState): Bytes {
  if (!isTable(L, -1)) return `ERR ${cString(toBytes(L, -1) ?? '')}`;
  const type = getField(L, -1, 'err');
  return type === LuaType.string || type === LuaType.number ? cString(toBytes(L, -1)!) : '(null)';
}
