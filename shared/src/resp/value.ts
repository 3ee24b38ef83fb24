import type { Bytes } from '../bytes.js';

/**
 * A reply as Redis means it, before a protocol version is chosen. RESP3-only shapes are kept as they are; {@link downgrade} (encode.ts)
 * turns them into what a RESP2 client receives. Live replies decode to exactly the types that were on the wire.
 */
export type RespValue =
  | StatusReply
  | ErrorReply
  | IntegerReply
  | BulkReply
  | NilReply
  | ArrayReply
  | DoubleReply
  | BooleanReply
  | BigNumberReply
  | MapReply
  | SetReply
  | VerbatimReply
  | PushReply
  | AttributeReply;

/** `+OK`. The text has no CR or LF. */
export interface StatusReply {
  readonly type: 'status';
  readonly text: Bytes;
}
/** `-ERR …`. The text is the whole line, error code included, without CR or LF. */
export interface ErrorReply {
  readonly type: 'error';
  readonly text: Bytes;
}
/** `:42`. A signed 64-bit integer: a number while it is a safe integer, a bigint only beyond that. */
export interface IntegerReply {
  readonly type: 'integer';
  readonly value: number | bigint;
}
/** `$3`: a binary-safe string. */
export interface BulkReply {
  readonly type: 'bulk';
  readonly value: Bytes;
}
/** No value. `shape` is what RESP2 writes: `$-1` or `*-1`; RESP3 writes `_` for both. */
export interface NilReply {
  readonly type: 'nil';
  readonly shape: 'bulk' | 'array';
}
export interface ArrayReply {
  readonly type: 'array';
  readonly items: readonly RespValue[];
}
/** `,3.14`: kept as the text Redis printed (`inf`, `-inf`, `nan` included); RESP2 sends it as a bulk string. */
export interface DoubleReply {
  readonly type: 'double';
  readonly text: Bytes;
}
/** `#t` or `#f`; RESP2 sends `:1` or `:0`. */
export interface BooleanReply {
  readonly type: 'boolean';
  readonly value: boolean;
}
/** `(…`: digits of any length; RESP2 sends a bulk string. */
export interface BigNumberReply {
  readonly type: 'bignumber';
  readonly text: Bytes;
}
/** `%n`: pairs in the order sent; RESP2 sends a flat array. */
export interface MapReply {
  readonly type: 'map';
  readonly entries: readonly (readonly [RespValue, RespValue])[];
}
/** `~n`; RESP2 sends an array. */
export interface SetReply {
  readonly type: 'set';
  readonly items: readonly RespValue[];
}
/** `=`: a string with a three-letter format (`txt`, `mkd`); RESP2 sends a bulk string without the format. */
export interface VerbatimReply {
  readonly type: 'verbatim';
  readonly format: Bytes;
  readonly value: Bytes;
}
/** `>n`: out of band (pub/sub, invalidation); RESP2 sends an array. */
export interface PushReply {
  readonly type: 'push';
  readonly items: readonly RespValue[];
}
/** `|n`: attributes in front of a value; RESP2 drops them. */
export interface AttributeReply {
  readonly type: 'attribute';
  readonly entries: readonly (readonly [RespValue, RespValue])[];
  readonly value: RespValue;
}

/** The protocol a connection speaks. */
export type RespVersion = 2 | 3;

export const OK: StatusReply = { type: 'status', text: 'OK' };
export const QUEUED: StatusReply = { type: 'status', text: 'QUEUED' };
export const NIL: NilReply = { type: 'nil', shape: 'bulk' };
export const NIL_ARRAY: NilReply = { type: 'nil', shape: 'array' };
export const EMPTY_ARRAY: ArrayReply = { type: 'array', items: [] };

export const status = (text: Bytes): StatusReply => ({ type: 'status', text });
export const error = (text: Bytes): ErrorReply => ({ type: 'error', text });
export const bulk = (value: Bytes): BulkReply => ({ type: 'bulk', value });
/** Text for people. */
export const text = (value: Bytes): VerbatimReply => ({ type: 'verbatim', format: 'txt', value });
export const array = (items: readonly RespValue[]): ArrayReply => ({ type: 'array', items });
export const map = (entries: readonly (readonly [RespValue, RespValue])[]): MapReply => ({ type: 'map', entries });
export const set = (items: readonly RespValue[]): SetReply => ({ type: 'set', items });
export const push = (items: readonly RespValue[]): PushReply => ({ type: 'push', items });
export const boolean = (value: boolean): BooleanReply => ({ type: 'boolean', value });

/** A bulk string, or the bulk nil when there is none. */
export const bulkOrNil = (value: Bytes | undefined): BulkReply | NilReply =>
  value === undefined ? NIL : { type: 'bulk', value };

/** An integer reply; a bigint that is a safe integer becomes a number, so that equal replies are deeply equal. */
export function integer(value: number | bigint): IntegerReply {
  if (typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER)
    return { type: 'integer', value: Number(value) };
  return { type: 'integer', value };
}
