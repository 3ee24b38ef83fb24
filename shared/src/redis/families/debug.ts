import type { Bytes } from '../../bytes.js';
import { HELP } from '../../commands/help.generated.js';
import {
  array,
  boolean,
  bulk,
  error,
  integer,
  map,
  NIL,
  OK,
  push,
  set,
  status,
  text,
  type RespValue,
} from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { datasetDigest, valueDigest } from '../digest.js';
import {
  CLUSTER_MODE_ONLY,
  fail,
  NO_ALLOCATOR_SETTING,
  NO_SUCH_KEY,
  NOT_LISTPACK,
  NOT_QUICKLIST,
  NOT_SDS,
  PACKED_THRESHOLD,
  PROTOCOL_TYPE,
  RELOAD_FAILED,
  RELOAD_OPTIONS,
  RESP2_NOT_SUPPORTED,
  RESTART_FAILED,
  REWRITE_FAILED,
  serverCrash,
  wrongSubcommand,
} from '../errors.js';
import type { Family } from '../family.js';
import { clientBuckets, replyBuffer } from './debug-clients.js';
import { databaseTables, valueTable } from './debug-tables.js';
import { reloadDataset } from '../rdb/reload.js';
import { encodeValue, nodesOf } from '../rdb/encode-value.js';
import { parseMemory } from '../setting-values.js';
import type { Value } from '../value.js';
import { parseDouble } from '../values/double.js';
import { ListValue } from '../values/list-value.js';
import { exactRoom, type SdsRoom } from '../values/sds-size.js';
import { StringValue } from '../values/string-value.js';
import { embeddedSize } from '../value-size.js';

export const debugFamily: Family = { name: 'debug', commands: { debug } };

type Subcommand = (context: Context, args: Args) => RespValue;

/** What a subcommand takes, itself not counted: how few words and how many. */
interface Entry {
  readonly words: readonly [min: number, max: number];
  readonly run: Subcommand;
}

/** The subcommands of DEBUG HELP, and those that it does not tell of. */
const SUBCOMMANDS: Readonly<Record<string, Entry>> = {
  'aof-flush-sleep': { words: [1, 1], run: () => OK },
  assert: { words: [0, Infinity], run: crash },
  'change-repl-id': { words: [0, 0], run: () => OK },
  'client-eviction': { words: [0, 0], run: clientBuckets },
  clusterlink: {
    words: [3, 3],
    run: ({ argv }, args) => fail(args.accept('KILL') ? CLUSTER_MODE_ONLY : wrongSubcommand(argv)),
  },
  'config-rewrite-force-all': { words: [0, 0], run: () => fail(REWRITE_FAILED) },
  'crash-and-recover': { words: [0, Infinity], run: restart },
  digest: { words: [0, 0], run: ({ keyspace }) => status(datasetDigest(keyspace.databases)) },
  'digest-value': { words: [0, Infinity], run: digestValues },
  'drop-cluster-packet-filter': {
    words: [1, 1],
    run: (_, args) => {
      args.long();
      return OK;
    },
  },
  error: { words: [1, 1], run: (_, args) => error(args.next().replace(/[\r\n]/g, ' ')) },
  help: { words: [0, 0], run: () => array(HELP['debug']!.map(status)) },
  htstats: { words: [1, 1], run: databaseTables },
  'htstats-key': { words: [1, 1], run: valueTable },
  leak: { words: [1, 1], run: () => OK },
  listpack: { words: [1, 1], run: structure('listpack', NOT_LISTPACK, 'Listpack') },
  loadaof: { words: [0, 0], run: reload },
  log: { words: [1, 1], run: () => OK },
  // There is no allocator whose settings could be read.
  mallctl: { words: [1, Infinity], run: () => fail(NO_ALLOCATOR_SETTING) },
  'mallctl-str': { words: [1, Infinity], run: () => fail(NO_ALLOCATOR_SETTING) },
  object: { words: [1, 1], run: describeObject },
  oom: { words: [0, Infinity], run: crash },
  panic: { words: [0, Infinity], run: crash },
  'pause-cron': { words: [1, 1], run: () => OK },
  populate: { words: [1, 3], run: populate },
  protocol: { words: [1, 1], run: (context, args) => pushed(context, args) ?? protocol(args) },
  quicklist: { words: [1, 2], run: structure('quicklist', NOT_QUICKLIST, 'Quicklist') },
  'quicklist-packed-threshold': { words: [1, 1], run: packedThreshold },
  reload: { words: [0, Infinity], run: reload },
  replicate: { words: [1, Infinity], run: () => OK },
  replybuffer: { words: [2, 2], run: replyBuffer },
  restart: { words: [0, Infinity], run: restart },
  sdslen: { words: [1, 1], run: stringLengths },
  segfault: { words: [0, Infinity], run: crash },
  'set-active-expire': {
    words: [1, 1],
    run: ({ server }, args) => toggle(args, (on) => (server.debugging.activeExpire = on)),
  },
  'set-disable-deny-scripts': {
    words: [1, 1],
    run: ({ server }, args) => toggle(args, (on) => (server.debugging.scriptsMayCallAll = on)),
  },
  'set-skip-checksum-validation': {
    words: [1, 1],
    run: ({ server }, args) => toggle(args, (on) => (server.debugging.skipsChecksums = on)),
  },
  sleep: { words: [1, 1], run: sleep },
  structsize: { words: [0, 0], run: () => bulk(STRUCTURE_SIZES) },
  'stringmatch-test': { words: [0, 0], run: () => status('Apparently Redis did not crash: test passed') },
};

