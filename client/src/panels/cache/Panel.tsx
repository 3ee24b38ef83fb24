import { useEffect, useState } from 'react';
import { useMessages, type Messages } from '../../i18n/messages.js';
import { loadScript, askExists } from '../../running/scriptCache.js';
import { runScript } from '../../running/run.js';
import type { KnownScript } from '../../state/model.js';
import { scriptBytes } from '../../state/request.js';
import { announce, openDialog } from '../../state/screen.js';
import { editScript, openScript, selectedScript, selectScript } from '../../state/scripts.js';
import { cacheState } from '../../state/serverScripts.js';
import { useSetting } from '../../state/settings.js';
import { app, useApp } from '../../state/store.js';
import { useReady } from '../../state/targetData.js';
import { Blank } from '../../ui/Blank.js';
import { Button } from '../../ui/Button.js';
import { LuaText } from '../../ui/LuaText.js';
import { runningOn } from '../../state/runs.js';
import { sha1Hex } from '@luascope/shared/sha1';
import { ScrollArea } from '../../ui/ScrollArea.js';
import detail from '../../ui/Detail.module.css';
import table from '../../ui/Table.module.css';
import css from './Panel.module.css';
import { firstLine, lineCount, nameOf, shortSha, textOf } from './select.js';

export function CachePanel() {
  const m = useMessages();
  const target = useSetting('target');
  const { known } = useApp((state) => state.serverScripts[target]);
  const [chosen, setChosen] = useState<string>();
  const selected = known.find(({ sha1 }) => sha1 === chosen) ?? known[0];
  const ready = useReady();

  // Asked when the panel is opened, its target answers again or a script is added; every other change is followed by the answers themselves.
  const asked = known.map(({ sha1 }) => sha1).join(' ');
  useEffect(() => {
    if (ready && asked !== '') void askExists(asked.split(' '));
  }, [target, ready, asked]);

  if (selected === undefined)
    return (
      <Blank icon="lines" title={m.cache.empty}>
        {m.cache.emptyText}
      </Blank>
    );
  return (
    <div className={css.split}>
      <ScrollArea label={m.panels.cache}>
        <table className={css.table} data-testid="cache-table">
          <colgroup>
            <col style={{ width: 132 }} />
            <col />
            <col className={css.optional} style={{ width: 104 }} />
            <col style={{ width: 56 }} />
            <col style={{ width: 124 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">SHA1</th>
              <th scope="col">{m.cache.source}</th>
              <th scope="col" className={css.optional}>
                {m.cache.via}
              </th>
              <th scope="col" className={css.number}>
                {m.cache.runs}
              </th>
              <th scope="col">{m.cache.onServer}</th>
            </tr>
          </thead>
          <tbody>
            {known.map((script) => (
              <Row
                key={script.sha1}
                script={script}
                selected={script === selected}
                onSelect={() => setChosen(script.sha1)}
                m={m}
              />
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <Detail script={selected} m={m} />
    </div>
  );
}

function Row(props: { script: KnownScript; selected: boolean; onSelect: () => void; m: Messages }) {
  const { script, selected, onSelect, m } = props;
  const state = useServerState(script.sha1);
  return (
    <tr className={table.choice} data-selected={selected || undefined} data-testid="cache-row" onClick={onSelect}>
      <td>
        <button type="button" className={css.sha} aria-pressed={selected}>
          {script.sha1.slice(0, 8)}
          <span className="dim">…{script.sha1.slice(-4)}</span>
        </button>
      </td>
      <td className="mut">
        <LuaText source={firstLine(script.source)} />
      </td>
      <td className={`mut ${css.optional}`}>{script.via}</td>
      <td className={css.number}>{m.count(script.runs)}</td>
      <td>
        <span className={`${css.state} ${STATE[state].colour}`}>
          <span className={`dot ${STATE[state].dot}`} />
          {m.cache.states[state]}
        </span>
      </td>
    </tr>
  );
}

const STATE = {
  cached: { dot: '', colour: 'c-ok' },
  absent: { dot: 'off', colour: 'mut' },
  unknown: { dot: 'off', colour: 'dim' },
  running: { dot: 'busy', colour: 'c-warn' },
} as const;

/** What the table says of a script: running now, else what SCRIPT EXISTS last answered. */
function useServerState(sha1: string): keyof typeof STATE {
  return useApp((state) => {
    const running = runningOn(state, state.settings.target);
    const runs = running === undefined ? undefined : state.runs[running]!.inputs.text;
    if (runs !== undefined && sha1Hex(scriptBytes(runs)) === sha1) return 'running';
    return cacheState(state, sha1);
  });
}

function Detail({ script, m }: { readonly script: KnownScript; readonly m: Messages }) {
  const ready = useReady();
  return (
    <aside className={detail.detail} aria-label={m.cache.detail} data-testid="cache-detail">
      <div className="sub-head">
        <span className="mono">{shortSha(script.sha1)}</span>
        <span className="grow" />
        <Button
          icon="copy"
          iconOnly
          small
          label={m.cache.copySha}
          onClick={() => {
            navigator.clipboard
              .writeText(script.sha1)
              .then(() => announce(m.copied))
              .catch(() => announce(m.copyFailed));
          }}
        />
      </div>
      <ScrollArea label={m.cache.source}>
        <dl className={detail.facts}>
          <dt>{m.cache.loaded}</dt>
          <dd>
            {script.via}, {m.time(script.loadedAt)}
          </dd>
          <dt>{m.cache.size}</dt>
          <dd>{m.cache.sizeText(script.source.length, lineCount(script.source))}</dd>
          <dt>{m.cache.runs}</dt>
          <dd>{m.cache.runsText(script.runs, script.lastRunAt)}</dd>
        </dl>
        <pre className={detail.source}>
          <LuaText source={script.source} />
        </pre>
      </ScrollArea>
      <div className="panel-foot">
        <Button
          small
          kind="line"
          label={m.cache.evalsha}
          tip={m.cache.evalshaTip}
          unavailable={ready ? undefined : m.obstacles.busy}
          testId="btn-evalsha"
          onClick={() => {
            const id = openInEditor(script, m);
            editScript(id, { mode: 'EVALSHA' });
            void runScript(id);
          }}
        />
        <Button small kind="line" label={m.cache.open} onClick={() => void openInEditor(script, m)} />
      </div>
    </aside>
  );
}

/** The tab that holds exactly this source, else a new one. */
function openInEditor(script: KnownScript, m: Messages): string {
  const { scripts } = app.getState();
  const open = Object.values(scripts).find(({ text }) => scriptBytes(text) === script.source);
  if (open !== undefined) {
    selectScript(open.id);
    return open.id;
  }
  const { text, exact } = textOf(script.source);
  if (!exact) announce(m.cache.noText);
  return openScript({ name: nameOf(script.sha1), text });
}

export function CacheTools() {
  const m = useMessages();
  const ready = useReady();
  const unavailable = ready ? undefined : m.obstacles.busy;
  return (
    <>
      <Button
        small
        kind="line"
        icon="plus"
        shrinks
        label="SCRIPT LOAD"
        tip={m.cache.loadTip}
        unavailable={unavailable}
        testId="btn-script-load"
        onClick={() => void loadScript(scriptBytes(selectedScript(app.getState()).text))}
      />
      <Button
        small
        kind="bad-line"
        icon="trash"
        shrinks
        label="SCRIPT FLUSH…"
        unavailable={unavailable}
        testId="btn-script-flush"
        onClick={() => openDialog({ kind: 'flush' })}
      />
    </>
  );
}
