import type { Bytes } from '../bytes.js';
import {
  checkStack,
  getField,
  type LuaState,
  LuaType,
  next,
  pop,
  pushNil,
  pushValue,
  rawGetField,
  rawGetIndex,
  toBoolean,
  toBytes,
  toNumber,
  typeOf,
} from '../lua/vm.js';
import { error, integer, NIL, type RespValue, type RespVersion, status } from '../resp/value.js';
import { cString, flagField, readFields } from './error-style.js';
import { exactText } from './number-text.js';

/** What was left out when a Lua value became a reply: see `Conversion` in the recording. */
export type Loss = 'fraction' | 'range' | 'exactness' | 'keys' | 'items-after-nil' | 'value' | 'depth';

/** The kinds of Lua value the conversion tells apart. */
export type Source =
  | 'nil'
  | 'boolean'
  | 'number'
  | 'string'
  | 'table'
  | 'ok-table'
  | 'err-table'
  | 'double-table'
  | 'map-table'
  | 'set-table'
  | 'other';

/** Told of each value converted. `lostCount` counts dropped entries of a table (0: nothing was lost after all); 1 for a number or a value. */
export type ConversionListener = (from: Source, to: RespValue['type'], lost?: Loss, lostCount?: number) => void;

/** Told of each error table that became an error reply; `counted` when the statistics know of the error already. */
export type ErrorListener = (text: Bytes, counted: boolean) => void;

/** Slots of the C stack of Lua 5.1 (LUAI_MAXCSTACK): what limits the depth of a reply. */
const STACK_LIMIT = 8000;
/** Slots in use around the value: the error handler and the value itself. */
const FIRST_SLOT = 2;
/**
 * A table of which every element is another one twice is small, and its reply has no end: a real server goes on until its memory is full. What
 * the sandbox sends has a limit, in values; a table costs as much as so many of them.
 */
const MOST_VALUES = 2 ** 22;
const VALUES_PER_TABLE = 16;
const TOO_LARGE = error(
  `ERR The sandbox stops here: this reply is larger than ${MOST_VALUES} values, of which a table counts for ${VALUES_PER_TABLE}`,
);
const TOO_DEEP = error('ERR reached lua stack limit');

/**
 * Pops the value on top of the stack and answers the reply it becomes (`luaReplyToRedisReply`). `version` is the one the script chose
 * with `redis.setresp`: it decides about booleans. Nested values are converted without recursion, so that any depth Lua allows will do.
 *
 * `typed` is about big numbers and verbatim strings, which came with 7.0.
 *
 * Reading `err` of an error table honours `__index`; an error raised there passes through (a real server dies of it).
 */
export function popReply(
  L: LuaState,
  version: RespVersion,
  onError: ErrorListener,
  options: { readonly typed?: boolean; readonly listener?: ConversionListener | undefined } = {},
): RespValue {
  const { typed = true, listener } = options;
  const open: OpenAggregate[] = [];
  let slots = FIRST_SLOT;
  let values = 0;
  for (;;) {
    values += typeOf(L, -1) === LuaType.table ? VALUES_PER_TABLE : 1;
    if (values > MOST_VALUES) return TOO_LARGE;
    let value = convertTop(L, slots, version, open, onError, typed, listener);
    // Hand a finished value to the aggregate around it, until one needs a further value.
    for (;;) {
      const aggregate = open.at(-1);
      if (aggregate === undefined) return value!;
      if (value !== undefined) aggregate.take(value);
      if (aggregate.pushNext(L)) {
        slots = aggregate.slots;
        break;
      }
      open.pop();
      value = aggregate.finish();
    }
  }
}

/** An array, map or set whose elements are being converted. Its table stays on the stack meanwhile. */
interface OpenAggregate {
  /** Slots in use when the next element is on top. */
  readonly slots: number;
  take(element: RespValue): void;
  /** Pushes the next element to convert; at the end pops what belongs to the aggregate and answers false. */
  pushNext(L: LuaState): boolean;
  finish(): RespValue;
}

class OpenArray implements OpenAggregate {
  readonly slots: number;
  private readonly items: RespValue[] = [];

  constructor(slots: number) {
    this.slots = slots + 1;
  }

  take(element: RespValue): void {
    this.items.push(element);
  }

  pushNext(L: LuaState): boolean {
    if (rawGetIndex(L, -1, this.items.length + 1) !== LuaType.nil) return true;
    pop(L, 2);
    return false;
  }

