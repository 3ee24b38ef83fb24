/** What the functions of a cjson table can change. Settings outlive a script: they belong to the table. */
export interface JsonSettings {
  /** Turn excessively sparse arrays into objects instead of raising an error. */
  encodeSparseConvert: boolean;
  encodeSparseRatio: number;
  encodeSparseSafe: number;
  encodeMaxDepth: number;
  /** NaN and infinities: an error, `nan` and `inf`, or `null`. */
  encodeInvalidNumbers: 'off' | 'on' | 'null';
  /** Significant digits, 1 to 14. */
  encodeNumberPrecision: number;
  encodeKeepBuffer: boolean;
  decodeInvalidNumbers: boolean;
  decodeMaxDepth: number;
}

export const defaultJsonSettings = (): JsonSettings => ({
  encodeSparseConvert: false,
  encodeSparseRatio: 2,
  encodeSparseSafe: 10,
  encodeMaxDepth: 1000,
  encodeInvalidNumbers: 'off',
  encodeNumberPrecision: 14,
  encodeKeepBuffer: true,
  decodeInvalidNumbers: true,
  decodeMaxDepth: 1000,
});
