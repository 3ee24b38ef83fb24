import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { initialState, type AppState } from './model.js';
import { blankScript } from './script.js';

/**
 * The one store of the screen. Read it in components with {@link useApp}; change it only through the functions of scripts.ts, settings.ts,
 * runs.ts, serverScripts.ts, console.ts and screen.ts, so that every way in which it changes has a name.
 */
export const app = createStore<AppState>(() => initialState(blankScript([], 0)));

/** A part of the store; the component renders again when the part is not `Object.is` equal to the one before. */
export const useApp = <T>(select: (state: AppState) => T): T => useStore(app, select);