  finish(): RespValue {
    return { type: 'array', items: this.items };
  }
}

/** Of each entry first the key is converted (a copy of it, on top of the value), then the value. */
class OpenMap implements OpenAggregate {
  private readonly base: number;
  private readonly entries: (readonly [RespValue, RespValue])[] = [];
  private key: RespValue = NIL;
  private awaiting: 'key' | 'value' | undefined;

  constructor(slots: number) {
    this.base = slots + 1;
  }

  get slots(): number {
    return this.base + (this.awaiting === 'key' ? 3 : 2);
  }

  take(element: RespValue): void {
    if (this.awaiting === 'key') this.key = element;
    else this.entries.push([this.key, element]);
  }

  pushNext(L: LuaState): boolean {
    if (this.awaiting === 'key') {
      this.awaiting = 'value';
      return true;
    }
    if (this.awaiting === undefined) pushNil(L);
    if (!next(L, -2)) {
      pop(L, 2);
      return false;
    }
    pushValue(L, -2);
    this.awaiting = 'key';
    return true;
  }

  finish(): RespValue {
    return { type: 'map', entries: this.entries };
  }
}

class OpenSet implements OpenAggregate {
  readonly slots: number;
  private readonly items: RespValue[] = [];
  private started = false;

  constructor(slots: number) {
    this.slots = slots + 3;
  }

  take(element: RespValue): void {
    this.items.push(element);
  }

  pushNext(L: LuaState): boolean {
    if (!this.started) {
      this.started = true;
      pushNil(L);
    }
    if (!next(L, -2)) {
      pop(L, 2);
      return false;
    }
    pop(L);
    pushValue(L, -1);
    return true;
  }

  finish(): RespValue {
    return { type: 'set', items: this.items };
  }
}

/** Converts the top of the stack and pops it; an aggregate is opened instead (and answers undefined). */
function convertTop(
  L: LuaState,
  slots: number,
  version: RespVersion,
  open: OpenAggregate[],
  onError: ErrorListener,
  typed: boolean,
  listener: ConversionListener | undefined,
): RespValue | undefined {
  if (slots + 4 > STACK_LIMIT || !checkStack(L, 4)) {
    listener?.('other', 'error', 'depth', 1);
    pop(L);
    return TOO_DEEP;
  }
  if (typeOf(L, -1) === LuaType.table) return convertTable(L, slots, open, onError, typed, listener);
  const reply = convertScalar(L, version, listener);
  pop(L);
  return reply;
}

function convertScalar(L: LuaState, version: RespVersion, listener: ConversionListener | undefined): RespValue {
  switch (typeOf(L, -1)) {
    case LuaType.string:
      listener?.('string', 'bulk');
      return { type: 'bulk', value: toBytes(L, -1)! };
    case LuaType.boolean: {
      const value = toBoolean(L, -1);
      if (version === 3) {
        listener?.('boolean', 'boolean');
        return { type: 'boolean', value };
      }
      listener?.('boolean', value ? 'integer' : 'nil');
      return value ? { type: 'integer', value: 1 } : NIL;
    }
    case LuaType.number: {
      const n = toNumber(L, -1)!;
      const loss = numberLoss(n);
      if (loss === undefined) listener?.('number', 'integer');
      else listener?.('number', 'integer', loss, 1);
      return integer(toInt64(n));
    }
    case LuaType.nil:
      listener?.('nil', 'nil');
      return NIL;
    default:
      listener?.('other', 'nil', 'value', 1);
      return NIL;
  }
}

const TWO_63 = 9223372036854775808;
const INT64_MIN = -(2n ** 63n);
const inRange = (n: number): boolean => n >= -TWO_63 && n < TWO_63;

/** The C cast to `long long` on x86-64: cut towards zero; NaN and what does not fit are the smallest integer. */
function toInt64(n: number): number | bigint {
  if (Number.isSafeInteger(n)) return n + 0;
  if (!inRange(n)) return INT64_MIN;
  const whole = Math.trunc(n) + 0;
  return Number.isSafeInteger(whole) ? whole : BigInt(whole);
}

