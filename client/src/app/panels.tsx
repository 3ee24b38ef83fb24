import type { ComponentType } from 'react';
import { openSession, shownRecording } from '../state/debug.js';
import type { AppState, PanelName } from '../state/model.js';
import { CachePanel, CacheTools } from '../panels/cache/Panel.js';
import { ConsolePanel, ConsoleTools } from '../panels/console/Panel.js';
import { ErrorsPanel, ErrorsTools } from '../panels/errors/Panel.js';
import { errorCount } from '../panels/errors/select.js';
import { KeyspacePanel, KeyspaceTools } from '../panels/keyspace/Panel.js';
import { LibrariesPanel, LibrariesTools } from '../panels/libraries/Panel.js';
import { LogsPanel } from '../panels/logs/Panel.js';
import { ReplyPanel, ReplyTools } from '../panels/reply/Panel.js';
import { StackPanel } from '../panels/stack/Panel.js';
import { TimelinePanel, TimelineTools } from '../panels/timeline/Panel.js';
import { VariablesPanel, VariablesTools } from '../panels/variables/Panel.js';
import { WatchPanel, WatchTools } from '../panels/watch/Panel.js';

interface PanelSpec {
  readonly Body: ComponentType;
  /** Stands at the right of the head, only while the panel is selected. */
  readonly Tools?: ComponentType;
  readonly count?: (state: AppState) => number | undefined;
  readonly alert?: boolean;
  readonly shortcut?: string;
}

const recordingOf = shownRecording;

/** Every panel that a tab opens. */
export const PANELS: Readonly<Record<PanelName, PanelSpec>> = {
  reply: { Body: ReplyPanel, Tools: ReplyTools, shortcut: 'Alt+1' },
  errors: {
    Body: ErrorsPanel,
    Tools: ErrorsTools,
    count: (state) => {
      const recording = recordingOf(state);
      return recording && errorCount(recording);
    },
    alert: true,
    shortcut: 'Alt+5',
  },
  keyspace: { Body: KeyspacePanel, Tools: KeyspaceTools, shortcut: 'Alt+4' },
  cache: {
    Body: CachePanel,
    Tools: CacheTools,
    count: (state) => state.serverScripts[state.settings.target].known.length,
    shortcut: 'Alt+6',
  },
  libraries: { Body: LibrariesPanel, Tools: LibrariesTools },
  timeline: {
    Body: TimelinePanel,
    Tools: TimelineTools,
    count: (state) => {
      const session = openSession(state);
      if (session !== undefined && state.debug.timelineOf === 'steps') return session.recording.steps.line.length;
      const recording = recordingOf(state);
      return recording === undefined || recording.detail.calls === 'unknown' ? undefined : recording.totals.calls;
    },
    shortcut: 'Alt+2',
  },
  logs: {
    Body: LogsPanel,
    count: (state) => {
      const recording = recordingOf(state);
      return recording === undefined || recording.detail.logs === 'unknown' ? undefined : recording.totals.logs;
    },
  },
  variables: { Body: VariablesPanel, Tools: VariablesTools, shortcut: 'Alt+3' },
  stack: { Body: StackPanel },
  watch: { Body: WatchPanel, Tools: WatchTools },
  console: { Body: ConsolePanel, Tools: ConsoleTools, shortcut: 'Alt+7' },
};
