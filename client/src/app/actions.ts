import type { Messages } from '../i18n/messages.js';
import type { AppState, PanelName } from '../state/model.js';
import { debugMessagesOf } from '../i18n/debug.js';
import { limitsMessagesOf } from '../i18n/limits.js';
import { recordingMessagesOf } from '../i18n/recording.js';
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
  readonly label: (m: Messages) => string;
  /** What there is to know besides the label. */
  readonly tip?: (state: AppState, m: Messages) => string;
  readonly icon?: IconName;
  /** For instance `Control+Enter`; see ui/keys.ts. */
  readonly shortcut?: string;
  /** A second key for the same. */
  readonly also?: string;
  readonly group: 'run' | 'panels' | 'scripts' | 'screen';
  /** Why it cannot be done now; undefined when it can. */
  readonly unavailable?: (state: AppState, m: Messages) => string | undefined;
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
  label: (m) => m.actions.show(m.panels[name]),
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
  label: (m) => debugWords(m).actions[move],
  group: 'run',
  ...(shortcut !== undefined && { shortcut }),
  applies: isOpen,
  run: () => void travel(move),
});

const recordingWords = (m: Messages) => recordingMessagesOf(m.code === 'en' ? 'en' : 'zh');

/** Neither Record nor Dry run can be done: the target refuses, or cannot run anything now. */
function whyNotRecord(state: AppState, m: Messages): string | undefined {
  const refused = noRecord(state);
  if (refused?.code === 'refused') return recordingWords(m).noRecord.refused(refused.reply ?? '');
  if (refused !== undefined) return recordingWords(m).noRecord.tls;
  if (sandboxStarts(state)) return undefined;
  const obstacle = runObstacle(state);
  return obstacle && m.obstacles[obstacle];
}

const debugWords = (m: Messages) => debugMessagesOf(m.code === 'en' ? 'en' : 'zh');

