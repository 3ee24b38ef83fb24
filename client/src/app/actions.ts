import type { Words } from '../i18n/words.js';
import type { AppState, PanelName } from '../state/model.js';
import { MOVES } from '../panels/transport/Panel.js';
import { goToCall, runToCursor, travel } from '../panels/transport/travel.js';
import {
  canDryRun,
  canOpen,
  canRecord,
  closeRecording,
  dryRunScript,
  noRecord,
  openAsRecording,
  recordScript,
} from '../running/record.js';
import { openSession, shownRecording } from '../state/debug.js';
import { lineAtCaret, statementAtCaret, toggleBreakpoint } from '../state/breakpoints.js';
import { closeDialog, openDialog } from '../state/screen.js';
import { openScript, selectedScript } from '../state/scripts.js';
import { changeSettings, showPanel } from '../state/settings.js';
import { app } from '../state/store.js';
import type { IconName } from '../ui/Icon.js';
import { chooseFiles, saveFile, saveRecordingFile } from '../running/scriptFiles.js';
import { copyCommand } from '../panels/invocation/copy.js';
import { closeWithUndo, reopen, useClosed } from '../panels/tabs/closed.js';
import { changeLanguage } from '../running/language.js';
import { killScript } from '../running/kill.js';
import { resetData } from '../running/reset.js';
import { runObstacle, sandboxStarts } from '../running/obstacle.js';
import { runScript } from '../running/run.js';

/** Something a user can do. The toolbar, the palette, the shortcut sheet and the key handler all read this one list. */
export interface Action {
  readonly id: string;
  readonly label: (words: Words) => string;
  /** What there is to know besides the label. */
  readonly tip?: (state: AppState, words: Words) => string;
  readonly icon?: IconName;
  /** For instance `Control+Enter`; see ui/keys.ts. */
  readonly shortcut?: string;
  /** A second key for the same. */
  readonly also?: string;
  readonly group: 'run' | 'panels' | 'scripts' | 'screen';
  /** Why it cannot be done now; undefined when it can. */
  readonly unavailable?: (state: AppState, words: Words) => string | undefined;
  /** Not for the palette: it would only open the palette. */
  readonly hidden?: boolean;
  /** While it does not apply it is not offered, and its key is left to the browser. */
  readonly applies?: (state: AppState) => boolean;
  readonly run: () => void;
}

const PANEL_KEYS: readonly (readonly [PanelName, string])[] = [
  ['reply', 'Alt+1'],
  ['timeline', 'Alt+2'],
  ['variables', 'Alt+3'],
  ['keyspace', 'Alt+4'],
  ['errors', 'Alt+5'],
  ['cache', 'Alt+6'],
  ['console', 'Alt+7'],
];

const isOpen = (state: AppState): boolean => openSession(state) !== undefined;

/** Panels that are there only while a recording is open. */
const DEBUG_PANELS: ReadonlySet<PanelName> = new Set(['variables', 'stack', 'watch']);

const panelAction = (name: PanelName, shortcut?: string): Action => ({
  id: `panel-${name}`,
  label: ({ messages }) => messages.actions.show(messages.panels[name]),
  group: 'panels',
  ...(shortcut !== undefined && { shortcut }),
  ...(name === 'console' && { also: 'Control+Backquote' }),
  ...(DEBUG_PANELS.has(name) && { applies: isOpen }),
  run: () => {
    showPanel(name);
    if (name === 'console')
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-console-input]')?.focus());
  },
});

const moveAction = ({ move, shortcut }: (typeof MOVES)[number]): Action => ({
  id: `debug-${move}`,
  label: ({ debug }) => debug.actions[move],
  group: 'run',
  ...(shortcut !== undefined && { shortcut }),
  applies: isOpen,
  run: () => void travel(move),
});

/** Neither Record nor Dry run can be done: the target refuses, or cannot run anything now. */
function whyNotRecord(state: AppState, { messages, recording }: Words): string | undefined {
  const refused = noRecord(state);
  if (refused?.code === 'refused') return recording.noRecord.refused(refused.reply ?? '');
  if (refused !== undefined) return recording.noRecord.tls;
  if (sandboxStarts(state)) return undefined;
  const obstacle = runObstacle(state);
  return obstacle && messages.obstacles[obstacle];
}

