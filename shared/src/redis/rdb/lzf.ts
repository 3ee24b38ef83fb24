import { type Bytes, fromOctets } from '../../bytes.js';

const HASH_BITS = 16;
const MAX_LITERALS = 32;
const MAX_OFFSET = 8192;
const MAX_MATCH = 264;

/** `IDX`: the slot of the three bytes in the low 24 bits. */
const slotOf = (h: number): number => ((h >>> (24 - HASH_BITS)) - h * 5) & ((1 << HASH_BITS) - 1);

/**
 * `lzf_compress` with the table of positions empty at the start; undefined when the result would be longer than `limit` bytes. A real server
 * leaves the table as an earlier call has left the stack, which can make it choose another match of equal content.
 */
export function lzfCompress(input: Bytes, limit: number): Bytes | undefined {
  const length = input.length;
  const at = (i: number): number => input.charCodeAt(i);
  /** Position + 1 of the last place where the three bytes were seen. */
  const seen = new Int32Array(1 << HASH_BITS);
  const output = new Uint8Array(limit + MAX_LITERALS + 4);
  let written = 1;
  let literals = 0;
  let i = 0;
  const endRun = (): void => {
    output[written - literals - 1] = literals - 1;
  };
  const addLiteral = (): void => {
    output[written++] = at(i++);
    if (++literals !== MAX_LITERALS) return;
    endRun();
    literals = 0;
    written++;
  };
  while (i < length - 2) {
    const slot = slotOf((at(i) << 16) | (at(i + 1) << 8) | at(i + 2));
    const match = seen[slot]! - 1;
    seen[slot] = i + 1;
    const offset = i - match - 1;
    const matches =
      match > 0 &&
      offset < MAX_OFFSET &&
      at(match + 2) === at(i + 2) &&
      at(match) === at(i) &&
      at(match + 1) === at(i + 1);
    if (!matches) {
      if (written >= limit) return undefined;
      addLiteral();
      continue;
    }
    if (written + 4 >= limit && written - (literals === 0 ? 1 : 0) + 4 >= limit) return undefined;
    if (literals === 0) written--;
    else endRun();
    const same = matchLength(input, match, i);
    const code = same - 2;
    if (code < 7) output[written++] = (offset >> 8) | (code << 5);
    else {
      output[written++] = (offset >> 8) | (7 << 5);
      output[written++] = code - 7;
    }
    output[written++] = offset & 0xff;
    literals = 0;
    written++;
    i += same;
    if (i >= length - 2) break;
    // Of a match only the last two positions are remembered.
    for (let p = i - 2; p < i; p++) seen[slotOf((at(p) << 16) | (at(p + 1) << 8) | at(p + 2))] = p + 1;
  }
  if (written + 3 > limit) return undefined;
  while (i < length) addLiteral();
  if (literals === 0) written--;
  else endRun();
  return fromOctets(output.subarray(0, written));
}

/**
 * How many bytes from `i` on repeat those from `match` on, of which three are known to. As in C it stops two bytes before the end, but
 * for the first sixteen comparisons of a long match, which do not look where the end is.
 */
function matchLength(input: Bytes, match: number, i: number): number {
  const most = Math.min(input.length - i - 2, MAX_MATCH);
  const differs = (k: number): boolean => input.charCodeAt(match + k) !== input.charCodeAt(i + k);
  let same = 2;
  if (most > 16) {
    while (same < 18) if (differs(++same)) return same;
  }
  do same++;
  while (same < most && !differs(same));
  return same;
}

/** `lzf_decompress`; undefined when the input is malformed or does not give exactly `length` bytes. */
export function lzfDecompress(input: Bytes, length: number): Bytes | undefined {
  const output = new Uint8Array(length);
  let written = 0;
  for (let i = 0; i < input.length;) {
    const control = input.charCodeAt(i++);
    if (control < MAX_LITERALS) {
      const count = control + 1;
      if (written + count > length || i + count > input.length) return undefined;
      for (let k = 0; k < count; k++) output[written++] = input.charCodeAt(i++);
      continue;
    }
    let count = control >> 5;
    if (count === 7) count += input.charCodeAt(i++);
    const from = written - ((control & 0x1f) << 8) - input.charCodeAt(i++) - 1;
    count += 2;
    // A missing byte has made one of them NaN.
    if (!(from >= 0 && written + count <= length)) return undefined;
    for (let k = 0; k < count; k++) output[written++] = output[from + k]!;
  }
  return written === length ? fromOctets(output) : undefined;
}
