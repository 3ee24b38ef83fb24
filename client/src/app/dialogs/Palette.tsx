import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useMessages } from '../../i18n/messages.js';
import { closeDialog } from '../../state/screen.js';
import { scriptList, selectScript } from '../../state/scripts.js';
import { app, useApp } from '../../state/store.js';
import { Dialog } from '../../ui/Dialog.js';
import { Icon } from '../../ui/Icon.js';
import { keyParts } from '../../ui/keys.js';
import { ACTIONS } from '../actions.js';
import { matches } from './match.js';
import css from './Palette.module.css';

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly unavailable?: string | undefined;
  readonly run: () => void;
}

/** Every action and every open script, found by typing a few of its letters. */
export function Palette() {
  const m = useMessages();
  const scripts = useApp((state) => state.scripts);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);

  const entries = useMemo<Entry[]>(() => {
    const state = app.getState();
    return [
      ...ACTIONS.filter((action) => !action.hidden).map((action) => ({
        id: action.id,
        label: action.label(m),
        shortcut: action.shortcut,
        unavailable: action.unavailable?.(state, m),
        run: action.run,
      })),
      ...scriptList(scripts).map(({ id, name }) => ({
        id: `script-${id}`,
        label: m.actions.openScript(name),
        run: () => selectScript(id),
      })),
    ];
  }, [m, scripts]);
  const found = entries.filter((entry) => matches(entry.label, query));
  const current = found[Math.min(at, found.length - 1)];

  const choose = (entry: Entry | undefined) => {
    if (entry === undefined || entry.unavailable !== undefined) return;
    closeDialog();
    // After the dialog gave the focus back, so that an action may move it.
    requestAnimationFrame(entry.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      const to = (found.indexOf(current!) + step + found.length) % found.length;
      setAt(to);
      list.current?.children[to]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(current);
    }
  };
  return (
    <Dialog title={m.actions.palette} onClose={closeDialog} bare width={560} testId="palette">
      <input
        className={css.query}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current && `${listId}-${current.id}`}
        aria-label={m.palette.placeholder}
        placeholder={m.palette.placeholder}
        value={query}
        spellCheck={false}
        autoComplete="off"
        autoFocus
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul ref={list} id={listId} className={css.list} role="listbox" aria-label={m.actions.palette}>
        {found.map((entry) => (
          <li
            key={entry.id}
            id={`${listId}-${entry.id}`}
            role="option"
            aria-selected={entry === current}
            aria-disabled={entry.unavailable !== undefined}
            onPointerMove={() => setAt(found.indexOf(entry))}
            onClick={() => choose(entry)}
          >
            <span>{entry.label}</span>
            {entry.unavailable !== undefined && <span className={css.why}>{entry.unavailable}</span>}
            {entry.shortcut && <kbd>{keyParts(entry.shortcut).join(' ')}</kbd>}
          </li>
        ))}
        {found.length === 0 && (
          <li role="option" aria-selected="false" aria-disabled="true">
            <Icon name="search" size={14} />
            {m.palette.none}
          </li>
        )}
      </ul>
    </Dialog>
  );
}
