import {
  type Call,
  DEFAULT_PROFILE,
  type Engine,
  type EngineState,
  type ProfileName,
  type Recording,
} from '@luascope/shared/debug';
import type { Comparison } from './comparison.js';
import { NO_DEBUG, type DebugState } from './session.js';
import type { Mode, RunInputs, Script, ScriptId } from './script.js';

export const TARGETS = ['sandbox', 'live'] as const;
export type Target = (typeof TARGETS)[number];

export type Language = 'en' | 'zh';
export type Theme = 'dark' | 'light';
export type ReplyFormat = 'tree' | 'cli' | 'resp' | 'json';
export type KeyspaceView = 'diff' | 'after';
export type PhoneTab = 'code' | 'inputs' | 'reply' | 'timeline' | 'keys';
/** Panels that a tab opens; each lives in one dock. */
export type PanelName =
  | 'reply'
  | 'errors'
  | 'keyspace'
  | 'cache'
  | 'libraries'
  | 'timeline'
  | 'logs'
  | 'console'
  | 'variables'
  | 'stack'
  | 'watch';
/** Where a panel opens: the result (reply, errors), the data (keyspace, cache) or the trace. */
export type Dock = 'result' | 'data' | 'trace';

/** What the user chose about the screen; kept, and the same in every window except `target` and `version`. */
export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
  readonly target: Target;
  /** Which server the sandbox is. */
  readonly version: ProfileName;
  readonly replyFormat: ReplyFormat;
  readonly keyspaceView: KeyspaceView;
  readonly givenOpen: boolean;
  /** Splitter positions by layout, then panel: percentages. */
  readonly sizes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The selected panel of each dock, and of the two docks `result` and `data` together, for layouts in which they share a place. */
  readonly panels: Readonly<Record<'result' | 'upper' | 'trace', PanelName>>;
  readonly phoneTab: PhoneTab;
  /** A recording ends after so many steps. */
  readonly maxSteps: number;
}

/** The last run of a script. */
export interface Run {
  readonly status: 'running' | 'done' | 'failed';
  readonly target: Target;
  /** Milliseconds of the epoch. */
  readonly startedAt: number;
  /** What was run, so that an edit (and its undoing) is seen. */
  readonly inputs: RunInputs;
  readonly progress?: { readonly elapsedMs: number; readonly calls?: number; readonly writes?: number };
  readonly recording?: Recording;
  /** The file that the recording was opened from. */
  readonly file?: string;
  /** Why no recording came: one of our codes, put into words by the language file, or a server's own text. */
  readonly failure?: Failure;
}

export type Failure =
  | { readonly kind: 'app'; readonly code: string; readonly data: Readonly<Record<string, string | number>> }
  | { readonly kind: 'redis'; readonly text: string };

/** A script that this visit has seen on a target, with what is known about it. */
export interface KnownScript {
  readonly sha1: string;
  /** Source as bytes. */
  readonly source: string;
  readonly via: 'EVAL' | 'SCRIPT LOAD';
  /** Milliseconds of the epoch. */
  readonly loadedAt: number;
  readonly lastRunAt?: number;
  /** Runs from here; other clients' are not known. */
  readonly runs: number;
}

export interface ScriptsOnTarget {
  readonly known: readonly KnownScript[];
  /** Answers of SCRIPT EXISTS by SHA1; absent while not asked. */
  readonly exists: Readonly<Record<string, boolean>>;
}

export interface ConsoleEntry {
  readonly id: number;
  readonly kind: 'in' | 'out' | 'error' | 'note';
  readonly text: string;
}

/** What the prompt of a console tells. */
export interface ConsoleSession {
  readonly db: number;
  /** A transaction is open. */
  readonly transaction: boolean;
  /** It is subscribed or monitors: values arrive until RESET. */
  readonly streaming: boolean;
}

/** What the editor offers to the rest of the screen while it is mounted. */
export interface EditorHandle {
  focus(): void;
  /** Moves the caret there and scrolls it into view; lines and columns from 1. */
  reveal(line: number, column?: number): void;
}

