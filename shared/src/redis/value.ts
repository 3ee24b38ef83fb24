import type { Change, Undo } from './change.js';

export type ValueType = 'string' | 'list' | 'set' | 'zset' | 'hash' | 'stream';

/** The thresholds at which encodings change, by their names in the configuration; -1 and the like mean what they mean there. */
export interface EncodingLimits {
  readonly hashMaxListpackEntries: number;
  readonly hashMaxListpackValue: number;
  readonly setMaxIntsetEntries: number;
  readonly zsetMaxListpackEntries: number;
  readonly zsetMaxListpackValue: number;
  readonly listMaxListpackSize: number;
  readonly listCompressDepth: number;
  readonly streamNodeMaxBytes: number;
  readonly streamNodeMaxEntries: number;
  readonly hllSparseMaxBytes: number;
}

/**
 * What a key holds. Read with the methods of the concrete class; changed only by the keyspace, through {@link Value.apply}, one element
 * at a time, so that every change can be taken back.
 */
export abstract class Value {
  abstract readonly type: ValueType;
  /** As OBJECT ENCODING names it. */
  abstract readonly encoding: string;
  /** Elements; bytes for a string. */
  abstract readonly length: number;

  /** Clock, ms, of the last access (OBJECT IDLETIME). Not data: reading a key is no change. */
  accessedAt = 0;
  /** The LFU counter (OBJECT FREQ): 5 for a new value. */
  frequency = 5;

  /**
   * Makes one change of this value's own kind and gives what {@link Value.revert} needs; undefined when there was nothing to do (a
   * member that was there, a field that was not). Costs O(log n) at most. May convert the encoding, as `limits` say.
   */
  abstract apply(change: Change, limits: EncodingLimits): Undo | undefined;

  /** Takes back the newest change not taken back yet: elements, their order, encoding and table size are exactly as before. */
  abstract revert(change: Change, undo: Undo): void;

  /** An independent value with equal content, order and encoding. O(n). */
  abstract copy(): Value;
}

/** A concrete class of values, for typed look-ups: `keys.read(key, HashValue)`. */
export type ValueClass<T extends Value> = abstract new (...args: never[]) => T;
