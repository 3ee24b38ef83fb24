import { sha1Hex } from '@luascope/shared/sha1';
import { useEffect, useRef } from 'react';
import { messagesOf } from '../i18n/messages.js';
import { addConsoleEntry } from '../state/consoles.js';
import { TARGETS, type AppState, type Target } from '../state/model.js';
import { scriptBytes } from '../state/request.js';
import { runningOn } from '../state/runs.js';
import { isLibraryMode } from '../state/script.js';
import { noteExists, noteScript } from '../state/serverScripts.js';
import { app } from '../state/store.js';

/** A script that runs long enough to be noticed has compiled, so the server has it from its start. */
function noteRunning(state: AppState, target: Target): void {
  const id = runningOn(state, target);
  const run = id === undefined ? undefined : state.runs[id];
  if (run === undefined || run.inputs.mode.startsWith('EVALSHA') || isLibraryMode(run.inputs.mode)) return;
  const source = scriptBytes(run.inputs.text);
  const sha1 = sha1Hex(source);
  noteExists(target, { [sha1]: true });
  noteScript(target, { sha1, source, via: 'EVAL', loadedAt: run.startedAt }, false);
}

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
          if (isBusy) noteRunning(state, target);
          addConsoleEntry(target, 'note', isBusy ? m.console.passedLimit : m.console.freeAgain);
        }
      }),
    [],
  );
}
