import type { Bytes } from '../../bytes.js';
import { array, bulk, NIL, NIL_ARRAY, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import { Blocked } from '../blocking.js';
import type { Context } from '../context.js';
import { COUNT_NOT_POSITIVE, fail, NUMKEYS_NOT_POSITIVE, SYNTAX } from '../errors.js';
import type { Outcome } from '../family.js';
import { ListValue } from '../values/list-value.js';
import { moveElement, popElements, readEnd, type End } from './list-ends.js';

const LONG_MAX = Number.MAX_VALUE;

/** What a pop from one key answers; undefined while there is no such list. */
type Serve = (context: Context, key: Bytes) => RespValue | undefined;

/** Answers from the first key that has a list, or waits for one. */
function popOrWait(context: Context, keys: readonly Bytes[], timeout: number, serve: Serve): Outcome {
  for (const key of keys) {
    const reply = serve(context, key);
    if (reply !== undefined) return reply;
  }
  if (!context.mayBlock) return NIL_ARRAY;
  return new Blocked({ type: 'list', keys, timeout, timeoutReply: NIL_ARRAY, serve });
}

/** BLPOP and BRPOP. */
export function blpop(context: Context, args: Args, end: End): Outcome {
  const keys = args.argv.slice(args.position, -1);
  args.position = args.argv.length - 1;
  return popOrWait(context, keys, args.timeout(), (inner, key) => {
    const list = inner.keys.write(key, ListValue);
    if (list === undefined) return undefined;
    return array([bulk(key), bulk(popElements(inner, key, list, end, 1)[0]!)]);
  });
}

/** BLMOVE and BRPOPLPUSH. A wait that ends without an element answers a nil array, unlike the command that may not wait. */
export function blmove(context: Context, args: Args, command: 'blmove' | 'brpoplpush'): Outcome {
  const source = args.next();
  const target = args.next();
  const from = command === 'blmove' ? readEnd(args) : 'right';
  const to = command === 'blmove' ? readEnd(args) : 'left';
  const timeout = args.timeout();
  const serve: Serve = (inner, key) =>
    inner.keys.write(key, ListValue) === undefined ? undefined : moveElement(inner, key, target, from, to);
  const reply = serve(context, source);
  if (reply !== undefined) return reply;
  if (!context.mayBlock) return NIL;
  return new Blocked({ type: 'list', keys: [source], timeout, timeoutReply: NIL_ARRAY, serve });
}

interface ManyKeys {
  readonly keys: readonly Bytes[];
  readonly serve: Serve;
}

/** The part after the timeout: `numkeys key [key …] LEFT|RIGHT [COUNT count]`. */
function readManyKeys(args: Args): ManyKeys {
  const count = args.range(1, LONG_MAX, NUMKEYS_NOT_POSITIVE);
  if (count >= args.left) fail(SYNTAX);
  const keys = args.argv.slice(args.position, args.position + count);
  args.position += count;
  const end = readEnd(args);
  let most: number | undefined;
  while (args.left > 0) {
    if (most === undefined && args.left > 1 && args.accept('COUNT')) most = args.range(1, LONG_MAX, COUNT_NOT_POSITIVE);
    else fail(SYNTAX);
  }
  const serve: Serve = (context, key) => {
    const list = context.keys.write(key, ListValue);
    if (list === undefined) return undefined;
    return array([bulk(key), array(popElements(context, key, list, end, most ?? 1).map(bulk))]);
  };
  return { keys, serve };
}

export function lmpop(context: Context, args: Args): RespValue {
  const { keys, serve } = readManyKeys(args);
  for (const key of keys) {
    const reply = serve(context, key);
    if (reply !== undefined) return reply;
  }
  return NIL_ARRAY;
}

/** The timeout stands first but is read last. */
export function blmpop(context: Context, args: Args): Outcome {
  const timeoutPosition = args.position++;
  const { keys, serve } = readManyKeys(args);
  args.position = timeoutPosition;
  return popOrWait(context, keys, args.timeout(), serve);
}
