import { useSyncExternalStore } from 'react';

export type Layout = 'wide' | 'narrow' | 'phone';

const PHONE = '(max-width: 640px)';
const NARROW = '(max-width: 1180px)';

const layoutNow = (): Layout => (matchMedia(PHONE).matches ? 'phone' : matchMedia(NARROW).matches ? 'narrow' : 'wide');

function subscribe(listener: () => void): () => void {
  const queries = [matchMedia(PHONE), matchMedia(NARROW)];
  for (const query of queries) query.addEventListener('change', listener);
  return () => queries.forEach((query) => query.removeEventListener('change', listener));
}

/** Which of the three arrangements the window's width asks for. */
export const useLayout = (): Layout => useSyncExternalStore(subscribe, layoutNow);
