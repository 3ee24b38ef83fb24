import type { Bytes } from '../../bytes.js';
import { array, bulk, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import { fail, INVALID_CURSOR, SYNTAX } from '../errors.js';
import type { Dict } from '../values/dict.js';
import { globMatch } from '../values/glob.js';

const ULONG_MAX = 2n ** 64n - 1n;

/** `parseScanCursorOrReply`: an unsigned 64-bit number as `strtoul` reads it, which knows signs and takes nothing at all for 0. */
export function readCursor(args: Args): bigint {
  const text = args.next().split('\0', 1)[0]!;
  const match = /^([+-]?)(\d+)$/.exec(text);
  if (match === null) return text === '' ? 0n : fail(INVALID_CURSOR);
  const value = BigInt(match[2]!);
  if (value > ULONG_MAX) fail(INVALID_CURSOR);
  return match[1] === '-' ? BigInt.asUintN(64, -value) : value;
}

export interface ScanOptions {
  /** How many elements one call is to look at, roughly. */
  readonly count: number;
  readonly pattern: Bytes | undefined;
  /** Only SCAN itself knows TYPE. */
  readonly type: Bytes | undefined;
}

/** COUNT, MATCH and, where `withType`, TYPE, in any order; the last of each wins. */
export function readScanOptions(args: Args, withType = false): ScanOptions {
  let count = 10;
  let pattern: Bytes | undefined;
  let type: Bytes | undefined;
  while (args.left > 0) {
    if (args.left > 1 && args.accept('COUNT')) {
      count = args.long();
      if (count < 1) fail(SYNTAX);
    } else if (args.left > 1 && args.accept('MATCH')) pattern = readPattern(args);
    else if (withType && args.left > 1 && args.accept('TYPE')) type = args.next();
    else fail(SYNTAX);
  }
  return { count, pattern, type };
}

/** A lone star is no pattern: as one it would not match the empty string. */
function readPattern(args: Args): Bytes | undefined {
  const pattern = args.next();
  return pattern === '*' ? undefined : pattern;
}

export const scanReply = (cursor: bigint, items: readonly Bytes[]): RespValue =>
  array([bulk(String(cursor)), array(items.map(bulk))]);

export const EMPTY_SCAN = scanReply(0n, []);

/**
 * One call of HSCAN, SSCAN or ZSCAN (`scanGenericCommand`): a hash table from a cursor on, any other encoding whole. `show` gives
 * what the reply has for a member.
 */
export function scanMembers(
  source: { readonly table: Dict<{}> | undefined; readonly members: () => Iterable<Bytes> },
  cursor: bigint,
  options: ScanOptions,
  show: (member: Bytes) => readonly Bytes[],
): RespValue {
  const { pattern, count } = options;
  const items: Bytes[] = [];
  const visit = (member: Bytes): void => {
    if (pattern === undefined || globMatch(pattern, member)) items.push(...show(member));
  };
  if (source.table !== undefined) return scanReply(source.table.scan(cursor, count, visit), items);
  for (const member of source.members()) visit(member);
  return scanReply(0n, items);
}
