import { useSyncExternalStore } from 'react';

const TICK_MS = 100;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, TICK_MS);
  return () => clearInterval(timer);
}

const now = (): number => Math.floor(Date.now() / TICK_MS) * TICK_MS;

/** Milliseconds of the epoch, ten times a second. */
export const useNow = (): number => useSyncExternalStore(subscribe, now);
