import { array, bulk, bulkOrNil, EMPTY_ARRAY, integer, NIL, NIL_ARRAY, OK, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import {
  fail,
  INDEX_OUT_OF_RANGE,
  LPOS_COUNT_NEGATIVE,
  LPOS_MAXLEN_NEGATIVE,
  LPOS_RANK_ZERO,
  NO_SUCH_KEY,
  SYNTAX,
  wrongArity,
} from '../errors.js';
import type { Family } from '../family.js';
import { INT64_MIN } from '../values/integer.js';
import { ListValue } from '../values/list-value.js';
import { moveElement, popElements, readEnd, type End } from './list-ends.js';
import { blmove, blmpop, blpop, lmpop } from './list-blocking.js';

export const listFamily: Family = {
  name: 'list',
  commands: {
    blmove: (context, args) => blmove(context, args, 'blmove'),
    blmpop,
    blpop: (context, args) => blpop(context, args, 'left'),
    brpop: (context, args) => blpop(context, args, 'right'),
    brpoplpush: (context, args) => blmove(context, args, 'brpoplpush'),
    lindex,
    linsert,
    llen,
    lmove,
    lmpop,
    lpop: (context, args) => pop(context, args, 'left'),
    lpos,
    lpush: (context, args) => push(context, args, 'left'),
    lpushx: (context, args) => push(context, args, 'left', true),
    lrange,
    lrem,
    lset,
    ltrim,
    rpop: (context, args) => pop(context, args, 'right'),
    rpoplpush: (context, args) => moveElement(context, args.next(), args.next(), 'right', 'left'),
    rpush: (context, args) => push(context, args, 'right'),
    rpushx: (context, args) => push(context, args, 'right', true),
  },
};

function push(context: Context, args: Args, end: End, onlyExisting = false): RespValue {
  const { keys } = context;
  const key = args.next();
  const found = keys.write(key, ListValue);
  if (found === undefined && onlyExisting) return integer(0);
  const list = found ?? new ListValue();
  if (found === undefined) keys.replace(key, undefined, list, false);
  const elements = args.rest();
  const left = end === 'left';
  const insert = left && elements.length > 1 ? elements.toReversed() : elements;
  keys.apply(key, list, { kind: 'list.splice', index: left ? 0 : list.length, remove: 0, insert });
  keys.notify('list', left ? 'lpush' : 'rpush', key);
  return integer(list.length);
}

function pop(context: Context, args: Args, end: End): RespValue {
  const key = args.next();
  if (args.left > 1) fail(wrongArity(end === 'left' ? 'lpop' : 'rpop'));
  const count = args.left === 1 ? args.positive() : undefined;
  const list = context.keys.write(key, ListValue);
  if (list === undefined) return count === undefined ? NIL : NIL_ARRAY;
  if (count === 0) return EMPTY_ARRAY;
  const popped = popElements(context, key, list, end, count ?? 1);
  return count === undefined ? bulk(popped[0]!) : array(popped.map(bulk));
}

function linsert(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const side = args.keyword();
  if (side !== 'AFTER' && side !== 'BEFORE') fail(SYNTAX);
  const pivot = args.next();
  const list = keys.write(key, ListValue);
  if (list === undefined) return integer(0);
  let index = 0;
  for (const element of list.from(0)) {
    if (element === pivot) break;
    index++;
  }
  if (index === list.length) return integer(-1);
  if (side === 'AFTER') index++;
  keys.apply(key, list, { kind: 'list.splice', index, remove: 0, insert: [args.next()] });
  keys.notify('list', 'linsert', key);
  return integer(list.length);
}

function llen(context: Context, args: Args): RespValue {
  return integer(context.keys.read(args.next(), ListValue)?.length ?? 0);
}

function lindex(context: Context, args: Args): RespValue {
  const list = context.keys.read(args.next(), ListValue);
  if (list === undefined) return NIL;
  const index = args.long();
  return bulkOrNil(list.at(index < 0 ? list.length + index : index));
}

function lset(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const list = keys.write(key, ListValue) ?? fail(NO_SUCH_KEY);
  let index = args.long();
  if (index < 0) index += list.length;
  if (index < 0 || index >= list.length) fail(INDEX_OUT_OF_RANGE);
  keys.apply(key, list, { kind: 'list.set', index, value: args.next() });
  keys.notify('list', 'lset', key);
  return OK;
}

/** Positions `from` ≤ i < `to` of a range whose inclusive ends may count from the back. */
function clamp(length: number, start: number, end: number): { from: number; to: number } {
  const from = Math.max(start < 0 ? length + start : start, 0);
  const to = Math.min(end < 0 ? length + end : end, length - 1) + 1;
  return from < to ? { from, to } : { from: length, to: length };
}

function lrange(context: Context, args: Args): RespValue {
  const key = args.next();
  const start = args.long();
  const end = args.long();
  const list = context.keys.read(key, ListValue);
  if (list === undefined) return EMPTY_ARRAY;
  const { from, to } = clamp(list.length, start, end);
  return array(list.slice(from, to).map(bulk));
}

function ltrim(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const start = args.long();
  const end = args.long();
  const list = keys.write(key, ListValue);
  if (list === undefined) return OK;
  const { from, to } = clamp(list.length, start, end);
  keys.apply(key, list, { kind: 'list.splice', index: to, remove: list.length - to, insert: [] });
  keys.apply(key, list, { kind: 'list.splice', index: 0, remove: from, insert: [] });
  keys.notify('list', 'ltrim', key);
  keys.removeIfEmpty(key, list);
  keys.touched(key);
  return OK;
}

function lrem(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const count = args.long();
  const element = args.next();
  const list = keys.write(key, ListValue);
  if (list === undefined) return integer(0);
  const step = count < 0 ? -1 : 1;
  const found: number[] = [];
  let index = step === 1 ? 0 : list.length - 1;
  for (const candidate of list.from(index, step)) {
    if (candidate === element && found.push(index) === Math.abs(count)) break;
    index += step;
  }
  // From the back, so that the positions still to come stay true.
  for (const at of step === 1 ? found.toReversed() : found)
    keys.apply(key, list, { kind: 'list.splice', index: at, remove: 1, insert: [] });
  if (found.length > 0) keys.notify('list', 'lrem', key);
  keys.removeIfEmpty(key, list);
  return integer(found.length);
}

function lmove(context: Context, args: Args): RespValue {
  const source = args.next();
  const target = args.next();
  const from = readEnd(args);
  return moveElement(context, source, target, from, readEnd(args));
}

interface PositionOptions {
  /** Which match is the first to report, from 1; the walk starts at the tail when `step` is -1. */
  rank: number;
  step: 1 | -1;
  /** Matches to report; 0 reports all. Not given: one, without an array around it. */
  count: number | undefined;
  /** Elements to look at; 0 looks at all. */
  maxLength: number;
}

function readPositionOptions(args: Args): PositionOptions {
  const options: PositionOptions = { rank: 1, step: 1, count: undefined, maxLength: 0 };
  let unbounded = false;
  while (args.left > 0) {
    if (args.left > 1 && args.accept('RANK')) {
      const rank = args.integer();
      if (rank === 0) fail(LPOS_RANK_ZERO);
      // The smallest integer has no negative: in C it stays negative, so that every match counts and no count is reached.
      unbounded = rank === INT64_MIN;
      options.rank = unbounded ? 1 : Math.abs(Number(rank));
      options.step = rank < 0 ? -1 : 1;
    } else if (args.left > 1 && args.accept('COUNT')) options.count = args.positive(LPOS_COUNT_NEGATIVE);
    else if (args.left > 1 && args.accept('MAXLEN')) options.maxLength = args.positive(LPOS_MAXLEN_NEGATIVE);
    else fail(SYNTAX);
  }
  if (unbounded && options.count !== undefined) options.count = 0;
  return options;
}

function lpos(context: Context, args: Args): RespValue {
  const key = args.next();
  const element = args.next();
  const { rank, step, count, maxLength } = readPositionOptions(args);
  const list = context.keys.read(key, ListValue);
  if (list === undefined) return count === undefined ? NIL : EMPTY_ARRAY;
  const found: number[] = [];
  const wanted = count === undefined ? 1 : count;
  let seen = 0;
  let matches = 0;
  for (const candidate of list.from(step === 1 ? 0 : list.length - 1, step)) {
    if (maxLength !== 0 && seen >= maxLength) break;
    if (candidate === element && ++matches >= rank) {
      found.push(step === 1 ? seen : list.length - seen - 1);
      if (found.length === wanted) break;
    }
    seen++;
  }
  if (count !== undefined) return array(found.map((index) => integer(index)));
  return found[0] === undefined ? NIL : integer(found[0]);
}
