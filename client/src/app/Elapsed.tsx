import { useEffect, useReducer } from 'react';
import { useMessages } from '../i18n/messages.js';

const TICK_MS = 100;
/** A shorter run shows no time at all: a number that flashes by tells nothing. */
const QUIET_MS = 300;

/** Time since a moment of the epoch, in tenths of a second. Not read aloud: a live region says when it ends. */
export function Elapsed({ since }: { readonly since: number }) {
  const m = useMessages();
  const [, tick] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const elapsed = Date.now() - since;
  return <span aria-hidden="true">{elapsed < QUIET_MS ? '' : m.seconds(elapsed)}</span>;
}
