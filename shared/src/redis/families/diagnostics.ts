import { array, bulk, integer, map, NIL, OK, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, SLOWLOG_COUNT, SYNTAX, wrongSubcommand } from '../errors.js';
import type { Family } from '../family.js';
import { printDouble } from '../values/double.js';
import { INT64_MAX } from '../values/integer.js';

export const diagnosticsFamily: Family = {
  name: 'diagnostics',
  commands: {
    'memory|doctor': () => verbatim(MEMORY_DOCTOR),
    'memory|malloc-stats': () => bulk('Stats not supported for the current allocator'),
    'memory|purge': () => OK,
    'memory|stats': memoryStatistics,
    'memory|usage': memoryUsage,
    'slowlog|get': slowlogEntries,
    'slowlog|len': ({ server }) => integer(server.slowlog.entries.length),
    'slowlog|reset': resetSlowlog,
  },
};

const verbatim = (value: string): RespValue => ({ type: 'verbatim', format: 'txt', value });

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

/** What can be said of memory here: totals are estimates, an allocator of its own there is none. */
function memoryStatistics({ server, keyspace }: Context): RespValue {
  const { used, peak, startup } = server.memory;
  const total = keyspace.databases.reduce((sum, db) => sum + db.size, 0);
  const dataset = used - startup;
  const number = (value: number): RespValue => integer(Math.floor(value));
  const double = (value: number): RespValue => ({ type: 'double', text: printDouble(value) });
  const databases = keyspace.databases
    .filter((db) => db.size > 0)
    .map((db): [RespValue, RespValue] => [
      bulk(`db.${db.index}`),
      map([
        [bulk('overhead.hashtable.main'), number(db.size * 72)],
        [bulk('overhead.hashtable.expires'), number(db.content.expires.size * 32)],
        [bulk('overhead.hashtable.slot-to-keys'), number(0)],
      ]),
    ]);
  return map([
    [bulk('peak.allocated'), number(peak)],
    [bulk('total.allocated'), number(used)],
    [bulk('startup.allocated'), number(startup)],
    ...['replication.backlog', 'clients.slaves', 'clients.normal', 'cluster.links', 'aof.buffer', 'lua.caches'].map(
      (name): [RespValue, RespValue] => [bulk(name), number(0)],
    ),
    [bulk('functions.caches'), number(184)],
    ...databases,
    [bulk('overhead.total'), number(startup)],
    [bulk('keys.count'), number(total)],
    [bulk('keys.bytes-per-key'), number(total === 0 ? 0 : dataset / total)],
    [bulk('dataset.bytes'), number(dataset)],
    [bulk('dataset.percentage'), double((dataset * 100) / Math.max(1, dataset))],
    [bulk('peak.percentage'), double((used * 100) / peak)],
    ...['allocated', 'active', 'resident'].map((name): [RespValue, RespValue] => [
      bulk(`allocator.${name}`),
      number(used),
    ]),
    ...['allocator-fragmentation', 'allocator-rss', 'rss-overhead'].flatMap((name): [RespValue, RespValue][] => [
      [bulk(`${name}.ratio`), double(1)],
      [bulk(`${name}.bytes`), number(0)],
    ]),
    [bulk('fragmentation'), double(1)],
    [bulk('fragmentation.bytes'), number(0)],
  ]);
}
