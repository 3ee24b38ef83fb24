import type { ReactNode } from 'react';
import { useDebugMessages } from '../../i18n/debug.js';
import { useMessages } from '../../i18n/messages.js';
import { runScript } from '../../running/run.js';
import { openDialog } from '../../state/screen.js';
import { editRow, editScript, useSelectedScript } from '../../state/scripts.js';
import { useSetting } from '../../state/settings.js';
import { textRow } from '../../state/script.js';
import { useApp } from '../../state/store.js';
import { canRecord, recordScript } from '../../running/record.js';
import { Button } from '../../ui/Button.js';
import { CodeText } from '../../ui/CodeText.js';
import { ExampleList } from './ExampleList.js';
import { EXAMPLES } from './examples.js';
import { ScrollArea } from '../../ui/ScrollArea.js';
import css from './Panel.module.css';

const OFFERED = EXAMPLES.slice(1, 7);

/** Before the first run: what to do first, and what to look at next. */
export function StartPanel() {
  const m = useMessages();
  const d = useDebugMessages();
  const target = useSetting('target');
  const script = useSelectedScript();
  const version = useApp((state) => state.health.sandbox?.server?.version);
  // The sandbox always can: the panel does not wait for it to say so.
  const recordable = useApp((state) => state.settings.target === 'sandbox' || canRecord(state));
  const isFirst = script.example === EXAMPLES[0]!.id;

  const breakIt = () => {
    const [first] = script.args;
    if (first === undefined) editScript(script.id, { args: [textRow('five')] });
    else editRow(script.id, 'args', first.id, { text: 'five', bytes: false });
    document.querySelector<HTMLElement>('[data-testid="argv-1"]')?.focus();
  };
  return (
    <section className={`panel ${css.panel}`} aria-label={m.start.label} data-testid="panel-start" data-region>
      <ScrollArea label={m.start.label}>
        <div className={css.start}>
          <h2>{target === 'sandbox' ? m.start.title : m.start.liveTitle}</h2>
          {isFirst && target === 'sandbox' && (
            <p>
              <CodeText text={m.start.lead(version?.split('.').slice(0, 2).join('.') ?? '7.0')} />
            </p>
          )}
          <ol className={css.steps} data-testid="next-steps">
            <Step title={m.start.run} text={m.start.runText}>
              <Button
                kind="primary"
                icon="play"
                label={m.run}
                shortcut="Control+Enter"
                keycap
                onClick={() => void runScript()}
              />
            </Step>
            {recordable && (
              <Step title={m.start.record} text={m.start.recordText}>
                <Button
                  kind="line"
                  icon="record"
                  label={d.record}
                  shortcut="Control+Shift+Enter"
                  keycap
                  onClick={() => void recordScript()}
                />
              </Step>
            )}
            {isFirst && (
              <Step title={m.start.break} text={m.start.breakText}>
                <Button kind="line" label={m.start.breakButton} onClick={breakIt} />
              </Step>
            )}
          </ol>
        </div>
        <div className={`sub-head ${css.more}`}>
          {m.start.examples}
          <span className="grow" />
          <button
            type="button"
            className="link"
            onClick={() => openDialog({ kind: 'examples' })}
            data-testid="all-examples"
          >
            {m.start.all(EXAMPLES.length)}
          </button>
        </div>
        <ExampleList examples={OFFERED} />
        {target === 'sandbox' && (
          <div className={`panel-foot ${css.foot}`}>
            <span className="grow" />
            <span className="dim">{m.start.haveServer}</span>
          </div>
        )}
      </ScrollArea>
    </section>
  );
}

/** One thing to do; the style sheet numbers it. */
function Step(props: { readonly title: string; readonly text: string; readonly children: ReactNode }) {
  return (
    <li>
      <span className={css.number} />
      <div>
        <h3>{props.title}</h3>
        <p>
          <CodeText text={props.text} />
        </p>
      </div>
      {props.children}
    </li>
  );
}
