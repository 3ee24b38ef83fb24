import type { StreamId } from '../change.js';

/** Digits of a stream's key in its radix tree: 128 bits, big endian. */
const KEY_LENGTH = 16;

/**
 * Nodes that rax needs for these ids (`numnodes`), which are in ascending order: one for each stretch that keys share, one for each
 * place where they part, one for each key's end.
 */
export function radixTreeNodes(ids: readonly StreamId[]): number {
  if (ids.length === 0) return 1;
  const keys = ids.map(({ ms, seq }) => ((ms << 64n) | seq).toString(16).padStart(KEY_LENGTH * 2, '0'));
  let nodes = 0;
  const visit = (from: number, to: number, depth: number): void => {
    nodes++;
    if (depth === KEY_LENGTH) return;
    const shared = sharedBytes(keys[from]!, keys[to - 1]!);
    if (shared > depth) return visit(from, to, shared);
    for (let start = from; start < to;) {
      let end = start + 1;
      while (end < to && byteAt(keys[end]!, depth) === byteAt(keys[start]!, depth)) end++;
      visit(start, end, depth + 1);
      start = end;
    }
  };
  visit(0, keys.length, 0);
  return nodes;
}

const byteAt = (key: string, index: number): string => key.slice(index * 2, index * 2 + 2);

function sharedBytes(a: string, b: string): number {
  let shared = 0;
  while (shared < KEY_LENGTH && byteAt(a, shared) === byteAt(b, shared)) shared++;
  return shared;
}
