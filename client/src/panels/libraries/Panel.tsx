import { useState } from 'react';
import { useLibrariesMessages } from '../../i18n/libraries.js';
import { useMessages } from '../../i18n/messages.js';
import { openDialog } from '../../state/screen.js';
import { useSetting } from '../../state/settings.js';
import { useApp } from '../../state/store.js';
import { useReady } from '../../state/targetData.js';
import { Blank } from '../../ui/Blank.js';
import { Button } from '../../ui/Button.js';
import { LuaText } from '../../ui/LuaText.js';
import { Menu } from '../../ui/Menu.js';
import { ScrollArea } from '../../ui/ScrollArea.js';
import { shown } from '../../ui/text.js';
import { chooseDump, dismissRefusal, dumpLibraries, loadLibrary, useRefusal } from './change.js';
import detail from '../../ui/Detail.module.css';
import table from '../../ui/Table.module.css';
import css from './Panel.module.css';
import { callInEditor, callMode, openInEditor } from './open.js';
import type { ListedFunction, ListedLibrary } from './read.js';
import { useLibraries, useRunningFunction } from './useLibraries.js';

/** The libraries of the target as FUNCTION LIST names them. */
export function LibrariesPanel() {
  const m = useLibrariesMessages();
  const target = useSetting('target');
  const version = useApp((state) => state.health[target]?.server?.version ?? '');
  const listing = useLibraries();
  const refusal = useRefusal((state) => state.outcome);
  return (
    <>
      {refusal?.target === target && <Refusal text={refusal.refusal} canReplace={refusal.canReplace} />}
      {listing?.kind === 'refused' && (
        <p className={css.refusal}>
          <span>{m.refused}</span> <code>{listing.text}</code>
        </p>
      )}
      {listing?.kind === 'no-functions' && (
        <Blank icon="book" title={m.none(version)} testId="libraries-none">
          {m.noneText}
        </Blank>
      )}
      {listing?.kind === 'listed' &&
        (listing.libraries.length === 0 ? (
          <Blank icon="book" title={m.empty} testId="libraries-empty">
            {m.emptyText}
          </Blank>
        ) : (
          <Libraries libraries={listing.libraries} dumpSize={listing.dumpSize} />
        ))}
    </>
  );
}

function Refusal({ text, canReplace }: { readonly text: string; readonly canReplace: boolean }) {
  const m = useLibrariesMessages();
  return (
    <div className={css.refusal} data-testid="library-refusal">
      <span>
        {m.refused} <code>{shown(text)}</code>
      </span>
      <span className="grow" />
      {canReplace && text.endsWith('already exists') && (
        <Button
          small
          kind="line"
          label={m.loadReplace}
          testId="btn-function-replace"
          onClick={() => void loadLibrary(true)}
        />
      )}
      <Button small icon="close" iconOnly label={m.dismiss} onClick={dismissRefusal} />
    </div>
  );
}

function Libraries({ libraries, dumpSize }: { libraries: readonly ListedLibrary[]; dumpSize: number | undefined }) {
  const m = useLibrariesMessages();
  const running = useRunningFunction();
  const [chosen, setChosen] = useState<string>();
  const rows = libraries.flatMap((library) => library.functions.map((each) => ({ library, function: each })));
  const selected = rows.find((row) => row.function.name === chosen) ?? rows[0];
  return (
    <div className={css.split}>
      <div className={css.list}>
        <div className="sub-head" data-testid="function-stats">
          <span>{m.stats(libraries.length, rows.length)}</span>
          {dumpSize !== undefined && <span className="dim">{m.dumpSize(dumpSize)}</span>}
          <span className="grow" />
          {running !== undefined && (
            <span className="c-warn">{m.running(shown(running.name), running.milliseconds)}</span>
          )}
        </div>
        <ScrollArea label={m.panel}>
          <table className={css.table} data-testid="libraries-table">
            <colgroup>
              <col style={{ width: '34%' }} />
              <col style={{ width: '30%' }} />
              <col className={css.optional} />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">{m.function}</th>
                <th scope="col">{m.flags}</th>
                <th scope="col" className={css.optional}>
                  {m.description}
                </th>
              </tr>
            </thead>
            {libraries.map((library) => (
              <tbody key={library.name}>
                <tr className={css.library} data-testid="library-row">
                  <th scope="rowgroup" colSpan={3}>
                    {shown(library.name)} <span className="dim">{library.engine}</span>
                  </th>
                </tr>
                {library.functions.map((each) => (
                  <Row
                    key={each.name}
                    listed={each}
                    selected={each === selected?.function}
                    onSelect={() => setChosen(each.name)}
                  />
                ))}
              </tbody>
            ))}
          </table>
        </ScrollArea>
      </div>
      {selected !== undefined && <Detail library={selected.library} listed={selected.function} />}
    </div>
  );
}