export const ACTIONS: readonly Action[] = [
  {
    id: 'run',
    label: ({ messages }) => messages.run,
    icon: 'play',
    shortcut: 'Control+Enter',
    group: 'run',
    unavailable: (state, { messages }) => {
      if (sandboxStarts(state)) return undefined;
      const obstacle = runObstacle(state);
      return obstacle && messages.obstacles[obstacle];
    },
    run: () => void runScript(),
  },
  {
    id: 'kill',
    label: ({ messages }) => messages.kill,
    icon: 'stop',
    shortcut: 'Shift+F5',
    group: 'run',
    unavailable: (state, { messages }) => {
      const health = state.health[state.settings.target];
      if (health?.busy?.wrote === true) return messages.killed.unkillable;
      return health?.health === 'busy' || runObstacle(state) === 'running' ? undefined : messages.nothingRuns;
    },
    run: () => void killScript(),
  },
  {
    id: 'record',
    label: ({ debug }) => debug.record,
    icon: 'record',
    shortcut: 'Control+Shift+Enter',
    group: 'run',
    applies: (state) => canRecord(state) || noRecord(state) !== undefined,
    unavailable: whyNotRecord,
    run: () => void recordScript(),
  },
  {
    id: 'dry-run',
    label: ({ recording }) => recording.dryRun,
    tip: (state, { recording }) => recording.dryRunHint[state.settings.target],
    icon: 'flask',
    group: 'run',
    applies: (state) => canDryRun(state) || noRecord(state) !== undefined,
    unavailable: whyNotRecord,
    run: () => void dryRunScript(),
  },
  {
    id: 'show-recording',
    label: ({ recording }) => recording.recordingOpen,
    icon: 'record',
    group: 'run',
    applies: isOpen,
    run: () => document.querySelector<HTMLElement>('[data-testid=transport] input')?.focus(),
  },
  {
    id: 'open-recording',
    label: ({ debug }) => debug.openAsRecording,
    icon: 'record',
    group: 'run',
    applies: (state) => canOpen(state) && !isOpen(state),
    run: () => void openAsRecording(),
  },
  {
    id: 'close-recording',
    label: ({ debug }) => debug.close,
    icon: 'close',
    group: 'run',
    applies: isOpen,
    run: closeRecording,
  },
  ...MOVES.map(moveAction),
  {
    id: 'toggle-breakpoint',
    label: ({ debug }) => debug.actions.toggleBreakpoint,
    shortcut: 'F9',
    group: 'run',
    applies: canRecord,
    run: () => toggleBreakpoint(lineAtCaret(app.getState())),
  },
  {
    id: 'toggle-statement-breakpoint',
    label: ({ debug }) => debug.actions.toggleStatementBreakpoint,
    shortcut: 'Shift+F9',
    group: 'run',
    applies: canRecord,
    unavailable: (state, { debug }) => (statementAtCaret(state) === undefined ? debug.noStatement : undefined),
    run: () => {
      const place = statementAtCaret(app.getState());
      if (place !== undefined) toggleBreakpoint(place);
    },
  },
  {
    id: 'run-to-cursor',
    label: ({ debug }) => debug.actions.runToCursor,
    icon: 'arrow',
    shortcut: 'Alt+F9',
    group: 'run',
    applies: isOpen,
    run: () => runToCursor(1),
  },
  {
    id: 'back-to-cursor',
    label: ({ debug }) => debug.actions.backToCursor,
    icon: 'reply',
    shortcut: 'Alt+Shift+F9',
    group: 'run',
    applies: isOpen,
    run: () => runToCursor(-1),
  },
  {
    id: 'next-call',
    label: ({ debug }) => debug.nextCall,
    group: 'run',
    applies: isOpen,
    run: () => goToCall(1),
  },
  {
    id: 'previous-call',
    label: ({ debug }) => debug.previousCall,
    group: 'run',
    applies: isOpen,
    run: () => goToCall(-1),
  },
  {
    id: 'reset',
    label: ({ messages }) => messages.reset,
    icon: 'reset',
    group: 'run',
    unavailable: (state, { messages }) =>
      state.health[state.settings.target]?.capabilities.freshData === false ? messages.resetOnlySandbox : undefined,
    run: () => void resetData(),
  },
  ...PANEL_KEYS.map(([name, shortcut]) => panelAction(name, shortcut)),
  panelAction('libraries'),
  panelAction('logs'),
  panelAction('stack'),
  panelAction('watch'),
  {
    id: 'new-script',
    label: ({ messages }) => messages.actions.newScript,
    icon: 'plus',
    group: 'scripts',
    run: () => void openScript(),
  },
  {
    id: 'close-script',
    label: ({ messages }) => messages.actions.closeScript,
    icon: 'close',
    group: 'scripts',
    run: () => closeWithUndo(app.getState().selected),
  },
  {
    id: 'reopen-script',
    label: ({ messages }) => messages.actions.reopenScript,
    icon: 'reset',
    group: 'scripts',
    unavailable: (_state, { messages }) =>
      useClosed.getState().scripts.length === 0 ? messages.nothingClosed : undefined,
    run: reopen,
  },
  {
    id: 'open-file',
    label: ({ messages }) => messages.actions.openFile,
    icon: 'open',
    group: 'scripts',
    run: chooseFiles,
  },
  {
    id: 'save-file',
    label: ({ messages }) => messages.actions.saveFile,
    group: 'scripts',
    run: () => saveFile(selectedScript(app.getState())),
  },
  {
    id: 'open-recording-file',
    label: ({ recording }) => recording.openFile,
    icon: 'open',
    group: 'scripts',
    run: chooseFiles,
  },
  {
    id: 'step-limit',
    label: ({ limits }) => limits.steps,
    group: 'run',
    run: () => openDialog({ kind: 'step-limit' }),
  },
  {
    id: 'save-recording',
    label: ({ recording }) => recording.save,
    icon: 'save',
    group: 'scripts',
    unavailable: (state, { recording }) => (shownRecording(state) === undefined ? recording.nothingToSave : undefined),
    run: () => void saveRecordingFile(),
  },
  {
    id: 'copy-command',
    label: ({ messages }) => messages.actions.copyCommand,
    icon: 'copy',
    shortcut: 'Alt+C',
    group: 'run',
    run: () => void copyCommand(),
  },
  {
    id: 'examples',
    label: ({ messages }) => messages.actions.examples,
    icon: 'book',
    group: 'scripts',
    run: () => openDialog({ kind: 'examples' }),
  },
  {
    id: 'focus-editor',
    label: ({ messages }) => messages.actions.focusEditor,
    group: 'scripts',
    run: () => {
      changeSettings({ phoneTab: 'code' });
      app.getState().editor?.focus();
    },
  },
  {
    id: 'target',
    label: ({ messages }) => messages.actions.switchTarget,
    group: 'screen',
    run: () => changeSettings({ target: app.getState().settings.target === 'live' ? 'sandbox' : 'live' }),
  },
  {
    id: 'theme',
    label: ({ messages }) => messages.actions.theme,
    icon: 'theme',
    group: 'screen',
    run: () => changeSettings({ theme: app.getState().settings.theme === 'dark' ? 'light' : 'dark' }),
  },
  {
    id: 'language',
    label: ({ messages }) => messages.actions.language,
    group: 'screen',
    run: () => void changeLanguage(app.getState().settings.language === 'en' ? 'zh' : 'en'),
  },
  {
    id: 'shortcuts',
    label: ({ messages }) => messages.actions.shortcuts,
    shortcut: '?',
    group: 'screen',
    run: () => openDialog({ kind: 'shortcuts' }),
  },
  {
    id: 'palette',
    label: ({ messages }) => messages.actions.palette,
    shortcut: 'Control+K',
    group: 'screen',
    hidden: true,
    run: () => (app.getState().dialog?.kind === 'palette' ? closeDialog() : openDialog({ kind: 'palette' })),
  },
];

const BY_ID = new Map(ACTIONS.map((action) => [action.id, action]));

export function actionOf(id: string): Action {
  const action = BY_ID.get(id);
  if (action === undefined) throw new Error(`no action ${id}`);
  return action;
}
