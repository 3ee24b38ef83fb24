/** Whether the letters of the query occur in the text in their order, case aside; so `opre` finds "Open Reply". */
export function matches(text: string, query: string): boolean {
  const within = text.toLowerCase();
  let from = 0;
  for (const letter of query.toLowerCase()) {
    if (letter.trim() === '') continue;
    const at = within.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}
