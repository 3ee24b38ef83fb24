import { bulk, NIL, OK, type RespValue } from '../../resp/value.js';
import { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  BAD_PAYLOAD,
  BUSY_KEY,
  fail,
  FREQ_OUT_OF_RANGE,
  IDLETIME_NEGATIVE,
  PAYLOAD_CHECKSUM,
  SYNTAX,
  TTL_NEGATIVE,
} from '../errors.js';
import type { Family } from '../family.js';
import { decodeValue } from '../rdb/decode-value.js';
import { encodeValue } from '../rdb/encode-value.js';
import { openPayload, sealPayload } from '../rdb/payload.js';
import { normalized } from '../values/integer.js';

export const dumpFamily: Family = { name: 'dump', commands: { dump, restore, 'restore-asking': restore } };

function dump({ keys, server }: Context, args: Args): RespValue {
  const value = keys.lookup(args.next());
  return value === undefined ? NIL : bulk(sealPayload(encodeValue(value, server.payloadFormat), server.version.rdb));
}

interface Options {
  replace: boolean;
  absolute: boolean;
  idleSeconds: number | undefined;
  frequency: number | undefined;
}

function readOptions(args: Args): Options {
  const options: Options = { replace: false, absolute: false, idleSeconds: undefined, frequency: undefined };
  while (args.left > 0) {
    if (args.accept('REPLACE')) options.replace = true;
    else if (args.accept('ABSTTL')) options.absolute = true;
    else if (args.left > 1 && options.frequency === undefined && args.accept('IDLETIME')) {
      options.idleSeconds = args.long();
      if (options.idleSeconds < 0) fail(IDLETIME_NEGATIVE);
    } else if (args.left > 1 && options.idleSeconds === undefined && args.accept('FREQ')) {
      options.frequency = args.long();
      if (options.frequency < 0 || options.frequency > 255) fail(FREQ_OUT_OF_RANGE);
    } else fail(SYNTAX);
  }
  return options;
}

/** `restoreCommand`: the options are read first, and a key that is there refused before anything else. */
function restore({ keys, server, keyspace, now, argv }: Context, args: Args): RespValue {
  const key = args.next();
  const { replace, absolute, idleSeconds, frequency } = readOptions(new Args(argv, 4));
  if (!replace && keys.lookupForWrite(key) !== undefined) fail(BUSY_KEY);
  const ttl = args.bigint();
  if (ttl < 0n) fail(TTL_NEGATIVE);
  const content =
    openPayload(args.next(), server.version.rdb, server.debugging.skipsChecksums) ?? fail(PAYLOAD_CHECKSUM);
  const value = decodeValue(content, keyspace, server.version.rdb) ?? fail(BAD_PAYLOAD);
  const removed = replace && keys.remove(key);
  const at = absolute ? ttl : ttl + BigInt(now);
  if (ttl > 0n && at <= now) {
    if (removed) keys.notify('generic', 'del', key);
    return OK;
  }
  keys.put(key, value);
  if (ttl > 0n) keys.setExpiry(key, normalized(at));
  if (idleSeconds !== undefined) value.accessedAt = keyspace.now - idleSeconds * 1000;
  if (frequency !== undefined) value.frequency = frequency;
  keys.notify('generic', 'restore', key);
  return OK;
}
