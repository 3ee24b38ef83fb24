import type { Bytes } from '../../bytes.js';
import { Args } from '../args.js';
import type { Context } from '../context.js';
import { fail, INVALID_STREAM_ID, SYNTAX } from '../errors.js';
import type { Handler, Outcome } from '../family.js';

/** A command of 6.2 by what 7.0 does now. */
type Earlier = (context: Context, args: Args, now: Handler) => Outcome;

const EARLIER: ReadonlyMap<Bytes, Earlier> = new Map([
  ['bitcount', countedInBytes(4, 2)],
  ['bitpos', countedInBytes(5, 3)],
  ['decrby', decrby],
  ['set', set],
  ['xadd', xadd],
]);

/** The handler as 6.2 has it, where 7.0 takes more. */
export function handlerOf62(name: Bytes, now: Handler): Handler {
  const earlier = EARLIER.get(name);
  return earlier === undefined ? now : (context, args) => earlier(context, args, now);
}

/** BITCOUNT and BITPOS had no unit, and refused what is too long (`most` words) once they had found the key: `least` words reach that far. */
function countedInBytes(most: number, least: number): Earlier {
  return (context, args, now) => {
    if (args.argv.length <= most) return now(context, args);
    const outcome = now(context, new Args(args.argv.slice(0, least), 1));
    return context.keys.peek(args.argv[1]!) === undefined ? outcome : fail(SYNTAX);
  };
}

/** What cannot be negated was added as it is. */
function decrby(context: Context, args: Args, now: Handler): Outcome {
  const [, key = '', amount] = args.argv;
  if (amount !== '-9223372036854775808') return now(context, args);
  return context.server.findCommand(['incrby'])!.handler!(context, new Args(['incrby', key, amount], 1));
}

/** NX and GET excluded each other. */
function set(context: Context, args: Args, now: Handler): Outcome {
  const options = new Set<Bytes>();
  for (let i = 3; i < args.argv.length; i++) {
    const option = args.argv[i]!.toUpperCase();
    options.add(option);
    if (/^P?EX(AT)?$/.test(option)) i++;
  }
  return options.has('NX') && options.has('GET') ? fail(SYNTAX) : now(context, args);
}

/** The server made whole IDs, and no sequence for a given time. */
function xadd(context: Context, args: Args, now: Handler): Outcome {
  return idOf(args.argv).endsWith('-*') ? fail(INVALID_STREAM_ID) : now(context, args);
}

/** The ID among the words of XADD: what follows its options. */
function idOf(argv: readonly Bytes[]): Bytes {
  for (let i = 2; i < argv.length;) {
    const word = argv[i]!.toUpperCase();
    if (word === 'NOMKSTREAM') i++;
    else if (word === 'LIMIT') i += 2;
    else if (word === 'MAXLEN' || word === 'MINID') i += /^[=~]$/.test(argv[i + 1] ?? '') ? 3 : 2;
    else return argv[i]!;
  }
  return '';
}
