import { aclFamily } from './families/acl.js';
import { bitmapFamily } from './families/bitmap.js';
import { clientFamily } from './families/client.js';
import { commandFamily } from './families/command.js';
import { configFamily } from './families/config.js';
import { connectionFamily } from './families/connection.js';
import { helpFamily } from './families/container-help.js';
import { debugFamily } from './families/debug.js';
import { diagnosticsFamily } from './families/diagnostics.js';
import { dumpFamily } from './families/dump.js';
import { expiryFamily } from './families/expiry.js';
import { geoFamily } from './families/geo.js';
import { hashFamily } from './families/hash.js';
import { hyperloglogFamily } from './families/hyperloglog.js';
import { infoFamily } from './families/info.js';
import { keysFamily } from './families/keys.js';
import { latencyFamily } from './families/latency.js';
import { listFamily } from './families/list.js';
import { objectFamily } from './families/object.js';
import { pubsubFamily } from './families/pubsub.js';
import { replicationFamily } from './families/replication.js';
import { serverFamily } from './families/server.js';
import { setFamily } from './families/set.js';
import { sortFamily } from './families/sort.js';
import { streamFamily } from './families/stream.js';
import { stringFamily } from './families/string.js';
import { transactionFamily } from './families/transactions.js';
import { zsetFamily } from './families/zset.js';
import type { Family } from './family.js';

/** Every family but those of scripts and functions, which need Lua and are added by whoever has it. */
export const redisFamilies: readonly Family[] = [
  connectionFamily,
  clientFamily,
  serverFamily,
  replicationFamily,
  infoFamily,
  configFamily,
  aclFamily,
  commandFamily,
  diagnosticsFamily,
  latencyFamily,
  debugFamily,
  helpFamily,
  keysFamily,
  expiryFamily,
  objectFamily,
  sortFamily,
  dumpFamily,
  transactionFamily,
  pubsubFamily,
  stringFamily,
  bitmapFamily,
  hashFamily,
  listFamily,
  setFamily,
  zsetFamily,
  streamFamily,
  geoFamily,
  hyperloglogFamily,
];
