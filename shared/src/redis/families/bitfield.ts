import { array, integer, NIL, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { BITFIELD_OVERFLOW, BITFIELD_READ_ONLY, BITFIELD_TYPE, fail, SYNTAX } from '../errors.js';
import { readBits, writtenBits } from '../values/bits.js';
import { parseInt64 } from '../values/integer.js';
import { StringValue } from '../values/string-value.js';
import { readBitOffset, stringForBits } from './bit-args.js';

interface FieldType {
  readonly signed: boolean;
  readonly bits: number;
}

type Overflow = 'WRAP' | 'SAT' | 'FAIL';

interface Operation {
  readonly name: 'GET' | 'SET' | 'INCRBY';
  readonly type: FieldType;
  readonly offset: number;
  /** What to set or to add. */
  readonly operand: bigint;
  readonly overflow: Overflow;
}

function readType(args: Args): FieldType {
  const text = args.next();
  const signed = text.startsWith('i');
  const bits = signed || text.startsWith('u') ? parseInt64(text.slice(1)) : undefined;
  if (typeof bits !== 'number' || bits < 1 || bits > (signed ? 64 : 63)) return fail(BITFIELD_TYPE);
  return { signed, bits };
}

function readOverflow(args: Args): Overflow {
  const word = args.keyword();
  return word === 'WRAP' || word === 'SAT' || word === 'FAIL' ? word : fail(BITFIELD_OVERFLOW);
}

function readOperations(context: Context, args: Args): Operation[] {
  const operations: Operation[] = [];
  let overflow: Overflow = 'WRAP';
  while (args.left > 0) {
    const name = args.keyword();
    if (name === 'OVERFLOW' && args.left >= 1) {
      overflow = readOverflow(args);
      continue;
    }
    if (name !== 'GET' && name !== 'SET' && name !== 'INCRBY') return fail(SYNTAX);
    if (args.left < (name === 'GET' ? 2 : 3)) fail(SYNTAX);
    const type = readType(args);
    const offset = readBitOffset(context, args, type.bits);
    operations.push({ name, type, offset, operand: name === 'GET' ? 0n : args.bigint(), overflow });
  }
  return operations;
}

const lowest = ({ signed, bits }: FieldType): bigint => (signed ? -(1n << BigInt(bits - 1)) : 0n);
const highest = ({ signed, bits }: FieldType): bigint => (1n << BigInt(signed ? bits - 1 : bits)) - 1n;

const asField = (value: bigint, { signed, bits }: FieldType): bigint =>
  signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);

/**
 * `checkSignedBitfieldOverflow` and `checkUnsignedBitfieldOverflow`: the value to store; undefined when it is not to be stored. The room that
 * is left above a value is a 64-bit difference, so that far below the range of a narrow field it wraps, and that counts as an overflow too.
 */
function fitted(value: bigint, increment: bigint, type: FieldType, overflow: Overflow): bigint | undefined {
  const sum = value + increment;
  const roomAbove = BigInt.asIntN(64, highest(type) - value);
  const isAbove = sum > highest(type) || (type.signed && type.bits < 64 && increment > roomAbove);
  if (!isAbove && sum >= lowest(type)) return sum;
  if (overflow === 'FAIL') return undefined;
  if (overflow === 'WRAP') return asField(sum, type);
  return isAbove ? highest(type) : lowest(type);
}

/** `bitfieldGeneric`. The string is made as long as the farthest write needs before anything else is done. */
export function bitfield(context: Context, args: Args, readOnly: boolean): RespValue {
  const { keys } = context;
  const key = args.next();
  const operations = readOperations(context, args);
  const writes = operations.filter(({ name }) => name !== 'GET');
  if (writes.length === 0) {
    const value = keys.read(key, StringValue) ?? new StringValue('');
    return array(operations.map(({ type, offset }) => integer(asField(readBits(value, offset, type.bits), type))));
  }
  if (readOnly) fail(BITFIELD_READ_ONLY);
  const lastBit = Math.max(...writes.map(({ offset, type }) => offset + type.bits - 1));
  const { value, grew } = stringForBits(context, key, lastBit);
  let changed = false;
  const replies = operations.map(({ name, type, offset, operand, overflow }) => {
    const before = asField(readBits(value, offset, type.bits), type);
    if (name === 'GET') return integer(before);
    // An unsigned field is set from the 64 bits of the operand, whatever their sign.
    const set = type.signed ? operand : BigInt.asUintN(64, operand);
    const after = name === 'SET' ? fitted(set, 0n, type, overflow) : fitted(before, operand, type, overflow);
    if (after === undefined) return NIL;
    if (grew || after !== before) {
      const bits = BigInt.asUintN(type.bits, after);
      keys.apply(key, value, { kind: 'string.write', ...writtenBits(value, offset, type.bits, bits) });
      changed = true;
    }
    return integer(name === 'SET' ? before : after);
  });
  if (changed) keys.notify('string', 'setbit', key);
  return array(replies);
}
