import type { StreamId } from '../change.js';
import type { ConsumerGroup } from './stream-group.js';
import { compareIds, ZERO_ID } from './stream-id.js';
import type { StreamValue } from './stream-value.js';

/** A count that cannot be told (`SCG_INVALID_ENTRIES_READ`). */
export const UNKNOWN = -1n;

/** `streamRangeHasTombstones`: whether the newest deleted entry lies at or after an id. */
export function hasTombstonesFrom(stream: StreamValue, id: StreamId): boolean {
  const { maxDeletedId } = stream;
  if (stream.length === 0 || compareIds(maxDeletedId, ZERO_ID) === 0) return false;
  return compareIds(stream.firstId, maxDeletedId) <= 0 && compareIds(id, maxDeletedId) <= 0;
}

/** `streamEstimateDistanceFromFirstEverEntry`: how many entries were ever added up to an id. */
export function entriesUpTo(stream: StreamValue, id: StreamId): bigint {
  const { entriesAdded, lastId, maxDeletedId, firstId } = stream;
  const length = BigInt(stream.length);
  if (entriesAdded === 0n) return 0n;
  const toLast = compareIds(id, lastId);
  if (length === 0n && toLast < 1) return entriesAdded;
  if (toLast === 0) return entriesAdded;
  if (toLast > 0) return UNKNOWN;
  const intact = compareIds(maxDeletedId, ZERO_ID) === 0 || compareIds(maxDeletedId, firstId) < 0;
  if (!intact) return UNKNOWN;
  const toFirst = compareIds(id, firstId);
  if (toFirst < 0) return entriesAdded - length;
  return toFirst === 0 ? entriesAdded - length + 1n : UNKNOWN;
}

/** `streamReplyWithCGLag`: entries a group has yet to read; undefined when that cannot be told. */
export function lagOf(stream: StreamValue, group: ConsumerGroup): bigint | undefined {
  if (stream.entriesAdded === 0n) return 0n;
  if (group.entriesRead !== UNKNOWN && !hasTombstonesFrom(stream, group.lastId))
    return stream.entriesAdded - group.entriesRead;
  const read = entriesUpTo(stream, group.lastId);
  return read === UNKNOWN ? undefined : stream.entriesAdded - read;
}