export const ACTIONS: readonly Action[] = [
  {
    id: 'run',
    label: (m) => m.run,
    icon: 'play',
    shortcut: 'Control+Enter',
    group: 'run',
    unavailable: (state, m) => {
      if (sandboxStarts(state)) return undefined;
      const obstacle = runObstacle(state);
      return obstacle && m.obstacles[obstacle];
    },
    run: () => void runScript(),
  },
  {
    id: 'kill',
    label: (m) => m.kill,
    icon: 'stop',
    shortcut: 'Shift+F5',
    group: 'run',
    unavailable: (state, m) => {
      const health = state.health[state.settings.target];
      if (health?.busy?.wrote === true) return m.killed.unkillable;
      return health?.health === 'busy' || runObstacle(state) === 'running' ? undefined : m.nothingRuns;
    },
    run: () => void killScript(),
  },
  {
    id: 'record',
    label: (m) => debugWords(m).record,
    icon: 'record',
    shortcut: 'Control+Shift+Enter',
    group: 'run',
    applies: (state) => canRecord(state) || noRecord(state) !== undefined,
    unavailable: whyNotRecord,
    run: () => void recordScript(),
  },
  {
    id: 'dry-run',
    label: (m) => recordingWords(m).dryRun,
    tip: (state, m) => recordingWords(m).dryRunHint[state.settings.target],
    icon: 'flask',
    group: 'run',
    applies: (state) => canDryRun(state) || noRecord(state) !== undefined,
    unavailable: whyNotRecord,
    run: () => void dryRunScript(),
  },
  {
    id: 'show-recording',
    label: (m) => recordingWords(m).recordingOpen,
    icon: 'record',
    group: 'run',
    applies: isOpen,
    run: () => document.querySelector<HTMLElement>('[data-testid=transport] input')?.focus(),
  },
  {
    id: 'open-recording',
    label: (m) => debugWords(m).openAsRecording,
    icon: 'record',
    group: 'run',
    applies: (state) => canOpen(state) && !isOpen(state),
    run: () => void openAsRecording(),
  },
  {
    id: 'close-recording',
    label: (m) => debugWords(m).close,
    icon: 'close',
    group: 'run',
    applies: isOpen,
    run: closeRecording,
  },
  ...MOVES.map(moveAction),
  {
    id: 'toggle-breakpoint',
    label: (m) => debugWords(m).actions.toggleBreakpoint,
    shortcut: 'F9',
    group: 'run',
    applies: canRecord,
    run: () => toggleBreakpoint(lineAtCaret(app.getState())),
  },
  {
    id: 'toggle-statement-breakpoint',
    label: (m) => debugWords(m).actions.toggleStatementBreakpoint,
    shortcut: 'Shift+F9',
    group: 'run',
    applies: canRecord,
    unavailable: (state, m) => (statementAtCaret(state) === undefined ? debugWords(m).noStatement : undefined),
    run: () => {
      const place = statementAtCaret(app.getState());
      if (place !== undefined) toggleBreakpoint(place);
    },
  },
  {
    id: 'run-to-cursor',
    label: (m) => debugWords(m).actions.runToCursor,
    icon: 'arrow',
    shortcut: 'Alt+F9',
    group: 'run',
    applies: isOpen,
    run: () => runToCursor(1),
  },
  {
    id: 'back-to-cursor',
    label: (m) => debugWords(m).actions.backToCursor,
    icon: 'reply',
    shortcut: 'Alt+Shift+F9',
    group: 'run',
    applies: isOpen,
    run: () => runToCursor(-1),
  },
  {
    id: 'next-call',
    label: (m) => debugWords(m).nextCall,
    group: 'run',
    applies: isOpen,
    run: () => goToCall(1),
  },
  {
    id: 'previous-call',
    label: (m) => debugWords(m).previousCall,
    group: 'run',
    applies: isOpen,
    run: () => goToCall(-1),
  },
  {
    id: 'reset',
    label: (m) => m.reset,
    icon: 'reset',
    group: 'run',
    unavailable: (state, m) =>
      state.health[state.settings.target]?.capabilities.freshData === false ? m.resetOnlySandbox : undefined,
    run: () => void resetData(),
  },
  ...PANEL_KEYS.map(([name, shortcut]) => panelAction(name, shortcut)),
  panelAction('libraries'),
  panelAction('logs'),
  panelAction('stack'),
  panelAction('watch'),
  { id: 'new-script', label: (m) => m.actions.newScript, icon: 'plus', group: 'scripts', run: () => void openScript() },
  {
    id: 'close-script',
    label: (m) => m.actions.closeScript,
    icon: 'close',
    group: 'scripts',
    run: () => closeWithUndo(app.getState().selected),
  },
  {
    id: 'reopen-script',
    label: (m) => m.actions.reopenScript,
    icon: 'reset',
    group: 'scripts',
    unavailable: (_state, m) => (useClosed.getState().scripts.length === 0 ? m.nothingClosed : undefined),
    run: reopen,
  },
  { id: 'open-file', label: (m) => m.actions.openFile, icon: 'open', group: 'scripts', run: chooseFiles },
  {
    id: 'save-file',
    label: (m) => m.actions.saveFile,
    group: 'scripts',
    run: () => saveFile(selectedScript(app.getState())),
  },
  {
    id: 'open-recording-file',
    label: (m) => recordingWords(m).openFile,
    icon: 'open',
    group: 'scripts',
    run: chooseFiles,
  },
  {
    id: 'step-limit',
    label: (m) => limitsMessagesOf(m.code === 'en' ? 'en' : 'zh').steps,
    group: 'run',
    run: () => openDialog({ kind: 'step-limit' }),
  },
  {
    id: 'save-recording',
    label: (m) => recordingWords(m).save,
    icon: 'save',
    group: 'scripts',
    unavailable: (state, m) => (shownRecording(state) === undefined ? recordingWords(m).nothingToSave : undefined),
    run: () => void saveRecordingFile(),
  },
  {
    id: 'copy-command',
    label: (m) => m.actions.copyCommand,
    icon: 'copy',
    shortcut: 'Alt+C',
    group: 'run',
    run: () => void copyCommand(),
  },
  {
    id: 'examples',
    label: (m) => m.actions.examples,
    icon: 'book',
    group: 'scripts',
    run: () => openDialog({ kind: 'examples' }),
  },
  {
    id: 'focus-editor',
    label: (m) => m.actions.focusEditor,
    group: 'scripts',
    run: () => {
      changeSettings({ phoneTab: 'code' });
      app.getState().editor?.focus();
    },
  },
  {
    id: 'target',
    label: (m) => m.actions.switchTarget,
    group: 'screen',
    run: () => changeSettings({ target: app.getState().settings.target === 'live' ? 'sandbox' : 'live' }),
  },
  {
    id: 'theme',
    label: (m) => m.actions.theme,
    icon: 'theme',
    group: 'screen',
    run: () => changeSettings({ theme: app.getState().settings.theme === 'dark' ? 'light' : 'dark' }),
  },
  {
    id: 'language',
    label: (m) => m.actions.language,
    group: 'screen',
    run: () => void changeLanguage(app.getState().settings.language === 'en' ? 'zh' : 'en'),
  },
  {
    id: 'shortcuts',
    label: (m) => m.actions.shortcuts,
    shortcut: '?',
    group: 'screen',
    run: () => openDialog({ kind: 'shortcuts' }),
  },
  {
    id: 'palette',
    label: (m) => m.actions.palette,
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
