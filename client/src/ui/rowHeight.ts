import { useSyncExternalStore } from 'react';

const PHONE = '(max-width: 640px)';
const query = (): MediaQueryList => matchMedia(PHONE);

/** Pixels of a table row: `--row` as a number, for lists that count instead of measuring. */
export const useRowHeight = (): number =>
  useSyncExternalStore(
    (listener) => {
      const media = query();
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => (query().matches ? 32 : 24),
  );