const STRUCTURE_SIZES = 'bits:64 robj:16 dictentry:24 sdshdr5:1 sdshdr8:3 sdshdr16:5 sdshdr32:9 sdshdr64:17 ';

function debug(context: Context, args: Args): RespValue {
  const entry = SUBCOMMANDS[args.next().toLowerCase()];
  if (entry === undefined || args.left < entry.words[0] || args.left > entry.words[1])
    return fail(wrongSubcommand(context.argv));
  return entry.run(context, args);
}

/** Words that are there for a server to be killed by. */
function crash({ server, argv }: Context): RespValue {
  return fail(serverCrash(server.version.text, argv[1]!.toUpperCase()));
}

/** A server that cannot be restarted says so. */
function restart(_: Context, args: Args): RespValue {
  if (args.left > 0) args.integer();
  return fail(RESTART_FAILED);
}

function toggle(args: Args, turn: (on: boolean) => void): RespValue {
  turn((parseInt(args.next(), 10) || 0) !== 0);
  return OK;
}

function sleep({ server }: Context, args: Args): RespValue {
  server.sleep(Math.floor((parseDouble(args.next()) ?? 0) * 1e6));
  return OK;
}

function digestValues({ keys }: Context, args: Args): RespValue {
  return array(args.rest().map((key) => status(valueDigest(keys, key))));
}

const existing = ({ keys }: Context, key: Bytes): Value => keys.content.values.get(key) ?? fail(NO_SUCH_KEY);

function describeObject(context: Context, args: Args): RespValue {
  const { server, now } = context;
  const value = existing(context, args.next());
  const idle = Math.max(0, Math.floor((now - value.accessedAt) / 1000));
  const size = encodeValue(value, server.payloadFormat).length - 1;
  const lru = Math.floor(value.accessedAt / 1000) & 0xffffff;
  return status(
    `Value at:0x7f0000000000 refcount:1 encoding:${value.encoding} serializedlength:${size} lru:${lru} lru_seconds_idle:${idle}${quicklistFacts(context, value)}`,
  );
}

function quicklistFacts({ server, keyspace }: Context, value: Value): Bytes {
  if (!(value instanceof ListValue)) return '';
  const nodes = [...nodesOf(value, server.payloadFormat)];
  const { listMaxListpackSize, listCompressDepth } = keyspace.limits;
  const size = server.memory.ofKey('', value, 0);
  return ` ql_nodes:${nodes.length} ql_avg_node:${(value.length / nodes.length).toFixed(2)} ql_listpack_max:${listMaxListpackSize} ql_compressed:${listCompressDepth > 0 ? 1 : 0} ql_uncompressed_size:${size}`;
}

