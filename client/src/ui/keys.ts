const MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

const GLYPHS: Readonly<Record<string, string>> = {
  Control: MAC ? '⌘' : 'Ctrl',
  Alt: MAC ? '⌥' : 'Alt',
  Enter: '⏎',
  Backquote: '`',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** The keys of a shortcut such as `Control+Shift+Enter` as they are printed on this machine's keyboard. */
export const keyParts = (shortcut: string): string[] => shortcut.split('+').map((key) => GLYPHS[key] ?? key);

/** Whether a key event is the shortcut; `Control` means Command on a Mac. */
export function pressed(shortcut: string, event: KeyboardEvent): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1)!;
  const control = MAC ? event.metaKey : event.ctrlKey;
  return (
    parts.includes('Control') === control &&
    parts.includes('Alt') === event.altKey &&
    (key === '?' || parts.includes('Shift') === event.shiftKey) &&
    (event.key === key ||
      event.key.toUpperCase() === key ||
      event.code === key ||
      event.code === `Digit${key}` ||
      event.code === `Key${key}`)
  );
}
