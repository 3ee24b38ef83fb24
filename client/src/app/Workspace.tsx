import Editor from '../editor/Editor.js';
import { useDebugMessages } from '../i18n/debug.js';
import { useMessages } from '../i18n/messages.js';
import { GivenPanel } from '../panels/given/Panel.js';
import { InputsPanel } from '../panels/inputs/Panel.js';
import { InvocationPanel } from '../panels/invocation/Panel.js';
import { StartPanel } from '../panels/start/Panel.js';
import { StackPanel } from '../panels/stack/Panel.js';
import { ScriptTabs } from '../panels/tabs/Panel.js';
import { WatchPanel, WatchTools } from '../panels/watch/Panel.js';
import { useIsOpen } from '../state/debug.js';
import type { PanelName, PhoneTab } from '../state/model.js';
import { saveSizes, useSetting } from '../state/settings.js';
import { useApp } from '../state/store.js';
import { Split } from '../ui/Split.js';
import { Dock } from './Dock.js';
import { ResultStrip } from './ResultStrip.js';
import css from './Workspace.module.css';
import type { Layout } from '../ui/useLayout.js';
import { WaysOut } from './WaysOut.js';

const UPPER: readonly PanelName[] = ['reply', 'errors', 'keyspace', 'cache', 'libraries'];
const DATA: readonly PanelName[] = ['keyspace', 'cache', 'libraries'];
/** Tables beside their details, and two runs side by side: they take the place of both panels. */
const BROAD: readonly PanelName[] = ['errors', 'cache', 'libraries'];
/** What a recording adds while it is open. */
const STEPPED: readonly PanelName[] = ['variables', 'stack', 'watch'];
const TRACE: readonly PanelName[] = ['timeline', 'logs', 'console'];

/** Where a phone says how the last run ended. */
const TOLD: readonly PhoneTab[] = ['reply', 'timeline', 'keys'];

/** Libraries make room while a recording is open, unless they were asked for. */
const whileOpen = (names: readonly PanelName[], selected: PanelName): readonly PanelName[] =>
  names.filter((name) => name !== 'libraries' || name === selected);

export function Workspace({ layout }: { readonly layout: Layout }) {
  return layout === 'phone' ? <PhoneWorkspace /> : <DeskWorkspace layout={layout} />;
}

function DeskWorkspace({ layout }: { readonly layout: 'wide' | 'narrow' }) {
  const m = useMessages();
  const sizes = useSetting('sizes');
  return (
    <Split
      key={layout}
      id={`${layout}-columns`}
      label={m.resize.columns}
      orientation="horizontal"
      sizes={sizes[`${layout}-columns`]}
      onSizes={(next) => saveSizes(`${layout}-columns`, next)}
      panes={[
        {
          id: 'left',
          size: layout === 'wide' ? 580 : 440,
          min: 320,
          fixed: true,
          content: (
            <div className={css.left}>
              <Code />
              <Inputs />
            </div>
          ),
        },
        { id: 'right', min: 380, content: <Right layout={layout} /> },
      ]}
    />
  );
}

function Code() {
  const m = useMessages();
  return (
    <section className={`panel ${css.code}`} aria-label={m.editor} data-region>
      <ScriptTabs />
      <div className={css.editor}>
        <Editor />
      </div>
    </section>
  );
}

function Inputs() {
  return (
    <>
      <div className={css.inputs} data-region>
        <InputsPanel />
        <GivenPanel />
      </div>
      <div data-region>
        <InvocationPanel />
      </div>
    </>
  );
}

/** The result strip above two panels above one; on a narrow window the two share a place. */
function Right({ layout }: { readonly layout: 'wide' | 'narrow' }) {
  const m = useMessages();
  const started = useApp((state) => state.started);
  const panels = useSetting('panels');
  const sizes = useSetting('sizes');
  const open = useIsOpen();
  const together = layout === 'narrow' || BROAD.includes(panels.upper);
  const upper = !started ? (
    <StartPanel />
  ) : together ? (
    <Dock id="upper" names={open ? whileOpen([...STEPPED, ...UPPER], panels.upper) : UPPER} selected={panels.upper} />
  ) : (
    <Split
      id={`${layout}-upper`}
      label={m.resize.columns}
      orientation="horizontal"
      sizes={sizes[`${layout}-upper`]}
      onSizes={(next) => saveSizes(`${layout}-upper`, next)}
      panes={[
        {
          id: 'result',
          min: 260,
          content: (
            <Dock
              id="result"
              names={open ? ['variables', 'reply', 'errors'] : ['reply', 'errors']}
              selected={panels.result}
            />
          ),
        },
        {
          id: 'data',
          min: 260,
          content: (
            <div className={css.data}>
              <Dock id="data" names={open ? whileOpen(DATA, panels.upper) : DATA} selected={panels.upper} />
              {open && <FramePanels />}
            </div>
          ),
        },
      ]}
    />
  );
  // Two runs side by side are long: the timeline makes room.
  const long = together && panels.upper === 'errors';
  const rows = !started ? `${layout}-start-rows` : long ? `${layout}-errors-rows` : `${layout}-rows`;
  return (
    <div className={css.right}>
      {started && <ResultStrip />}
      <WaysOut />
      <div className={css.rows}>
        <Split
          key={rows}
          id={rows}
          label={m.resize.rows}
          orientation="vertical"
          sizes={sizes[rows]}
          onSizes={(next) => saveSizes(rows, next)}
          panes={[
            { id: 'upper', min: 140, size: !started ? '66%' : long ? '78%' : '53%', content: upper },
            { id: 'trace', min: 110, content: <Dock id="trace" names={TRACE} selected={panels.trace} /> },
          ]}
        />
      </div>
    </div>
  );
}

/** The call stack above the watches, both in sight. */
function FramePanels() {
  const d = useDebugMessages();
  return (
    <div className={css.frames}>
      <section aria-label={d.panels.stack} data-testid="panel-stack" data-region>
        <h2 className={css.sub}>{d.panels.stack}</h2>
        <StackPanel />
      </section>
      <section aria-label={d.panels.watch} data-testid="panel-watch" data-region>
        <h2 className={css.sub}>
          {d.panels.watch}
          <WatchTools />
        </h2>
        <WatchPanel />
      </section>
    </div>
  );
}

function PhoneWorkspace() {
  const open = useIsOpen();
  const tab = useSetting('phoneTab');
  const panels = useSetting('panels');
  const started = useApp((state) => state.started);
  return (
    <div className={css.phone} id="phone-panel" role="tabpanel" aria-labelledby={`phone-tab-${tab}`}>
      <div className={css.pane} hidden={tab !== 'code'}>
        <Code />
      </div>
      {tab === 'inputs' && (
        <div className={css.scroll}>
          <Inputs />
        </div>
      )}
      {TOLD.includes(tab) && (
        <>
          {started && <ResultStrip />}
          <WaysOut />
        </>
      )}
      {tab === 'reply' &&
        (started ? (
          <Dock
            id="result"
            names={open ? [...STEPPED, 'reply', 'errors'] : ['reply', 'errors']}
            selected={panels.result}
          />
        ) : (
          <StartPanel />
        ))}
      {tab === 'timeline' && <Dock id="trace" names={TRACE} selected={panels.trace} />}
      {tab === 'keys' && <Dock id="data" names={DATA} selected={panels.upper} />}
    </div>
  );
}