function stringLengths(context: Context, args: Args): RespValue {
  const key = args.next();
  const value = existing(context, key);
  if (!(value instanceof StringValue) || value.encoding === 'int') return fail(NOT_SDS);
  const describe = (name: string, length: number, { capacity, allocation }: SdsRoom): string =>
    `${name}_sds_len:${length}, ${name}_sds_avail:${capacity - length}, ${name}_zmalloc: ${allocation}`;
  const { length } = value;
  // The string of an embstr lies within its object, and has no room of its own.
  const room = value.encoding === 'raw' ? value.room : { capacity: length, allocation: embeddedSize(length) };
  return status(`${describe('key', key.length, exactRoom(key.length))}, ${describe('val', length, room)}`);
}

function structure(encoding: string, refusal: Bytes, name: string): Subcommand {
  return (context, args) => {
    if (existing(context, args.next()).encoding !== encoding) fail(refusal);
    return status(`${name} structure printed on stdout`);
  };
}

function populate({ keys }: Context, args: Args): RespValue {
  const count = args.positive();
  const prefix = args.left > 0 ? args.next() : 'key';
  const size = args.left > 0 ? args.positive() : 0;
  for (let i = 0; i < count; i++) {
    const key = `${prefix}:${i}`;
    if (keys.lookupForWrite(key) !== undefined) continue;
    const text = `value:${i}`;
    keys.put(key, new StringValue(size === 0 ? text : text.slice(0, size).padEnd(size, '\0')));
  }
  return OK;
}

function packedThreshold({ server }: Context, args: Args): RespValue {
  const size = parseMemory(args.next());
  if (size === undefined || size > (1n << 32n) - (1n << 20n)) return fail(PACKED_THRESHOLD);
  server.debugging.packedThreshold = size === 0n ? 1 << 30 : Number(size);
  return OK;
}

/** DEBUG RELOAD and LOADAOF: everything is written out and read back. */
function reload({ server }: Context, args: Args): RespValue {
  const options = new Set<string>();
  while (args.left > 0) {
    const option = args.keyword();
    if (!['MERGE', 'NOFLUSH', 'NOSAVE'].includes(option)) fail(RELOAD_OPTIONS);
    options.add(option);
  }
  // What is there already cannot be loaded a second time.
  const isEmpty = server.scriptCounts.libraries === 0 && server.keyspace.databases.every((db) => db.size === 0);
  if (options.has('NOFLUSH') && !options.has('MERGE') && !isEmpty) fail(RELOAD_FAILED);
  reloadDataset(server);
  server.tracking.invalidateAll();
  return OK;
}

const NUMBERS = [0, 1, 2].map(integer);

/** DEBUG PROTOCOL PUSH: a message, and a reply behind it. */
function pushed({ session, resp }: Context, args: Args): RespValue | undefined {
  if (!args.accept('PUSH')) return undefined;
  if (resp === 2) fail(RESP2_NOT_SUPPORTED);
  session.output(push([bulk('server-cpu-usage'), integer(42)]));
  return bulk('Some real reply following the push reply');
}

/** DEBUG PROTOCOL: one reply of each type. */
function protocol(args: Args): RespValue {
  switch (args.next().toLowerCase()) {
    case 'string':
      return bulk('Hello World');
    case 'integer':
      return integer(12345);
    case 'double':
      return { type: 'double', text: '3.141' };
    case 'bignum':
      return { type: 'bignumber', text: '1234567999999999999999999999999999999' };
    case 'null':
      return NIL;
    case 'array':
      return array(NUMBERS);
    case 'set':
      return set(NUMBERS);
    case 'map':
      return map(NUMBERS.map((number, i) => [number, boolean(i === 1)]));
    case 'attrib':
      return {
        type: 'attribute',
        entries: [[bulk('key-popularity'), array([bulk('key:123'), integer(90)])]],
        value: bulk('Some real reply following the attribute'),
      };
    case 'true':
      return boolean(true);
    case 'false':
      return boolean(false);
    case 'verbatim':
      return text('This is a verbatim\nstring');
    default:
      return fail(PROTOCOL_TYPE);
  }
}
