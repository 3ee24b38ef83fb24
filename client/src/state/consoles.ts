import type { AppState, ConsoleEntry, Target } from './model.js';
import { app } from './store.js';

/** Older lines go, so that a console that is open all day stays small. */
const ENTRIES_KEPT = 2000;
const HISTORY_KEPT = 200;

let nextId = 0;

export function addConsoleEntry(target: Target, kind: ConsoleEntry['kind'], text: string): void {
  nextId += 1;
  const entry: ConsoleEntry = { id: nextId, kind, text };
  app.setState((state) => ({
    console: { ...state.console, [target]: [...state.console[target], entry].slice(-ENTRIES_KEPT) },
  }));
}

export const clearConsole = (target: Target): void =>
  app.setState((state) => ({ console: { ...state.console, [target]: [] } }));

/** Remembers a command; the same one twice in a row is remembered once. */
export function rememberCommand(line: string): void {
  app.setState(({ consoleHistory }) =>
    consoleHistory.at(-1) === line ? {} : { consoleHistory: [...consoleHistory, line].slice(-HISTORY_KEPT) },
  );
}

export function setConsoleSession(target: Target, patch: Partial<AppState['consoleSessions'][Target]>): void {
  app.setState(({ consoleSessions }) => ({
    consoleSessions: { ...consoleSessions, [target]: { ...consoleSessions[target], ...patch } },
  }));
}
