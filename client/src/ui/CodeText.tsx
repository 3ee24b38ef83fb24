/** A sentence in which names between backticks are code: `SCRIPT KILL`, `foo = 5`. */
export function CodeText({ text }: { readonly text: string }) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part));
}