export interface AppState {
  readonly settings: Settings;
  readonly scripts: Readonly<Record<ScriptId, Script>>;
  /** The selected script of this window; there is always one. */
  readonly selected: ScriptId;
  readonly runs: Readonly<Record<ScriptId, Run>>;
  readonly engines: Readonly<Partial<Record<Target, Engine>>>;
  /** Absent until the engine's first `state` event. */
  readonly health: Readonly<Partial<Record<Target, EngineState>>>;
  readonly serverScripts: Readonly<Record<Target, ScriptsOnTarget>>;
  /** Counts changes of a target's data, so that panels know when to read again. */
  readonly dataVersion: Readonly<Record<Target, number>>;
  readonly console: Readonly<Record<Target, readonly ConsoleEntry[]>>;
  readonly consoleSessions: Readonly<Record<Target, ConsoleSession>>;
  /** Commands typed in the console, oldest first. */
  readonly consoleHistory: readonly string[];
  /** False until the first run of this browser, or after the logo was pressed: the start panel shows. */
  readonly started: boolean;
  /** The browser refused to keep something: its storage is full or forbidden. */
  readonly keepFailed: boolean;
  /** The language that was chosen last, while its words could not be fetched. */
  readonly missingLanguage: Language | undefined;
  readonly debug: DebugState;
  /** The last one that was asked for. */
  readonly comparison?: Comparison;
  readonly dialog: Dialog | undefined;
  readonly editor: EditorHandle | undefined;
  readonly caret: { readonly line: number; readonly column: number };
  /** Problems the editor found in the selected script. */
  readonly problems: { readonly errors: number; readonly warnings: number };
  /** What the polite live region says; `n` makes the same words count as new. */
  readonly announcement: { readonly text: string; readonly n: number };
  /** What is shown of it at the foot of the page, the newest last. */
  readonly notices: readonly { readonly text: string; readonly n: number }[];
}

export type Dialog =
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'examples' }
  | {
      readonly kind: 'confirm-live';
      readonly script: ScriptId;
      readonly mode: Mode;
      /** The data of `needs-confirmation`: address, commands and crashLines, each with blanks between. */
      readonly hazards: Readonly<Record<string, string | number>>;
    }
  | { readonly kind: 'flush' }
  /** FUNCTION DELETE of a library with so many functions; without one, FUNCTION FLUSH. */
  | { readonly kind: 'remove-libraries'; readonly library?: string; readonly functions?: number }
  /** What a file of FUNCTION DUMP holds, as bytes. */
  | { readonly kind: 'restore-libraries'; readonly file: string; readonly payload: string }
  | { readonly kind: 'step-limit' }
  /** Strings of a call that its recording keeps in part. */
  | { readonly kind: 'long-strings'; readonly call: Call }
  | { readonly kind: 'shutdown' };

export const DEFAULT_SETTINGS: Settings = {
  theme: 'dark',
  language: 'en',
  target: 'sandbox',
  version: DEFAULT_PROFILE,
  replyFormat: 'tree',
  keyspaceView: 'diff',
  givenOpen: true,
  sizes: {},
  panels: { result: 'reply', upper: 'reply', trace: 'timeline' },
  phoneTab: 'code',
  maxSteps: 1_000_000,
};

/** The most that {@link Settings.maxSteps} can be: about 100 MB. */
export const MOST_STEPS = 10_000_000;

export const NEW_SESSION: ConsoleSession = { db: 0, transaction: false, streaming: false };

/** The state before anything kept was read: one script, no engine. */
export function initialState(first: Script, settings: Settings = DEFAULT_SETTINGS): AppState {
  return {
    settings,
    scripts: { [first.id]: first },
    selected: first.id,
    runs: {},
    engines: {},
    health: {},
    serverScripts: { sandbox: { known: [], exists: {} }, live: { known: [], exists: {} } },
    dataVersion: { sandbox: 0, live: 0 },
    console: { sandbox: [], live: [] },
    consoleSessions: { sandbox: NEW_SESSION, live: NEW_SESSION },
    consoleHistory: [],
    started: false,
    keepFailed: false,
    missingLanguage: undefined,
    debug: NO_DEBUG,
    dialog: undefined,
    editor: undefined,
    caret: { line: 1, column: 1 },
    problems: { errors: 0, warnings: 0 },
    announcement: { text: '', n: 0 },
    notices: [],
  };
}
