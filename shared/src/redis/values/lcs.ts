import type { Bytes } from '../../bytes.js';

/** A run of bytes common to both strings: where it starts in each. */
export interface CommonRange {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/**
 * The longest common subsequence by dynamic programming, with the choices of `lcsCommand` where several are longest. Ranges come from the
 * end of the strings to their start, as LCS IDX lists them. Time and memory are proportional to the product of the lengths.
 */
export function longestCommonSubsequence(a: Bytes, b: Bytes): { text: Bytes; ranges: CommonRange[] } {
  const row = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * row);
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const at = i * row + j;
      lengths[at] =
        a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
          ? lengths[at - row - 1]! + 1
          : Math.max(lengths[at - row]!, lengths[at - 1]!);
    }
  }
  const ranges: CommonRange[] = [];
  const backwards: Bytes[] = [];
  let current: CommonRange | undefined;
  for (let i = a.length, j = b.length; i > 0 && j > 0;) {
    if (a.charCodeAt(i - 1) === b.charCodeAt(j - 1)) {
      backwards.push(a.charAt(i - 1));
      current = { a: i - 1, b: j - 1, length: (current?.length ?? 0) + 1 };
      i--;
      j--;
    } else {
      if (current !== undefined) ranges.push(current);
      current = undefined;
      if (lengths[(i - 1) * row + j]! > lengths[i * row + j - 1]!) i--;
      else j--;
    }
  }
  if (current !== undefined) ranges.push(current);
  return { text: backwards.reverse().join(''), ranges };
}
