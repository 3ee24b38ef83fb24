import { freshId, type InputRow } from '../../state/script.js';

/** Puts `row` behind the others, with the id it was typed under, so that the field keeps its focus and caret. */
export const appendRow = (rows: readonly InputRow[], id: string, text: string): InputRow[] => [
  ...rows,
  { id, text, bytes: false },
];

/**
 * The rows after a paste of several lines into the row `id`: the first line joins what stands around the caret, each other line makes a row.
 * A line end at the end of the paste makes none. Undefined for a paste of one line, which the field itself can take.
 */
export function pasteLines(
  rows: readonly InputRow[],
  id: string,
  pasted: string,
  caret: { readonly start: number; readonly end: number },
): InputRow[] | undefined {
  const lines = pasted.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  const at = rows.findIndex((row) => row.id === id);
  if (lines.length < 2) return undefined;
  const { text, bytes } = rows[at] ?? { text: '', bytes: false };
  const [first, ...others] = lines;
  const head = text.slice(0, caret.start) + first!;
  const tail = text.slice(caret.end);
  const added = others.map((line, i): InputRow => ({
    id: freshId(),
    text: i === others.length - 1 ? line + tail : line,
    bytes,
  }));
  const changed: InputRow = { id, text: head, bytes };
  return at < 0 ? [...rows, changed, ...added] : [...rows.slice(0, at), changed, ...added, ...rows.slice(at + 1)];
}