/** The special fields in the order they are asked for; raw reads, but for an error's. */
function convertTable(
  L: LuaState,
  slots: number,
  open: OpenAggregate[],
  onError: ErrorListener,
  typed: boolean,
  listener: ConversionListener | undefined,
): RespValue | undefined {
  const err = stringField(L, 'err');
  if (err !== undefined) {
    const text = lineText(cString(err));
    onError(text, isCounted(L));
    return special(L, 'err-table', error(text), listener);
  }
  const ok = stringField(L, 'ok');
  if (ok !== undefined) return special(L, 'ok-table', status(spaceLineEnds(cString(ok))), listener);
  if (rawGetField(L, -1, 'double') === LuaType.number) {
    const text = exactText(L, -1);
    pop(L);
    return special(L, 'double-table', { type: 'double', text }, listener);
  }
  pop(L);
  const shape = typed ? (bigNumberField(L) ?? verbatimField(L)) : undefined;
  if (shape !== undefined) return special(L, 'table', shape, listener);
  for (const name of ['map', 'set'] as const) {
    if (rawGetField(L, -1, name) === LuaType.table) {
      listener?.(`${name}-table`, name, 'keys', countEntries(L, -2) - 1);
      open.push(name === 'map' ? new OpenMap(slots) : new OpenSet(slots));
      return undefined;
    }
    pop(L);
  }
  if (listener !== undefined) reportArray(L, listener);
  open.push(new OpenArray(slots));
  return undefined;
}

/** What an integer reply cannot say of a number; `exactness`: so large that it may have been another one before Lua had it. */
function numberLoss(n: number): Loss | undefined {
  if (!inRange(n)) return 'range';
  if (!Number.isInteger(n)) return 'fraction';
  return Number.isSafeInteger(n) ? undefined : 'exactness';
}

/** Ends the conversion of a table that one field decided about: everything else in it is lost. */
function special(L: LuaState, from: Source, reply: RespValue, listener: ConversionListener | undefined): RespValue {
  listener?.(from, reply.type, 'keys', countEntries(L, -1) - 1);
  pop(L);
  return reply;
}

/** Reads an error table to its end as `luaExtractErrorInformation` does, metamethods included. */
const isCounted = (L: LuaState): boolean =>
  readFields(L, (state) => {
    for (const name of ['source', 'line']) {
      getField(state, -1, name);
      pop(state);
    }
    return flagField(state, 'ignore_error_stats_update');
  });

function stringField(L: LuaState, name: Bytes): Bytes | undefined {
  const value = rawGetField(L, -1, name) === LuaType.string ? toBytes(L, -1) : undefined;
  pop(L);
  return value;
}

function bigNumberField(L: LuaState): RespValue | undefined {
  const digits = stringField(L, 'big_number');
  return digits === undefined ? undefined : { type: 'bignumber', text: spaceLineEnds(digits) };
}

function verbatimField(L: LuaState): RespValue | undefined {
  let reply: RespValue | undefined;
  if (rawGetField(L, -1, 'verbatim_string') === LuaType.table) {
    const format = stringField(L, 'format');
    const value = format === undefined ? undefined : stringField(L, 'string');
    if (format !== undefined && value !== undefined)
      reply = { type: 'verbatim', format: cString(format).slice(0, 3).padEnd(3, ' '), value };
  }
  pop(L);
  return reply;
}

/** The text of an error line that began with `-`: line ends at its end go, the others become spaces (`addReplyErrorFormat`). */
const lineText = (text: Bytes): Bytes => spaceLineEnds(text.replace(/[\r\n]+$/, ''));
const spaceLineEnds = (text: Bytes): Bytes => text.replace(/[\r\n]/g, ' ');

function countEntries(L: LuaState, index: number): number {
  pushValue(L, index);
  let count = 0;
  pushNil(L);
  while (next(L, -2)) {
    pop(L);
    count++;
  }
  pop(L);
  return count;
}

/** Of a table that becomes an array: the items up to the first nil are kept, later ones and other keys are lost. */
function reportArray(L: LuaState, listener: ConversionListener): void {
  let kept = 0;
  while (rawGetIndex(L, -1, kept + 1) !== LuaType.nil) {
    pop(L);
    kept++;
  }
  pop(L);
  let later = 0;
  let keys = 0;
  pushNil(L);
  while (next(L, -2)) {
    pop(L);
    const key = typeOf(L, -1) === LuaType.number ? toNumber(L, -1)! : 0;
    if (key > kept && Number.isInteger(key)) later++;
    else if (!(key >= 1 && Number.isInteger(key))) keys++;
  }
  if (later > 0) listener('table', 'array', 'items-after-nil', later);
  if (keys > 0) listener('table', 'array', 'keys', keys);
  if (later === 0 && keys === 0) listener('table', 'array');
}
