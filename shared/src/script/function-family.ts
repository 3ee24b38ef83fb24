import type { Bytes } from '../bytes.js';
import type { Args } from '../redis/args.js';
import type { Context } from '../redis/context.js';
import { BUSY_SCRIPT, fail, RedisError, untilNul, wrongSubcommand } from '../redis/errors.js';
import type { CommandFlags, Family } from '../redis/family.js';
import { globMatch } from '../redis/values/glob.js';
import { array, bulk, bulkOrNil, error, integer, map, NIL, OK, type RespValue, set, status } from '../resp/value.js';
import { ActiveRun } from './active-run.js';
import { SCRIPT_FLAGS } from './flags.js';
import { FunctionCatalog } from './function-catalog.js';
import { readLibraries, writeLibraries } from './function-dump.js';
import type { ScriptHost } from './host.js';
import { killRunning } from './kill.js';
import type { Library, LibraryFunction } from './library.js';
import type { LibraryEngine } from './library-engine.js';
import { checkDeclared, commandFlags, takeKeys } from './prepare.js';

/** Milliseconds that the code of a library may run when it is loaded. */
const LOAD_TIMEOUT = 500;

/** FCALL, FCALL_RO and FUNCTION (`functions.c`). */
export function functionFamily(host: ScriptHost, engine: LibraryEngine, catalog: FunctionCatalog): Family {
  const callFunction =
    (readOnly: boolean) =>
    (context: Context, args: Args): RespValue => {
      context.server.feedMonitors(context.session, context.argv, context.caller);
      const definition = catalog.find(args.next());
      if (definition === undefined) return fail('ERR Function not found');
      const inputs = takeKeys(args, args.long('ERR Bad number of keys provided'));
      checkDeclared(context, definition.declared, readOnly);
      const run = new ActiveRun(context, 'function', definition.name, definition.declared, readOnly);
      engine.prepare(definition, inputs.keys, inputs.args);
      host.observer?.started?.({ kind: 'function', name: definition.name, wasCached: true, L: engine.L });
      return host.invoke(engine.L, run, 2);
    };

  const flagsOfCall = ([, name]: readonly Bytes[]): CommandFlags | undefined =>
    commandFlags(catalog.find(name!)?.declared);

  function loadInto(
    target: FunctionCatalog,
    { server }: Context,
    code: Bytes,
    replace: boolean,
    timeout: number,
  ): Library {
    return target.load(code, replace, (library, body) => engine.load(library, body, timeout, server.stopwatch));
  }

  /** Says OK to a change of the catalog and keeps INFO's counts. */
  function changed({ server }: Context): RespValue {
    server.scriptCounts.libraries = catalog.libraryCount;
    server.scriptCounts.functions = catalog.functionCount;
    server.scriptCounts.libraryBytes = catalog.bytes;
    return OK;
  }

  function load(context: Context, args: Args): RespValue {
    let replace = false;
    while (args.left > 1) {
      if (args.accept('REPLACE')) replace = true;
      else fail(`ERR Unknown option given: ${untilNul(args.next())}`);
    }
    if (args.left === 0) fail('ERR Function code is missing');
    return withLineEnds(context, () => {
      const library = loadInto(catalog, context, args.next(), replace, LOAD_TIMEOUT);
      changed(context);
      return bulk(library.name);
    });
  }

  function restore(context: Context, args: Args): RespValue {
    if (args.left > 2) fail(wrongSubcommand(context.argv));
    const payload = args.next();
    const policy = args.left === 0 ? 'APPEND' : args.keyword();
    if (policy !== 'APPEND' && policy !== 'REPLACE' && policy !== 'FLUSH')
      fail('ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.');
    return withLineEnds(context, () => {
      const restored = new FunctionCatalog();
      for (const code of readLibraries(payload, context.server.version.rdb))
        loadInto(restored, context, code, false, 0);
      if (policy === 'FLUSH') catalog.clear();
      catalog.join(restored, policy === 'REPLACE');
      return changed(context);
    });
  }

  function list(args: Args): RespValue {
    let withCode = false;
    let pattern: Bytes | undefined;
    while (args.left > 0) {
      if (!withCode && args.accept('WITHCODE')) withCode = true;
      else if (pattern === undefined && args.accept('LIBRARYNAME')) {
        if (args.left === 0) fail('ERR library name argument was not given');
        pattern = args.next();
      } else fail(`ERR Unknown argument ${untilNul(args.next())}`);
    }
    const libraries = [...catalog.list()].filter(
      (library) => pattern === undefined || globMatch(pattern, library.name, true),
    );
    return array(libraries.map((library) => describeLibrary(library, withCode)));
  }

  function flush(context: Context, args: Args): RespValue {
    if (args.left > 1) fail(wrongSubcommand(context.argv));
    const mode = args.left === 1 ? args.keyword() : 'SYNC';
    if (mode !== 'SYNC' && mode !== 'ASYNC') fail('ERR FUNCTION FLUSH only supports SYNC|ASYNC option');
    catalog.clear();
    return changed(context);
  }

  function stats(): RespValue {
    const { run } = host;
    if (run?.kind === 'script') fail(BUSY_SCRIPT);
    const running =
      run === undefined
        ? NIL
        : map([
            [bulk('name'), bulk(run.name)],
            [bulk('command'), array(run.argv.map(bulk))],
            [bulk('duration_ms'), integer(run.duration)],
          ]);
    const counts = map([
      [bulk('libraries_count'), integer(catalog.libraryCount)],
      [bulk('functions_count'), integer(catalog.functionCount)],
    ]);
    return map([
      [bulk('running_script'), running],
      [bulk('engines'), map([[bulk('LUA'), counts]])],
    ]);
  }

  return {
    name: 'function',
    flags: { fcall: flagsOfCall, fcall_ro: flagsOfCall },
    commands: {
      fcall: callFunction(false),
      fcall_ro: callFunction(true),
      'function|load': load,
      'function|list': (_context, args) => list(args),
      'function|delete': (context, args) => {
        catalog.delete(args.next());
        return changed(context);
      },
      'function|flush': flush,
      'function|dump': ({ server }) =>
        bulk(
          writeLibraries(
            [...catalog.list()].map(({ code }) => code),
            server.config.flag('rdbcompression'),
            server.version.rdb,
          ),
        ),
      'function|restore': restore,
      'function|stats': stats,
      'function|kill': (context) => killRunning(context, 'function'),
    },
  };
}

/** What is wrong with a library keeps its line ends (`addReplyErrorSds`), which other errors lose. */
function withLineEnds({ server }: Context, action: () => RespValue): RespValue {
  try {
    return action();
  } catch (thrown) {
    if (!(thrown instanceof RedisError)) throw thrown;
    server.statistics.countError(thrown.text);
    return error(thrown.text);
  }
}

function describeLibrary(library: Library, withCode: boolean): RespValue {
  const entries: [RespValue, RespValue][] = [
    [bulk('library_name'), bulk(library.name)],
    [bulk('engine'), bulk('LUA')],
    [bulk('functions'), array([...library.functions.values()].map(describeFunction))],
  ];
  if (withCode) entries.push([bulk('library_code'), bulk(library.code)]);
  return map(entries);
}

function describeFunction(definition: LibraryFunction): RespValue {
  return map([
    [bulk('name'), bulk(definition.name)],
    [bulk('description'), bulkOrNil(definition.description)],
    [bulk('flags'), set(SCRIPT_FLAGS.filter((flag) => definition.declared.has(flag)).map(status))],
  ]);
}
