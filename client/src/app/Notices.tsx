import { useEffect } from 'react';
import { withdrawNotice } from '../state/screen.js';
import { useApp } from '../state/store.js';
import css from './Notices.module.css';

const LEAST_MS = 5_000;
/** Slow readers manage about twelve characters a second. */
const MS_A_CHARACTER = 80;

/**
 * What was announced, for those who see: over the status bar until there was time to read it, on a phone above the buttons of run and
 * transport. The live region has said it already.
 */
export function Notices() {
  const notices = useApp((state) => state.notices);
  if (notices.length === 0) return null;
  return (
    <div className={css.place} aria-hidden="true">
      <div className={css.list}>
        {notices.map(({ text, n }) => (
          <Notice key={n} text={text} n={n} />
        ))}
      </div>
    </div>
  );
}

function Notice({ text, n }: { readonly text: string; readonly n: number }) {
  useEffect(() => {
    const timer = setTimeout(() => withdrawNotice(n), LEAST_MS + text.length * MS_A_CHARACTER);
    return () => clearTimeout(timer);
  }, [text, n]);
  return <p data-testid="notice">{text}</p>;
}
