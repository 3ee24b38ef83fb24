import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useWords } from '../../i18n/words.js';
import { closeDialog } from '../../state/screen.js';
import { scriptList, selectScript } from '../../state/scripts.js';
import { app, useApp } from '../../state/store.js';
import { Dialog } from '../../ui/Dialog.js';
import { keyParts } from '../../ui/keys.js';
import { ACTIONS } from '../actions.js';
import { closeness } from './match.js';
import css from './Palette.module.css';

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly unavailable?: string | undefined;
  readonly run: () => void;
}

/** Every action and every open script, found by typing a few of its letters. Enter takes the first; the arrows go to the others. */
export function Palette() {
  const words = useWords();
  const m = words.messages;
  const scripts = useApp((state) => state.scripts);
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => field.current?.focus(), []);

  const entries = useMemo<Entry[]>(() => {
    const state = app.getState();
    return [
      ...ACTIONS.filter((action) => !action.hidden && (action.applies?.(state) ?? true)).map((action) => ({
        id: action.id,
        label: action.label(words),
        shortcut: action.shortcut,
        unavailable: action.unavailable?.(state, words),
        run: action.run,
      })),
      ...scriptList(scripts).map(({ id, name }) => ({
        id: `script-${id}`,
        label: m.actions.openScript(name),
        run: () => selectScript(id),
      })),
    ];
  }, [words, m, scripts]);
  const found = entries
    .map((entry) => ({ entry, fit: closeness(entry.label, query) }))
    .filter(({ fit }) => fit > 0)
    .toSorted((a, b) => b.fit - a.fit)
    .map(({ entry }) => entry);

  const choose = (entry: Entry | undefined) => {
    if (entry === undefined || entry.unavailable !== undefined) return;
    closeDialog();
    // After the dialog gave the focus back, so that an action may move it.
    requestAnimationFrame(entry.run);
  };
  const move = (event: KeyboardEvent, from: number) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = list.current!.querySelectorAll('button');
    (buttons[from + step] ?? field.current)?.focus();
  };
  return (
    <Dialog title={m.actions.palette} onClose={closeDialog} bare width={560} testId="palette">
      <input
        ref={field}
        className={css.query}
        type="text"
        role="searchbox"
        aria-label={m.palette.placeholder}
        placeholder={m.palette.placeholder}
        value={query}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          // The first is the one that Enter takes, so the arrow goes to the second.
          if (event.key === 'Enter') choose(found.find((entry) => entry.unavailable === undefined));
          else move(event, event.key === 'ArrowUp' ? found.length : 0);
        }}
      />
      <ul ref={list} className={css.list} aria-label={m.actions.palette}>
        {found.map((entry, i) => (
          <li key={entry.id}>
            <button
              type="button"
              className={css.entry}
              data-first={i === 0 || undefined}
              aria-disabled={entry.unavailable !== undefined || undefined}
              aria-keyshortcuts={entry.shortcut}
              onClick={() => choose(entry)}
              onKeyDown={(event) => move(event, i)}
            >
              <span>{entry.label}</span>
              {entry.unavailable !== undefined && <span className={css.why}>{entry.unavailable}</span>}
              {entry.shortcut && <kbd aria-hidden="true">{keyParts(entry.shortcut).join(' ')}</kbd>}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={css.none}>{m.palette.none}</p>}
    </Dialog>
  );
}
