import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { closeRecording } from '../../running/record.js';
import { chooseFiles, saveFile, saveRecordingFile } from '../../running/scriptFiles.js';
import { useIsOpen, useShownRecording } from '../../state/debug.js';
import { useRecordingMessages } from '../../i18n/recording.js';
import { useCodeMessages } from '../../i18n/code.js';
import type { AppState } from '../../state/model.js';
import { isStale } from '../../state/runs.js';
import { freeName, type ScriptId } from '../../state/script.js';
import { announce, speak } from '../../state/screen.js';
import { editScript, openScript, scriptList, selectScript } from '../../state/scripts.js';
import { app, useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { Icon } from '../../ui/Icon.js';
import { Menu, type MenuItem } from '../../ui/Menu.js';
import { nextIndex } from '../../ui/roving.js';
import { closeOthers, closeWithUndo, OFFER_MS, reopen, useClosed, withdrawOffer } from './closed.js';
import css from './Panel.module.css';
import { rewrite, type Rewriting } from './rewriting.js';

/** The scripts as tabs: arrows choose, F2 renames, Delete closes, Alt with arrows moves. */
export function ScriptTabs() {
  const m = useCodeMessages();
  const scripts = useApp((state) => state.scripts);
  const selected = useApp((state) => state.selected);
  const stale = useApp(staleIds).split(' ');
  const [renaming, setRenaming] = useState<ScriptId>();
  const list = useRef<HTMLDivElement>(null);
  const tabs = scriptList(scripts);

  const focusTab = (id: ScriptId) => requestAnimationFrame(() => document.getElementById(`script-tab-${id}`)?.focus());

  useEffect(() => {
    document.getElementById(`script-tab-${selected}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected]);

  const onKeyDown = (event: KeyboardEvent, id: ScriptId, at: number) => {
    if (event.key === 'F2') {
      event.preventDefault();
      return setRenaming(id);
    }
    if (event.key === 'Delete') {
      event.preventDefault();
      closeWithUndo(id);
      return focusTab(app.getState().selected);
    }
    if (event.key.startsWith('Arrow') && /Up|Down/.test(event.key)) return;
    const to = nextIndex(event.key, at, tabs.length);
    if (to === undefined) return;
    event.preventDefault();
    if (event.altKey) moveTab(at, to);
    else selectScript(tabs[to]!.id);
    focusTab(event.altKey ? id : tabs[to]!.id);
  };

  const moveTab = (from: number, to: number) => {
    const moved = tabs[from]!;
    const rest = tabs.filter((script) => script !== moved);
    rest.splice(to, 0, moved);
    rest.forEach((script, order) => {
      if (script.order !== order) editScript(script.id, { order });
    });
    speak(m.tabs.moved(moved.name, to + 1, tabs.length));
  };

  return (
    <div className={css.bar}>
      <div ref={list} className={css.tabs} role="tablist" aria-label={m.tabs.label}>
        {tabs.map((script, at) =>
          renaming === script.id ? (
            <Rename
              key={script.id}
              id={script.id}
              name={script.name}
              onDone={() => (setRenaming(undefined), focusTab(script.id))}
            />
          ) : (
            <button
              key={script.id}
              id={`script-tab-${script.id}`}
              type="button"
              role="tab"
              className={css.tab}
              aria-selected={script.id === selected}
              tabIndex={script.id === selected ? 0 : -1}
              data-testid="script-tab"
              onClick={() => selectScript(script.id)}
              onDoubleClick={() => setRenaming(script.id)}
              onAuxClick={(event) => event.button === 1 && closeWithUndo(script.id)}
              onKeyDown={(event) => onKeyDown(event, script.id, at)}
            >
              {script.name}
              {stale.includes(script.id) && (
                <span className={css.modified} data-tip={m.tabs.modified}>
                  <span className="vh">{m.tabs.modified}</span>
                </span>
              )}
            </button>
          ),
        )}
      </div>
      <Button
        small
        icon="plus"
        iconOnly
        label={m.tabs.add}
        testId="btn-new-script"
        onClick={() => {
          openScript();
          app.getState().editor?.focus();
        }}
      />
      <span className="grow" />
      <Undo />
      <Locked />
      <More onRename={() => setRenaming(selected)} />
    </div>
  );
}

/** Ids with a space between, so that the selector's result is compared by value. */
const staleIds = (state: AppState): string =>
  Object.keys(state.scripts)
    .filter((id) => isStale(state, id))
    .join(' ');

function Rename({ id, name, onDone }: { readonly id: ScriptId; readonly name: string; readonly onDone: () => void }) {
  const m = useCodeMessages();
  const input = useRef<HTMLInputElement>(null);
  const cancelled = useRef(false);
  useEffect(() => {
    const dot = name.lastIndexOf('.');
    input.current?.focus();
    input.current?.setSelectionRange(0, dot > 0 ? dot : name.length);
  }, [name]);
  const finish = () => {
    const wanted = input.current!.value.trim();
    if (!cancelled.current && wanted !== '' && wanted !== name) {
      const taken = Object.values(app.getState().scripts).map((script) => script.name);
      editScript(id, { name: freeName(wanted, taken) });
    }
    onDone();
  };
  return (
    <input
      ref={input}
      className={css.rename}
      aria-label={m.tabs.renameLabel}
      defaultValue={name}
      size={Math.max(8, name.length)}
      maxLength={80}
      spellCheck={false}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        cancelled.current = event.key === 'Escape';
        input.current!.blur();
      }}
    />
  );
}

/** What was closed last, and the way back, for a while. */
function Undo() {
  const m = useCodeMessages();
  const [last] = useClosed((state) => state.scripts);
  const offered = useClosed((state) => state.offered);
  useEffect(() => {
    if (!offered || last === undefined) return;
    speak(m.tabs.closed(last.name));
    const timer = setTimeout(withdrawOffer, OFFER_MS);
    return () => clearTimeout(timer);
  }, [offered, last, m]);
  if (!offered || last === undefined) return null;
  return (
    <span className={css.undo}>
      <span className="trunc">{m.tabs.closed(last.name)}</span>
      <Button small icon="reset" label={m.tabs.undo} testId="btn-undo-close" onClick={reopen} />
    </span>
  );
}

/** While a recording is open its script and inputs are fixed; this is the way back to editing them. */
function Locked() {
  const r = useRecordingMessages();
  if (!useIsOpen()) return null;
  return <Button small icon="lock" label={r.edit} tip={r.locked} testId="btn-unlock" onClick={closeRecording} />;
}

function More({ onRename }: { readonly onRename: () => void }) {
  const m = useCodeMessages();
  const script = useApp((state) => state.scripts[state.selected]!);
  const [closed] = useClosed((state) => state.scripts);
  const r = useRecordingMessages();
  const recorded = useShownRecording() !== undefined;
  const rewriting = (how: Rewriting, label: string): MenuItem => ({
    id: how,
    label,
    run: () => {
      // It is no longer what was recorded.
      closeRecording();
      const text = rewrite(script.text, how);
      if (text === undefined) announce(m.tabs.doesNotCompile);
      else editScript(script.id, { text });
    },
  });
  const items: readonly MenuItem[] = [
    { id: 'open', label: m.tabs.open, icon: 'open', run: chooseFiles },
    { id: 'save', label: m.tabs.save, run: () => saveFile(script) },
    ...(recorded
      ? [{ id: 'save-recording', label: r.save, icon: 'save', run: () => void saveRecordingFile() } as const]
      : []),
    { id: 'rename', label: m.tabs.rename, shortcut: 'F2', run: onRename },
    rewriting('one-line', m.tabs.oneLine),
    rewriting('many-lines', m.tabs.manyLines),
    rewriting('call', m.tabs.allCall),
    rewriting('pcall', m.tabs.allPcall),
    { id: 'close', label: m.tabs.close, icon: 'close', run: () => closeWithUndo(script.id) },
    { id: 'close-others', label: m.tabs.closeOthers, run: () => closeOthers(script.id) },
    ...(closed === undefined ? [] : [{ id: 'reopen', label: m.tabs.reopen(closed.name), run: reopen }]),
  ];
  return (
    <Menu
      items={items}
      align="end"
      button={(props) => (
        <button
          type="button"
          {...props}
          className={css.more}
          aria-label={m.tabs.more}
          data-tip={m.tabs.more}
          data-testid="btn-script-menu"
        >
          <Icon name="more" size={14} />
        </button>
      )}
    />
  );
}
