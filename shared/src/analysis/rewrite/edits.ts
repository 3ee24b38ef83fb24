import type { Bytes } from '../../bytes.js';
import type { Span } from '../syntax/ast.js';

/** Replaces a stretch of the source. */
export interface Edit extends Span {
  readonly text: Bytes;
}

/** The source with edits applied. Edits do not overlap; those at one place are applied in their order. */
export function applyEdits(source: Bytes, edits: readonly Edit[]): Bytes {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  let out = '';
  let at = 0;
  for (const edit of sorted) {
    out += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + source.slice(at);
}
