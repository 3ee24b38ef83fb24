import type { Bytes } from '../../bytes.js';
import { array, EMPTY_ARRAY, integer, NIL, NIL_ARRAY, OK, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { StreamId } from '../change.js';
import type { Context } from '../context.js';
import {
  fail,
  NO_SUCH_KEY,
  SYNTAX,
  wrongArity,
  XADD_EXHAUSTED,
  XADD_ID_TOO_SMALL,
  XADD_ID_ZERO,
  XADD_TOO_LARGE,
  XSETID_ADDED_NEGATIVE,
  XSETID_BELOW_DELETED,
  XSETID_BELOW_LENGTH,
  XSETID_BELOW_TOP,
  XTRIM_NEEDS_STRATEGY,
} from '../errors.js';
import type { Family } from '../family.js';
import { compareIds, MAX_ID, nextId, UINT64_MAX, ZERO_ID, type WrittenId } from '../values/stream-id.js';
import { StreamValue } from '../values/stream-value.js';
import {
  entryReply,
  idReply,
  planTrim,
  readId,
  readIntervalEnd,
  readIntervalStart,
  readOpenId,
  TrimOptions,
  type Trim,
} from './stream-args.js';
import { xautoclaim, xclaim } from './stream-claim.js';
import { xack, xgroupCommands, xpending } from './stream-groups.js';
import { xinfoCommands } from './stream-info.js';
import { xread } from './stream-read.js';

export const streamFamily: Family = {
  name: 'stream',
  commands: {
    xack,
    xadd,
    xautoclaim,
    xclaim,
    xdel,
    ...xgroupCommands,
    ...xinfoCommands,
    xlen,
    xpending,
    xrange: (context, args) => range(context, args, false),
    xread: (context, args) => xread(context, args, 'xread'),
    xreadgroup: (context, args) => xread(context, args, 'xreadgroup'),
    xrevrange: (context, args) => range(context, args, true),
    xsetid,
    xtrim,
  },
};

function readAddOptions(context: Context, args: Args): { create: boolean; trim: Trim | undefined; id?: WrittenId } {
  const options = new TrimOptions();
  let create = true;
  let id: WrittenId | undefined;
  while (args.left > 0) {
    if (args.peek() === '*') {
      args.position++;
      break;
    }
    if (options.read(args)) continue;
    if (args.accept('NOMKSTREAM')) create = false;
    else {
      id = readOpenId(args.next());
      break;
    }
  }
  const trim = options.finish(context.keyspace.limits);
  return id === undefined ? { create, trim } : { create, trim, id };
}

/** The id that `streamAppendItem` gives a new entry. */
function idFor(context: Context, stream: StreamValue, written: WrittenId | undefined): StreamId {
  const { lastId } = stream;
  let id: StreamId;
  if (written === undefined) {
    const ms = BigInt(context.now);
    id = ms > lastId.ms ? { ms, seq: 0n } : nextId(lastId)!;
  } else if (written.seq !== undefined) id = { ms: written.ms, seq: written.seq };
  else if (written.ms !== lastId.ms) id = { ms: written.ms, seq: 0n };
  else if (lastId.seq === UINT64_MAX) return fail(XADD_TOO_LARGE);
  else id = { ms: lastId.ms, seq: lastId.seq + 1n };
  return compareIds(id, lastId) > 0 ? id : fail(XADD_ID_TOO_SMALL);
}

function xadd(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const { create, trim, id: written } = readAddOptions(context, args);
  const fields = args.rest();
  if (fields.length < 2 || fields.length % 2 !== 0) fail(wrongArity('xadd'));
  if (written?.ms === 0n && written.seq === 0n) fail(XADD_ID_ZERO);
  const found = keys.write(key, StreamValue);
  if (found === undefined && !create) return NIL;
  const stream = found ?? new StreamValue();
  if (compareIds(stream.lastId, MAX_ID) === 0) fail(XADD_EXHAUSTED);
  const id = idFor(context, stream, written);
  if (found === undefined) keys.put(key, stream);
  keys.apply(key, stream, { kind: 'stream.append', id, fields });
  keys.notify('stream', 'xadd', key);
  if (trim !== undefined) applyTrim(context, key, stream, trim);
  return idReply(id);
}

function applyTrim(context: Context, key: Bytes, stream: StreamValue, trim: Trim): number {
  const plan = planTrim(stream, trim);
  context.keys.apply(key, stream, { kind: 'stream.trim', ...plan });
  if (plan.count > 0) context.keys.notify('stream', 'xtrim', key);
  return plan.count;
}

function xtrim(context: Context, args: Args): RespValue {
  const key = args.next();
  const options = new TrimOptions();
  while (args.left > 0) if (!options.read(args)) fail(SYNTAX);
  const trim = options.finish(context.keyspace.limits, XTRIM_NEEDS_STRATEGY)!;
  const stream = context.keys.write(key, StreamValue);
  return integer(stream === undefined ? 0 : applyTrim(context, key, stream, trim));
}

function xlen(context: Context, args: Args): RespValue {
  return integer(context.keys.read(args.next(), StreamValue)?.length ?? 0);
}

function range(context: Context, args: Args, reverse: boolean): RespValue {
  const key = args.next();
  const [first, second] = [args.next(), args.next()];
  const start = readIntervalStart(reverse ? second : first);
  const end = readIntervalEnd(reverse ? first : second);
  let count: number | undefined;
  while (args.left > 0) {
    if (args.left > 1 && args.accept('COUNT')) count = Math.max(args.long(), 0);
    else fail(SYNTAX);
  }
  const stream = context.keys.read(key, StreamValue);
  if (stream === undefined) return EMPTY_ARRAY;
  if (count === 0) return NIL_ARRAY;
  const entries: RespValue[] = [];
  for (const entry of stream.entries(start, end, reverse)) if (entries.push(entryReply(entry)) === count) break;
  return array(entries);
}

function xdel(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const stream = keys.write(key, StreamValue);
  if (stream === undefined) return integer(0);
  const ids = args.rest().map(readId);
  let deleted = 0;
  for (const id of ids) {
    if (keys.apply(key, stream, { kind: 'stream.delete', id }) === undefined) continue;
    deleted++;
    if (compareIds(id, stream.maxDeletedId) > 0) keys.apply(key, stream, { kind: 'stream.counters', maxDeletedId: id });
  }
  if (deleted > 0) keys.notify('stream', 'xdel', key);
  return integer(deleted);
}

function xsetid(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const lastId = readId(args.next());
  let entriesAdded: bigint | undefined;
  let maxDeletedId = ZERO_ID;
  while (args.left > 0) {
    if (args.left > 1 && args.accept('ENTRIESADDED')) {
      entriesAdded = args.bigint();
      if (entriesAdded < 0n) fail(XSETID_ADDED_NEGATIVE);
    } else if (args.left > 1 && args.accept('MAXDELETEDID')) {
      maxDeletedId = readId(args.next());
      if (compareIds(lastId, maxDeletedId) < 0) fail(XSETID_BELOW_DELETED);
    } else fail(SYNTAX);
  }
  const stream = keys.write(key, StreamValue) ?? fail(NO_SUCH_KEY);
  if (stream.length > 0) {
    if (compareIds(lastId, stream.newestId) < 0) fail(XSETID_BELOW_TOP);
    if (entriesAdded !== undefined && BigInt(stream.length) > entriesAdded) fail(XSETID_BELOW_LENGTH);
  }
  keys.apply(key, stream, {
    kind: 'stream.counters',
    lastId,
    ...(entriesAdded === undefined ? {} : { entriesAdded }),
    ...(compareIds(maxDeletedId, ZERO_ID) === 0 ? {} : { maxDeletedId }),
  });
  keys.notify('stream', 'xsetid', key);
  return OK;
}
