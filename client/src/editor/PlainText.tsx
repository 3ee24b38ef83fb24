import { useEffect, useRef } from 'react';
import { useIsOpen } from '../state/debug.js';
import { editScript, useSelectedScript } from '../state/scripts.js';
import { setCaret } from '../state/screen.js';
import css from './Editor.module.css';

/**
 * The script before Monaco has arrived: the same text at the same place, and it can be edited already. What is typed here goes to the store,
 * where Monaco finds it.
 */
export function PlainText({ label }: { readonly label: string }) {
  const script = useSelectedScript();
  const locked = useIsOpen();
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  const lines = script.text.split('\n').length;
  useEffect(() => {
    const tellCaret = () => {
      const element = area.current;
      if (element === null || document.activeElement !== element) return;
      const before = element.value.slice(0, element.selectionStart).split('\n');
      setCaret(before.length, before.at(-1)!.length + 1);
    };
    document.addEventListener('selectionchange', tellCaret);
    return () => document.removeEventListener('selectionchange', tellCaret);
  }, []);
  return (
    <div className={css.plain}>
      <div ref={numbers} className={css.numbers} aria-hidden="true">
        {Array.from({ length: lines }, (_, i) => i + 1).join('\n')}
      </div>
      <textarea
        ref={area}
        className={css.text}
        aria-label={label}
        value={script.text}
        readOnly={locked}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        onChange={(event) => editScript(script.id, { text: event.target.value })}
        onScroll={() => {
          if (numbers.current) numbers.current.style.transform = `translateY(${-area.current!.scrollTop}px)`;
        }}
      />
    </div>
  );
}
