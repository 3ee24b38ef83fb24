import { useEffect, useRef, useState, type ClipboardEvent } from 'react';
import { codeMessagesOf, useCodeMessages } from '../i18n/code.js';
import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { app } from '../state/store.js';
import css from './Editor.module.css';
import { openFiles } from '../running/scriptFiles.js';
import { PlainText } from './PlainText.js';
import { takePasted } from '../running/takePasted.js';

/** Monaco and all that belongs to it, a separate part of the program. Its own texts must be there before it is. */
async function loadMonaco(language: Language) {
  if (language === 'zh') await import('monaco-editor/nls/lang/zh-cn');
  return import('./mount.js');
}

/** The script in an editor: first as plain text, then, when it has arrived, in Monaco. Takes dropped files and pasted command lines. */
export default function Editor() {
  const m = useCodeMessages();
  const host = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const [dropping, setDropping] = useState(false);
  // Monaco speaks the language it was loaded with until the page is loaded again; our own texts in it follow at once.
  const language = useRef(useSetting('language'));

  useEffect(() => {
    let unmount: (() => void) | undefined;
    let gone = false;
    void loadMonaco(language.current).then(({ mount }) => {
      if (gone) return;
      const plain = host.current!.parentElement!.querySelector('textarea');
      const focused = plain !== null && document.activeElement === plain;
      const at = plain?.selectionStart ?? 0;
      unmount = mount(host.current!, codeMessagesOf(language.current).edit.label);
      setReady(true);
      if (focused) {
        const lines = plain.value.slice(0, at).split('\n');
        const { editor } = app.getState();
        editor?.reveal(lines.length, lines.at(-1)!.length + 1);
        editor?.focus();
      }
    });
    return () => {
      gone = true;
      unmount?.();
    };
  }, []);

  const onPaste = (event: ClipboardEvent) => {
    if (!takePasted(event.clipboardData.getData('text/plain'))) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      className={css.editor}
      data-testid="editor"
      data-editor
      data-ready={ready || undefined}
      tabIndex={-1}
      onPasteCapture={onPaste}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
      }}
      onDrop={(event) => {
        setDropping(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        void openFiles([...event.dataTransfer.files]);
      }}
    >
      {!ready && <PlainText label={m.edit.label} />}
      <div ref={host} className={css.host} hidden={!ready} />
      {dropping && <div className={css.drop}>{m.edit.drop}</div>}
    </div>
  );
}
