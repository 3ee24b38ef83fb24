import { useMessages } from '../i18n/messages.js';
import { useNow } from '../ui/useNow.js';

/** A shorter run shows no time at all: a number that flashes by tells nothing. */
const QUIET_MS = 300;

/** Time since a moment of the epoch, in tenths of a second. Not read aloud: a live region says when it ends. */
export function Elapsed({ since }: { readonly since: number }) {
  const m = useMessages();
  const elapsed = useNow() - since;
  return <span aria-hidden="true">{elapsed < QUIET_MS ? '' : m.seconds(elapsed)}</span>;
}