function Row(props: { readonly listed: ListedFunction; readonly selected: boolean; readonly onSelect: () => void }) {
  const { listed, selected, onSelect } = props;
  return (
    <tr className={table.choice} data-selected={selected || undefined} data-testid="function-row" onClick={onSelect}>
      <td>
        <button type="button" className={css.name} aria-pressed={selected}>
          {shown(listed.name)}
        </button>
      </td>
      <td>
        {listed.flags.map((flag) => (
          <span key={flag} className={`tag ${css.flag}`}>
            {flag}
          </span>
        ))}
      </td>
      <td className={`mut ${css.optional}`}>{listed.description !== undefined && shown(listed.description)}</td>
    </tr>
  );
}

function Detail({ library, listed }: { readonly library: ListedLibrary; readonly listed: ListedFunction }) {
  const m = useLibrariesMessages();
  const common = useMessages();
  const ready = useReady();
  return (
    <aside className={detail.detail} aria-label={m.detail} data-testid="library-detail">
      <div className="sub-head">
        <span className="mono trunc">{shown(listed.name)}</span>
      </div>
      <ScrollArea label={m.source}>
        <dl className={detail.facts}>
          <dt>{m.library}</dt>
          <dd>{shown(library.name)}</dd>
          <dt>{m.flags}</dt>
          <dd>{listed.flags.join(' ') || m.noFlags}</dd>
          <dt>{m.description}</dt>
          <dd>{listed.description === undefined ? m.noDescription : shown(listed.description)}</dd>
          <dt>{m.size}</dt>
          <dd>{m.sizeText(library.code.length, library.code.split('\n').length)}</dd>
        </dl>
        <pre className={detail.source}>
          <LuaText source={library.code} />
        </pre>
      </ScrollArea>
      <div className="panel-foot">
        <Button
          small
          kind="line"
          label={m.call}
          tip={m.callTip(callMode(listed))}
          testId="btn-call-function"
          onClick={() => callInEditor(library, listed)}
        />
        <Button small kind="line" label={m.open} testId="btn-open-library" onClick={() => void openInEditor(library)} />
        <span className="grow" />
        <Button
          small
          kind="bad-line"
          icon="trash"
          label={m.delete}
          unavailable={ready ? undefined : common.obstacles.busy}
          testId="btn-function-delete"
          onClick={() =>
            openDialog({ kind: 'remove-libraries', library: library.name, functions: library.functions.length })
          }
        />
      </div>
    </aside>
  );
}

export function LibrariesTools() {
  const m = useLibrariesMessages();
  const common = useMessages();
  const ready = useReady();
  const unavailable = ready ? undefined : common.obstacles.busy;
  return (
    <>
      <Button
        small
        kind="line"
        icon="plus"
        shrinks
        label="FUNCTION LOAD"
        tip={m.load}
        unavailable={unavailable}
        testId="btn-function-load"
        onClick={() => void loadLibrary(false)}
      />
      <Menu
        align="end"
        items={[
          { id: 'replace', label: m.loadReplace, icon: 'plus', unavailable, run: () => void loadLibrary(true) },
          {
            id: 'dump',
            label: m.dump,
            icon: 'save',
            unavailable,
            testId: 'menu-function-dump',
            run: () => void dumpLibraries(),
          },
          {
            id: 'restore',
            label: m.restore,
            icon: 'open',
            unavailable,
            testId: 'menu-function-restore',
            run: chooseDump,
          },
          {
            id: 'flush',
            label: m.flush,
            icon: 'trash',
            unavailable,
            testId: 'menu-function-flush',
            run: () => openDialog({ kind: 'remove-libraries' }),
          },
        ]}
        button={(props) => <Button {...props} small icon="more" iconOnly label={m.more} testId="libraries-menu" />}
      />
    </>
  );
}
