import type { Bytes } from '../../bytes.js';
import { bulk, NIL, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, SYNTAX } from '../errors.js';
import { ListValue } from '../values/list-value.js';

export type End = 'left' | 'right';

/** `getListPositionFromObjectOrReply` */
export function readEnd(args: Args): End {
  const word = args.keyword();
  return word === 'LEFT' ? 'left' : word === 'RIGHT' ? 'right' : fail(SYNTAX);
}

/** Takes up to `count` elements off an end, in the order they come off; says the event, and deletes the key when nothing is left. */
export function popElements(context: Context, key: Bytes, list: ListValue, end: End, count: number): readonly Bytes[] {
  const { keys } = context;
  const popped = takeOff(context, key, list, end, count);
  keys.notify('list', end === 'left' ? 'lpop' : 'rpop', key);
  keys.removeIfEmpty(key, list);
  return popped;
}

function takeOff(context: Context, key: Bytes, list: ListValue, end: End, count: number): readonly Bytes[] {
  const remove = Math.min(count, list.length);
  const index = end === 'left' ? 0 : list.length - remove;
  const removed = context.keys.apply(key, list, { kind: 'list.splice', index, remove, insert: [] })!.before as Bytes[];
  return end === 'left' || remove === 1 ? removed : removed.toReversed();
}

/** `lmoveGenericCommand`: moves one element between two lists, or within one. The new list says its event before the old one does. */
export function moveElement(context: Context, from: Bytes, to: Bytes, fromEnd: End, toEnd: End): RespValue {
  const { keys } = context;
  const source = keys.write(from, ListValue);
  if (source === undefined) return NIL;
  const found = keys.write(to, ListValue);
  const element = takeOff(context, from, source, fromEnd, 1)[0]!;
  const target = found ?? new ListValue();
  if (found === undefined) keys.put(to, target);
  const index = toEnd === 'left' ? 0 : target.length;
  keys.apply(to, target, { kind: 'list.splice', index, remove: 0, insert: [element] });
  keys.notify('list', toEnd === 'left' ? 'lpush' : 'rpush', to);
  keys.notify('list', fromEnd === 'left' ? 'lpop' : 'rpop', from);
  keys.removeIfEmpty(from, source);
  return bulk(element);
}
