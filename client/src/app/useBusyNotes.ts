import { useEffect, useRef } from 'react';
import { messagesOf } from '../i18n/messages.js';
import { addConsoleEntry } from '../state/consoles.js';
import { TARGETS } from '../state/model.js';
import { app } from '../state/store.js';

/** Marks in each console where its server became busy and where it answers again. */
export function useBusyNotes(): void {
  const busy = useRef<Record<string, boolean>>({});
  useEffect(
    () =>
      app.subscribe((state, before) => {
        if (state.health === before.health) return;
        const m = messagesOf(state.settings.language);
        for (const target of TARGETS) {
          const isBusy = state.health[target]?.health === 'busy';
          if (isBusy === (busy.current[target] ?? false)) continue;
          busy.current[target] = isBusy;
          addConsoleEntry(target, 'note', isBusy ? m.console.passedLimit : m.console.freeAgain);
        }
      }),
    [],
  );
}
