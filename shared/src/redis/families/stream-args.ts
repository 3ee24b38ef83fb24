import type { Bytes } from '../../bytes.js';
import { array, bulk, type RespValue } from '../../resp/value.js';
import type { StreamId } from '../change.js';
import type { Args } from '../args.js';
import {
  fail,
  INVALID_END_ID,
  INVALID_START_ID,
  INVALID_STREAM_ID,
  TRIM_LIMIT_NEEDS_APPROXIMATION,
  TRIM_LIMIT_NEEDS_STRATEGY,
  TRIM_LIMIT_NEGATIVE,
  TRIM_MAXLEN_NEGATIVE,
  TRIM_TWO_STRATEGIES,
} from '../errors.js';
import { compareIds, nextId, parseId, previousId, printId, UINT64_MAX, type WrittenId } from '../values/stream-id.js';
import type { StreamEntry } from '../values/stream-node.js';
import type { StreamValue } from '../values/stream-value.js';
import type { EncodingLimits } from '../value.js';

export const idReply = (id: StreamId): RespValue => bulk(printId(id));

export const entryReply = ({ id, fields }: StreamEntry): RespValue => array([idReply(id), array(fields.map(bulk))]);

/** The first `count` items, or with a count of 0 all. */
export function upTo<T>(count: number, items: Iterable<T>): T[] {
  const taken: T[] = [];
  for (const item of items) if (taken.push(item) === count) break;
  return taken;
}

/** `streamParseStrictIDOrReply`: a plain id; without a sequence, 0. */
export function readId(text: Bytes): StreamId {
  return tryReadId(text) ?? fail(INVALID_STREAM_ID);
}

export function tryReadId(text: Bytes): StreamId | undefined {
  return parseId(text, { missing: 0n, strict: true }) as StreamId | undefined;
}

/** `streamParseIDOrReply`: also `-` and `+`. */
export function readAnyId(text: Bytes, missing = 0n): StreamId {
  return (parseId(text, { missing, strict: false }) ?? fail(INVALID_STREAM_ID)) as StreamId;
}

/** The id of XADD, whose sequence may be left to the server. */
export function readOpenId(text: Bytes): WrittenId {
  return parseId(text, { missing: 0n, strict: true, open: true }) ?? fail(INVALID_STREAM_ID);
}

/** The first id of an interval; `(` leaves the id itself out. */
export function readIntervalStart(text: Bytes): StreamId {
  if (text.length < 2 || !text.startsWith('(')) return readAnyId(text);
  return nextId(readId(text.slice(1))) ?? fail(INVALID_START_ID);
}

/** The last id of an interval; an id without a sequence stands for all of its millisecond. */
export function readIntervalEnd(text: Bytes): StreamId {
  if (text.length < 2 || !text.startsWith('(')) return readAnyId(text, UINT64_MAX);
  const id = parseId(text.slice(1), { missing: UINT64_MAX, strict: true }) ?? fail(INVALID_STREAM_ID);
  return previousId(id as StreamId) ?? fail(INVALID_END_ID);
}

/** What to trim to, as XADD and XTRIM say it. */
export interface Trim {
  readonly keep: { readonly maxLength: number } | { readonly minId: StreamId };
  /** Whole nodes only. */
  readonly approximate: boolean;
  /** Entries to take off at most; 0 for any number. */
  readonly limit: number;
}

/** The trimming options of one command, gathered word by word (`streamParseAddOrTrimArgsOrReply`). */
export class TrimOptions {
  private keep: Trim['keep'] | undefined;
  private approximate = false;
  private limit: number | undefined;

  /** Reads one option; false when the next word is none. */
  read(args: Args): boolean {
    if (args.left > 1 && args.accept('MAXLEN')) {
      this.readStrategy(args);
      const maxLength = args.long();
      if (maxLength < 0) fail(TRIM_MAXLEN_NEGATIVE);
      this.keep = { maxLength };
    } else if (args.left > 1 && args.accept('MINID')) {
      this.readStrategy(args);
      this.keep = { minId: readId(args.next()) };
    } else if (args.left > 1 && args.accept('LIMIT')) {
      this.limit = args.long();
      if (this.limit < 0) fail(TRIM_LIMIT_NEGATIVE);
    } else return false;
    return true;
  }

  /** The last checks. `required` is the error of a command that must trim. */
  finish(limits: EncodingLimits, required?: Bytes): Trim | undefined {
    const { keep, approximate, limit } = this;
    if (limit !== undefined && limit > 0 && keep === undefined) fail(TRIM_LIMIT_NEEDS_STRATEGY);
    if (keep === undefined && required !== undefined) fail(required);
    if (limit !== undefined && !approximate) fail(TRIM_LIMIT_NEEDS_APPROXIMATION);
    if (keep === undefined) return undefined;
    return { keep, approximate, limit: approximate ? (limit ?? usualLimit(limits)) : 0 };
  }

  private readStrategy(args: Args): void {
    if (this.keep !== undefined) fail(TRIM_TWO_STRATEGIES);
    const sign = args.left > 1 ? args.peek() : undefined;
    this.approximate = sign === '~';
    if (sign === '~' || sign === '=') args.position++;
  }
}

/** A hundred nodes' worth, within bounds. */
function usualLimit({ streamNodeMaxEntries }: EncodingLimits): number {
  const limit = 100 * streamNodeMaxEntries;
  return limit <= 0 ? 10_000 : Math.min(limit, 1_000_000);
}

/** What `streamTrim` would take off: whole nodes from the front, then single entries of the next. */
export function planTrim(stream: StreamValue, { keep, approximate, limit }: Trim): { nodes: number; count: number } {
  let nodes = 0;
  let count = 0;
  for (const node of stream.nodes) {
    const left = stream.length - count;
    if ('maxLength' in keep && left <= keep.maxLength) break;
    if (limit > 0 && count + node.live > limit) break;
    const whole = 'maxLength' in keep ? left - node.live >= keep.maxLength : compareIds(node.lastId, keep.minId) < 0;
    if (whole) {
      nodes++;
      count += node.live;
      continue;
    }
    if (approximate) break;
    count +=
      'maxLength' in keep
        ? left - keep.maxLength
        : node.entries.filter((entry) => !entry.deleted && compareIds(entry.id, keep.minId) < 0).length;
    break;
  }
  return { nodes, count };
}
