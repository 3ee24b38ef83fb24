import { useNow } from '../ui/useNow.js';
import css from './Banner.module.css';

/** Minutes, seconds and tenths since a moment of the epoch: `0:05.0`. */
export function Clock({ since }: { readonly since: number }) {
  const tenths = Math.max(0, Math.floor((useNow() - since) / 100));
  const seconds = Math.floor(tenths / 10);
  return (
    <span className={css.clock} aria-hidden="true">
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}.{tenths % 10}
    </span>
  );
}
