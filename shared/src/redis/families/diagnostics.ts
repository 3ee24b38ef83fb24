import { array, bulk, integer, map, NIL, OK, text, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, SLOWLOG_COUNT, SYNTAX, wrongSubcommand } from '../errors.js';
import type { Family } from '../family.js';
import { functionsMemory, scriptsMemory } from '../script-size.js';
import { DICT_ENTRY, OBJECT, POINTER, tableSlots } from '../value-size.js';
import { printDouble } from '../values/double.js';
import { INT64_MAX } from '../values/integer.js';

export const diagnosticsFamily: Family = {
  name: 'diagnostics',
  commands: {
    'memory|doctor': () => text(MEMORY_DOCTOR),
    'memory|malloc-stats': () => bulk('Stats not supported for the current allocator'),
    'memory|purge': () => OK,
    'memory|stats': memoryStatistics,
    'memory|usage': memoryUsage,
    'slowlog|get': slowlogEntries,
    'slowlog|len': ({ server }) => integer(server.slowlog.entries.length),
    'slowlog|reset': resetSlowlog,
  },
};

const MEMORY_DOCTOR =
  "Hi Sam, this instance is empty or is using very little memory, my issues detector can't be used in these conditions. Please, leave for your mission on Earth and fill it with some data. The new Sam and I will be back to our programming as soon as I finished rebooting.\n";

function slowlogEntries({ server, argv }: Context, args: Args): RespValue {
  if (args.left > 1) fail(wrongSubcommand(argv));
  const count = args.left > 0 ? args.range(-1, Number(INT64_MAX), SLOWLOG_COUNT) : 10;
  const { entries } = server.slowlog;
  return array(
    entries
      .slice(0, count < 0 ? undefined : count)
      .map((entry) =>
        array([
          integer(entry.id),
          integer(entry.time),
          integer(Math.round(entry.duration)),
          array(entry.argv.map(bulk)),
          bulk(entry.peer),
          bulk(entry.clientName),
        ]),
      ),
  );
}

function resetSlowlog({ server }: Context): RespValue {
  server.slowlog.reset();
  return OK;
}

function memoryUsage({ keys, server }: Context, args: Args): RespValue {
  const key = args.next();
  let samples = 5;
  while (args.left > 0) {
    if (args.left < 2 || !args.accept('SAMPLES')) fail(SYNTAX);
    samples = args.long();
    if (samples < 0) fail(SYNTAX);
  }
  const value = keys.content.values.get(key);
  return value === undefined ? NIL : integer(server.memory.ofKey(key, value, samples));
}

/** `getMemoryOverheadData`, as far as it can be said here: an allocator of its own there is none. */
function memoryStatistics({ server, keyspace }: Context): RespValue {
  const { used, peak, startup } = server.memory;
  const { scripts, functions, scriptBytes, libraryBytes } = server.scriptCounts;
  const caches = { scripts: scriptsMemory(scripts, scriptBytes), functions: functionsMemory(functions, libraryBytes) };
  const tables = keyspace.databases
    .filter((db) => db.size > 0)
    .map(({ index, content }) => {
      const main = dictSize(content.values.size) + content.values.size * OBJECT;
      return { index, main, expires: dictSize(content.expires.size) };
    });
  const total = keyspace.databases.reduce((sum, db) => sum + db.size, 0);
  const overhead = tables.reduce(
    (sum, { main, expires }) => sum + main + expires,
    startup + caches.scripts + caches.functions,
  );
  const net = Math.max(0, used - startup);
  const dataset = Math.max(0, used - overhead);
  const number = (name: string, value: number): Entry => [bulk(name), integer(Math.floor(value))];
  const share = (name: string, value: number): Entry => [
    bulk(name),
    { type: 'double', text: printDouble(Math.fround(value)) },
  ];
  return map([
    number('peak.allocated', peak),
    number('total.allocated', used),
    number('startup.allocated', startup),
    ...['replication.backlog', 'clients.slaves', 'clients.normal', 'cluster.links', 'aof.buffer'].map((name) =>
      number(name, 0),
    ),
    number('lua.caches', caches.scripts),
    number('functions.caches', caches.functions),
    ...tables.map(({ index, main, expires }): Entry => [
      bulk(`db.${index}`),
      map([
        number('overhead.hashtable.main', main),
        number('overhead.hashtable.expires', expires),
        number('overhead.hashtable.slot-to-keys', 0),
      ]),
    ]),
    number('overhead.total', overhead),
    number('keys.count', total),
    number('keys.bytes-per-key', total === 0 ? 0 : net / total),
    number('dataset.bytes', dataset),
    share('dataset.percentage', net === 0 ? 0 : (dataset * 100) / net),
    share('peak.percentage', (used * 100) / peak),
    ...['allocated', 'active', 'resident'].map((name) => number(`allocator.${name}`, used)),
    ...['allocator-fragmentation', 'allocator-rss', 'rss-overhead'].flatMap((name) => [
      share(`${name}.ratio`, 1),
      number(`${name}.bytes`, 0),
    ]),
    share('fragmentation', 1),
    number('fragmentation.bytes', 0),
  ]);
}

type Entry = readonly [RespValue, RespValue];

/** Entries and buckets; those of a database are moved to a larger table while nothing else is to be done. */
const dictSize = (entries: number): number =>
  entries === 0 ? 0 : entries * DICT_ENTRY + POINTER * tableSlots(entries, Infinity);
