/**
 * How well a query fits a text, case aside: 2 when the text contains it, 1 when its letters occur in their order (`opre` finds "Open Reply"),
 * 0 when it does not fit.
 */
export function closeness(text: string, query: string): 0 | 1 | 2 {
  const within = text.toLowerCase();
  const wanted = query.trim().toLowerCase();
  if (within.includes(wanted)) return 2;
  let from = 0;
  for (const letter of wanted) {
    if (letter.trim() === '') continue;
    const at = within.indexOf(letter, from);
    if (at < 0) return 0;
    from = at + letter.length;
  }
  return 1;
}
