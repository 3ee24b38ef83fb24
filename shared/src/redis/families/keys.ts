import type { Bytes } from '../../bytes.js';
import { array, bulk, bulkOrNil, integer, OK, status, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import type { Database } from '../database.js';
import { DB_OUT_OF_RANGE, fail, NO_SUCH_KEY, SAME_OBJECT, SYNTAX } from '../errors.js';
import type { Family } from '../family.js';
import { globMatch } from '../values/glob.js';
import { readCursor, readScanOptions, scanReply } from './scan.js';

export const keysFamily: Family = {
  name: 'keys',
  commands: {
    copy,
    del: remove,
    exists,
    keys,
    move,
    randomkey,
    rename: (context, args) => rename(context, args, false),
    renamenx: (context, args) => rename(context, args, true),
    scan,
    touch,
    type,
    unlink: remove,
  },
};

/** `delGenericCommand`. */
function remove({ keys: db }: Context, args: Args): RespValue {
  let removed = 0;
  for (const key of args.rest()) {
    db.expireIfDue(key);
    if (!db.remove(key)) continue;
    db.notify('generic', 'del', key);
    removed++;
  }
  return integer(removed);
}

function exists({ keys: db }: Context, args: Args): RespValue {
  return integer(args.rest().filter((key) => db.lookup(key, 'untouched') !== undefined).length);
}

function touch({ keys: db }: Context, args: Args): RespValue {
  return integer(args.rest().filter((key) => db.lookup(key) !== undefined).length);
}

function type({ keys: db }: Context, args: Args): RespValue {
  return status(db.lookup(args.next(), 'untouched')?.type ?? 'none');
}

function keys({ keys: db, keyspace }: Context, args: Args): RespValue {
  const pattern = args.next();
  const found: RespValue[] = [];
  for (const key of db.content.values.keys()) {
    if (pattern !== '*' && !globMatch(pattern, key)) continue;
    const at = db.expiry(key);
    if (at === undefined || keyspace.now <= at) found.push(bulk(key));
  }
  return array(found);
}

/** `scanGenericCommand` over the key names: expired keys are left out, and removed. */
function scan({ keys: db }: Context, args: Args): RespValue {
  const cursor = readCursor(args);
  const { count, pattern, type: wanted } = readScanOptions(args, true);
  const seen: Bytes[] = [];
  const next = db.content.values.scan(cursor, count, (key) => seen.push(key));
  const found = seen.filter((key) => {
    if (pattern !== undefined && !globMatch(pattern, key)) return false;
    const value = wanted === undefined ? undefined : db.lookup(key, 'untouched');
    if (wanted !== undefined && (value?.type ?? 'none') !== wanted.toLowerCase()) return false;
    return !db.expireIfDue(key);
  });
  return scanReply(next, found);
}

/** `dbRandomKey`. */
function randomkey({ keys: db, random }: Context): RespValue {
  for (;;) {
    const key = db.content.values.randomKey((limit) => random.below(limit));
    if (key === undefined || !db.expireIfDue(key)) return bulkOrNil(key);
  }
}

function rename({ keys: db }: Context, args: Args, onlyNew: boolean): RespValue {
  const [from, to] = [args.next(), args.next()];
  const value = db.lookupForWrite(from) ?? fail(NO_SUCH_KEY);
  if (from === to) return onlyNew ? integer(0) : OK;
  const expiry = db.expiry(from);
  if (db.lookupForWrite(to) !== undefined) {
    if (onlyNew) return integer(0);
    db.remove(to);
  }
  db.put(to, value);
  if (expiry !== undefined) db.setExpiry(to, expiry);
  db.remove(from);
  db.notify('generic', 'rename_from', from);
  db.notify('generic', 'rename_to', to);
  return onlyNew ? integer(1) : OK;
}

const databaseAt = ({ keyspace }: Context, args: Args): Database =>
  keyspace.databases[args.int()] ?? fail(DB_OUT_OF_RANGE);

function move(context: Context, args: Args): RespValue {
  const { keys: source } = context;
  const key = args.next();
  const target = databaseAt(context, args);
  if (target === source) fail(SAME_OBJECT);
  const value = source.lookupForWrite(key);
  if (value === undefined) return integer(0);
  const expiry = source.expiry(key);
  if (target.lookupForWrite(key) !== undefined) return integer(0);
  target.put(key, value);
  if (expiry !== undefined) target.setExpiry(key, expiry);
  source.remove(key);
  source.notify('generic', 'move_from', key);
  target.notify('generic', 'move_to', key);
  return integer(1);
}

function copy(context: Context, args: Args): RespValue {
  const { keys: source } = context;
  const [from, to] = [args.next(), args.next()];
  let target = source;
  let replace = false;
  while (args.left > 0) {
    if (args.accept('REPLACE')) replace = true;
    else if (args.left > 1 && args.accept('DB')) target = databaseAt(context, args);
    else fail(SYNTAX);
  }
  if (target === source && from === to) fail(SAME_OBJECT);
  const value = source.lookup(from);
  if (value === undefined) return integer(0);
  const expiry = source.expiry(from);
  if (target.lookupForWrite(to) !== undefined) {
    if (!replace) return integer(0);
    target.remove(to);
  }
  target.put(to, value.copy());
  if (expiry !== undefined) target.setExpiry(to, expiry);
  target.notify('generic', 'copy_to', to);
  return integer(1);
}
