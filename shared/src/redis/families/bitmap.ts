import { fromOctets } from '../../bytes.js';
import { integer, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { BIT_NOT_0_OR_1, BIT_NOT_INTEGER, BITOP_NOT_ONE_KEY, fail, SYNTAX } from '../errors.js';
import type { Family } from '../family.js';
import { countBits, findBit } from '../values/bits.js';
import { StringValue } from '../values/string-value.js';
import { readBitOffset, stringForBits } from './bit-args.js';
import { bitfield } from './bitfield.js';

export const bitmapFamily: Family = {
  name: 'bitmap',
  commands: {
    bitcount,
    bitfield: (context, args) => bitfield(context, args, false),
    bitfield_ro: (context, args) => bitfield(context, args, true),
    bitop,
    bitpos,
    getbit,
    setbit,
  },
};

function setbit(context: Context, args: Args): RespValue {
  const { keys } = context;
  const key = args.next();
  const bit = readBitOffset(context, args);
  const on = args.long(BIT_NOT_INTEGER);
  if (on !== 0 && on !== 1) fail(BIT_NOT_INTEGER);
  const { value, grew } = stringForBits(context, key, bit);
  const offset = Math.floor(bit / 8);
  const mask = 0x80 >> (bit % 8);
  const byte = value.byteAt(offset);
  const before = (byte & mask) === 0 ? 0 : 1;
  if (grew || before !== on) {
    const bytes = String.fromCharCode(on === 1 ? byte | mask : byte & ~mask);
    keys.apply(key, value, { kind: 'string.write', offset, bytes });
    keys.notify('string', 'setbit', key);
  }
  return integer(before);
}

function getbit(context: Context, args: Args): RespValue {
  const key = args.next();
  const bit = readBitOffset(context, args);
  const byte = context.keys.read(key, StringValue)?.byteAt(Math.floor(bit / 8)) ?? 0;
  return integer((byte >> (7 - (bit % 8))) & 1);
}

/** BIT or BYTE; bytes by default. */
function readUnit(args: Args): 1 | 8 {
  if (args.left === 0 || args.accept('BYTE')) return 8;
  return args.accept('BIT') ? 1 : fail(SYNTAX);
}

/** The first and last bit of an inclusive range of units, whose ends may count from the back; empty when first > last. */
function bitRange(length: number, start: number, end: number, unit: 1 | 8): { first: number; last: number } {
  const total = unit === 8 ? length : length * 8;
  const from = Math.max(start < 0 ? total + start : start, 0);
  const to = Math.min(Math.max(end < 0 ? total + end : end, 0), total - 1);
  return { first: from * unit, last: to * unit + unit - 1 };
}

function bitcount(context: Context, args: Args): RespValue {
  const value = context.keys.read(args.next(), StringValue);
  if (value === undefined) return integer(0);
  let range = { first: 0, last: value.length * 8 - 1 };
  if (args.left === 2 || args.left === 3) {
    const start = args.integer();
    const end = args.integer();
    if (start < 0 && end < 0 && start > end) return integer(0);
    range = bitRange(value.length, Number(start), Number(end), readUnit(args));
  } else if (args.left > 0) fail(SYNTAX);
  if (range.first > range.last) return integer(0);
  return integer(countBits(value, range.first, range.last));
}

function bitpos(context: Context, args: Args): RespValue {
  const key = args.next();
  const bit = args.long();
  if (bit !== 0 && bit !== 1) return fail(BIT_NOT_0_OR_1);
  const value = context.keys.read(key, StringValue);
  if (value === undefined) return integer(bit === 1 ? -1 : 0);
  let range = { first: 0, last: value.length * 8 - 1 };
  const given = args.left;
  if (given > 3) fail(SYNTAX);
  if (given > 0) {
    const start = args.long();
    const endPosition = args.position;
    if (given === 3) args.position++;
    const unit = given === 3 ? readUnit(args) : 8;
    args.position = endPosition;
    range = bitRange(value.length, start, given >= 2 ? args.long() : value.length - 1, unit);
  }
  if (range.first > range.last) return integer(-1);
  const found = findBit(value, bit, range.first, range.last);
  if (found !== undefined) return integer(found);
  // Without an explicit end the string goes on in zero bits for ever.
  return integer(bit === 0 && given < 2 ? range.last + 1 : -1);
}

type Operation = (a: number, b: number) => number;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  AND: (a, b) => a & b,
  OR: (a, b) => a | b,
  XOR: (a, b) => a ^ b,
};

function bitop(context: Context, args: Args): RespValue {
  const { keys } = context;
  const name = args.keyword();
  const operation = OPERATIONS[name];
  if (operation === undefined && name !== 'NOT') fail(SYNTAX);
  const target = args.next();
  if (operation === undefined && args.left !== 1) fail(BITOP_NOT_ONE_KEY);
  const sources = args.rest().map((key) => keys.read(key, StringValue)?.octets() ?? new Uint8Array());
  const length = Math.max(...sources.map((source) => source.length));
  if (length === 0) {
    if (keys.remove(target)) keys.notify('generic', 'del', target);
    return integer(0);
  }
  const [first, ...others] = sources;
  const result = new Uint8Array(length);
  result.set(first!);
  if (operation === undefined) for (let i = 0; i < length; i++) result[i] = ~result[i]!;
  else for (const other of others) for (let i = 0; i < length; i++) result[i] = operation(result[i]!, other[i] ?? 0);
  keys.put(target, new StringValue(fromOctets(result), 'raw'));
  keys.notify('string', 'set', target);
  return integer(length);
}
