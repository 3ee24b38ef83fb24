import type { Bytes } from '../../bytes.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { BIT_OFFSET, fail } from '../errors.js';
import { parseInt64 } from '../values/integer.js';
import { StringValue } from '../values/string-value.js';

/** `getBitOffsetFromArgument`: a bit's number, or `#n` for the n-th field of `fieldBits` bits where those are known. */
export function readBitOffset(context: Context, args: Args, fieldBits?: number): number {
  const text = args.next();
  const counted = fieldBits !== undefined && text.startsWith('#');
  const value = BigInt(parseInt64(counted ? text.slice(1) : text) ?? fail(BIT_OFFSET));
  const offset = counted ? BigInt.asIntN(64, value * BigInt(fieldBits)) : value;
  if (offset < 0n || offset >> 3n >= BigInt(context.server.maxStringLength)) fail(BIT_OFFSET);
  return Number(offset);
}

/**
 * `lookupStringForBitCommand`: the string to write bits to, long enough for a bit; made, and padded with zero bytes, where need be. Says
 * whether it grew. Whatever happens next, the string is stored raw from now on.
 */
export function stringForBits(context: Context, key: Bytes, bit: number): { value: StringValue; grew: boolean } {
  const { keys } = context;
  const found = keys.write(key, StringValue);
  const value = found ?? new StringValue('', 'raw');
  if (found === undefined) keys.put(key, value);
  const last = Math.floor(bit / 8);
  const grew = value.length <= last;
  if (grew) keys.apply(key, value, { kind: 'string.write', offset: last, bytes: '\0' });
  else if (value.encoding !== 'raw') keys.apply(key, value, { kind: 'string.write', offset: 0, bytes: '' });
  return { value, grew };
}
