import { useEffect } from 'react';
import { wordsOf } from '../i18n/words.js';
import type { AppState } from '../state/model.js';
import { app } from '../state/store.js';
import { pressed } from '../ui/keys.js';
import { ACTIONS } from './actions.js';

const words = ({ settings }: AppState) => wordsOf(settings.language);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** Regions that F6 walks through, in the order of the screen. */
const REGIONS = '[data-region]';

function moveRegion(step: number): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].filter((region) => region.offsetParent !== null);
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[at < 0 ? 0 : (at + step + regions.length) % regions.length]!;
  const focusable = next.querySelector<HTMLElement>(
    'textarea, input, [tabindex="0"], button:not([tabindex="-1"]):not([aria-disabled])',
  );
  (focusable ?? next).focus();
}

/** Follows the keyboard for every action with a shortcut. It listens before the editor does, whose own keys would win otherwise. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'F6') {
        event.preventDefault();
        return moveRegion(event.shiftKey ? -1 : 1);
      }
      const now = app.getState();
      const action = ACTIONS.filter(
        ({ shortcut, also, applies }) =>
          [shortcut, also].some((keys) => keys !== undefined && pressed(keys, event)) && (applies?.(now) ?? true),
      ).find(({ unavailable }, i, { length }) => i === length - 1 || unavailable?.(now, words(now)) === undefined);
      if (action?.shortcut === undefined) return;
      const singleKey = !/Control|Alt|F\d/.test(action.shortcut);
      if (singleKey && isTyping(event.target)) return;
      const state = app.getState();
      if (state.dialog !== undefined && action.id !== 'palette') return;
      const unavailable = action.unavailable?.(state, words(state)) !== undefined;
      // Without a script to kill, Shift F5 stays the browser's.
      if (unavailable && action.id === 'kill') return;
      event.preventDefault();
      event.stopPropagation();
      if (!unavailable) action.run();
    };
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, []);
}
