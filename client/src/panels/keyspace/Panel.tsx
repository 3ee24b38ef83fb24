import type { KeyState, Recording } from '@luascope/shared/debug';
import { Fragment, useMemo, useState, type ReactNode } from 'react';
import { useDebugMessages } from '../../i18n/debug.js';
import { useRecordingMessages } from '../../i18n/recording.js';
import { useMessages, type Messages } from '../../i18n/messages.js';
import { announce } from '../../state/screen.js';
import { editScript, selectedScript } from '../../state/scripts.js';
import { openSession, useIsOpen, useSession, useShownRecording } from '../../state/debug.js';
import { changeSettings, useSetting } from '../../state/settings.js';
import { app, useApp } from '../../state/store.js';
import { Blank } from '../../ui/Blank.js';
import { Button } from '../../ui/Button.js';
import { Segment } from '../../ui/Segment.js';
import { shown } from '../../ui/text.js';
import { backToKeyWrite } from '../transport/travel.js';
import { copyKeys } from './copy.js';
import { listKeys, type Listing } from './listing.js';
import { ScrollArea } from '../../ui/ScrollArea.js';
import css from './Panel.module.css';
import {
  changesAtStep,
  countKinds,
  diffRows,
  keysAfter,
  justWritten,
  keysAtStart,
  type DiffKind,
  type DiffRow,
  type Side,
} from './select.js';
import { useListing } from './useListing.js';
import { DiffViewer, ValueViewer } from './Viewer.js';

const KEY_LIMIT = 120;
/** So many keys are laid out at once; a script may have changed a hundred thousand. */
const PAGE = 200;
const SIGN: Readonly<Record<DiffKind | 'same', string>> = { added: '+', changed: '~', deleted: '−', same: '·' };

/** The recording shown, with the keys as they are at the step. */
function useRecordingAtStep(): Recording | undefined {
  const recording = useShownRecording();
  const changes = useApp((state) => openSession(state)?.stack?.changes);
  return useMemo(() => changesAtStep(recording, changes), [recording, changes]);
}

export function KeyspacePanel() {
  const m = useMessages();
  const view = useSetting('keyspaceView');
  const recording = useRecordingAtStep();
  const listing = useListing();
  const ready = useApp(({ health, settings }) => health[settings.target]?.health === 'ready');
  if (view === 'diff' && recording !== undefined) {
    if (recording.detail.changes === 'unknown')
      return (
        <>
          <p className={css.note} data-testid="changes-unknown">
            {m.unknown.changes(listing === undefined ? 'none' : ready ? 'now' : 'before')}
          </p>
          <Keys listing={listing} m={m} />
        </>
      );
    return <Diff recording={recording} listing={keysAtStart(recording, listing)} m={m} />;
  }
  // What is there now is not what a dry run would have left, nor what there is at a step of it.
  if (recording?.dryRun === true && recording.detail.changes !== 'unknown')
    return <Keys listing={keysAfter(recording, listing)} m={m} />;
  return <Keys listing={listing} m={m} />;
}

function Table({
  children,
  heading,
  m,
}: {
  readonly children: ReactNode;
  readonly heading: string;
  readonly m: Messages;
}) {
  return (
    <ScrollArea label={m.panels.keyspace}>
      <table className={css.table} data-testid="keyspace">
        <colgroup>
          <col className={css.markColumn} />
          <col className={css.keyColumn} />
          <col className={css.typeColumn} />
          <col className={css.ttlColumn} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">{m.keyspace.diff}</span>
            </th>
            <th scope="col">{m.keyspace.key}</th>
            <th scope="col">{m.keyspace.type}</th>
            <th scope="col">TTL</th>
            <th scope="col">{heading}</th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollArea>
  );
}

function Diff({ recording, listing, m }: { recording: Recording; listing: Listing | undefined; m: Messages }) {
  const r = useRecordingMessages();
  const rows = useMemo(() => diffRows(recording.changes, recording.startedAt), [recording]);
  const untouched = useMemo(() => {
    const changed = new Set(rows.map(({ key }) => key));
    return listing?.keys.filter(({ key }) => !changed.has(key)) ?? [];
  }, [rows, listing]);
  const [open, setOpen] = useState<string>();
  const [limit, setLimit] = useState(PAGE);
  const session = useSession();
  const fresh = useMemo(
    () => (session === undefined ? undefined : justWritten(session.recording.calls, session.step)),
    [session],
  );
  const stepping = session !== undefined;
  if (rows.length === 0 && untouched.length === 0)
    return (
      <Blank icon="key" title={stepping ? r.nothingYet : m.keyspace.noChanges}>
        {stepping ? r.nothingYetText : m.keyspace.noChangesText}
      </Blank>
    );
  const toggle = (id: string) => setOpen(open === id ? undefined : id);
  return (
    <>
      {recording.detail.changes === 'limited' && (
        <p className={css.note} data-testid="changes-limited">
          {m.keyspace.limited(rows.length)}
        </p>
      )}
      <Table heading={recording.dryRun ? r.wouldChange : m.keyspace.beforeAfter} m={m}>
        {rows.slice(0, limit).map((row) => {
          const id = `${row.db} ${row.key}`;
          return (
            <Fragment key={id}>
              <tr data-testid="key-row" data-kind={row.kind} className={css.clickable} onClick={() => toggle(id)}>
                <Mark kind={row.kind} m={m} />
                <NameCell name={row.key} open={open === id} deleted={row.kind === 'deleted'} m={m}>
                  <LastWrite name={row.key} />
                </NameCell>
                <td className="dim">{row.type}</td>
                <td className="dim">{row.ttl === undefined ? '–' : m.ttl(row.ttl)}</td>
                <td>
                  <Sides row={row} fresh={fresh?.has(row.key) === true} m={m} />
                </td>
              </tr>
              {open === id && (
                <tr>
                  <td colSpan={5} className={css.viewerCell}>
                    <DiffViewer change={row.change} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
        <KeyRows keys={untouched.slice(0, Math.max(0, limit - rows.length))} open={open} onToggle={toggle} m={m} />
      </Table>
      <More left={rows.length + untouched.length - limit} onMore={() => setLimit(limit + PAGE)} m={m} />
    </>
  );
}

/** The way to the keys that are not laid out yet. */
function More({ left, onMore, m }: { readonly left: number; readonly onMore: () => void; readonly m: Messages }) {
  if (left <= 0) return null;
  return (
    <div className="panel-foot">
      <Button
        small
        kind="line"
        label={m.keyspace.showMore(Math.min(PAGE, left), left)}
        onClick={onMore}
        testId="btn-more-keys"
      />
    </div>
  );
}

function Keys({ listing, m }: { listing: Listing | undefined; m: Messages }) {
  const [open, setOpen] = useState<string>();
  const [limit, setLimit] = useState(PAGE);
  const fillable = useApp(({ health, settings }) => health[settings.target]?.capabilities.freshData !== false);
  if (listing === undefined)
    return (
      <Blank icon="key" title={m.keyspace.notRead}>
        {m.keyspace.notReadText}
      </Blank>
    );
  if (listing.keys.length === 0)
    return (
      <Blank icon="key" title={m.keyspace.none}>
        {fillable ? m.keyspace.empty : m.keyspace.emptyHere}
      </Blank>
    );
  return (
    <>
      <Table heading={m.keyspace.value} m={m}>
        <KeyRows
          keys={listing.keys.slice(0, limit)}
          open={open}
          onToggle={(id) => setOpen(open === id ? undefined : id)}
          m={m}
        />
      </Table>
      <More left={listing.keys.length - limit} onMore={() => setLimit(limit + PAGE)} m={m} />
      {listing.more && <div className="panel-foot">{m.keyspace.more(listing.keys.length)}</div>}
    </>
  );
}

function KeyRows(props: {
  readonly keys: Listing['keys'];
  readonly open: string | undefined;
  readonly onToggle: (id: string) => void;
  readonly m: Messages;
}) {
  const { keys, open, onToggle, m } = props;
  return keys.map(({ key, type, ttl, value, state }) => {
    const id = `= ${key}`;
    return (
      <Fragment key={id}>
        <tr data-testid="key-row" data-kind="same" className={css.clickable} onClick={() => onToggle(id)}>
          <Mark kind="same" m={m} />
          <NameCell name={key} open={open === id} m={m} />
          <td className="dim">{type}</td>
          <td className="dim">{ttl === undefined ? '–' : m.ttl(ttl)}</td>
          <td className="dim">
            {typeof value === 'number'
              ? m.keyspace.size(type as KeyState['type'], value)
              : value !== undefined && `"${shown(value, 40)}"`}
          </td>
        </tr>
        {open === id && (
          <tr>
            <td colSpan={5} className={css.viewerCell}>
              {state === undefined ? (
                <ValueViewer name={key} type={type} />
              ) : (
                <DiffViewer change={{ db: 0, key, before: state, after: state }} />
              )}
            </td>
          </tr>
        )}
      </Fragment>
    );
  });
}

function Mark({ kind, m }: { readonly kind: DiffKind | 'same'; readonly m: Messages }) {
  return (
    <td>
      <span className={css.mark} data-kind={kind}>
        {SIGN[kind]}
        <span className="vh">{m.keyspace.kinds[kind]}</span>
      </span>
    </td>
  );
}

function NameCell(props: {
  readonly name: string;
  readonly open: boolean;
  readonly deleted?: boolean;
  readonly m: Messages;
  readonly children?: ReactNode;
}) {
  const { name, open, deleted, m, children } = props;
  return (
    <td>
      <button type="button" className={css.name} aria-expanded={open} data-deleted={deleted || undefined}>
        {name === '' ? <span className="dim">{m.keyspace.emptyName}</span> : shown(name, KEY_LIMIT)}
      </button>
      {children}
    </td>
  );
}

/** While a recording is open: back to the call that last wrote a key. */
function LastWrite({ name }: { readonly name: string }) {
  const d = useDebugMessages();
  if (!useIsOpen()) return null;
  return (
    <Button
      icon="reply"
      iconOnly
      small
      className={css.lastWrite}
      label={d.lastWrite(shown(name, KEY_LIMIT))}
      onClick={(event) => {
        event.stopPropagation();
        backToKeyWrite(name);
      }}
      testId="btn-last-write"
    />
  );
}

/** @param fresh the step before wrote it */
function Sides({ row, fresh, m }: { readonly row: DiffRow; readonly fresh: boolean; readonly m: Messages }) {
  const d = useDebugMessages();
  return (
    <>
      <span className={css.old} data-gone={row.kind === 'deleted' || undefined}>
        {sideText(row.before, m)}
      </span>
      <span className={css.arrow} aria-hidden="true">
        →
      </span>
      {row.kind === 'deleted' ? (
        <span className="c-bad">{m.keyspace.gone}</span>
      ) : (
        <span className={css.new} data-fresh={fresh || undefined}>
          {sideText(row.after, m)}
        </span>
      )}
      {fresh && <span className="vh"> {d.changed}</span>}
    </>
  );
}

function sideText(side: Side, m: Messages): string {
  switch (side.kind) {
    case 'none':
      return '∅';
    case 'text':
      return side.text;
    case 'count':
      return m.keyspace.size(side.of, side.count);
    case 'ttl':
      return side.left === undefined ? m.keyspace.noTtl : `TTL ${m.ttl(side.left)}`;
  }
}

export function KeyspaceTools() {
  const m = useMessages();
  const view = useSetting('keyspaceView');
  const r = useRecordingMessages();
  const session = useSession();
  const recording = useRecordingAtStep();
  const d = useDebugMessages();
  const target = useSetting('target');
  const engine = useApp((state) => state.engines[target]);
  const ready = useApp((state) => state.health[target]?.health === 'ready');
  const copy = async () => {
    if (engine === undefined) return;
    const listed = await listKeys(engine);
    if (listed === undefined) return announce(m.keyspace.notReadable);
    const { text, incomplete } = await copyKeys(engine, listed.keys);
    const { id, given } = selectedScript(app.getState());
    // Nothing that was typed there is lost.
    editScript(id, { given: given.trim() === '' ? text : `${given.trimEnd()}\n${text}` });
    announce(m.keyspace.copied(listed.keys.length, incomplete.length));
  };
  const counts = recording && recording.detail.changes !== 'unknown' ? countKinds(recording.changes) : undefined;
  return (
    <>
      {session?.stack?.changes !== undefined ? (
        <span className={`tag a ${css.atStep}`}>{d.atStep(session.stack.step + 1)}</span>
      ) : (
        session?.stack !== undefined && <span className="tag">{r.atEnd}</span>
      )}
      {counts && session === undefined && (
        <span className={css.counts}>
          <span className="c-ok" data-tip={m.keyspace.kinds.added}>
            +{counts.added}
          </span>
          <span className="c-warn" data-tip={m.keyspace.kinds.changed}>
            ~{counts.changed}
          </span>
          <span className="c-bad" data-tip={m.keyspace.kinds.deleted}>
            −{counts.deleted}
          </span>
        </span>
      )}
      {session === undefined && (
        <Button
          icon="copy"
          iconOnly
          small
          label={m.keyspace.copyToGiven}
          unavailable={ready ? undefined : m.keyspace.notReadable}
          testId="btn-copy-keys"
          onClick={() => void copy().catch(() => announce(m.keyspace.notReadable))}
        />
      )}
      <Segment
        small
        label={m.keyspace.view}
        value={view}
        onChange={(value) => changeSettings({ keyspaceView: value })}
        options={[
          { value: 'diff', label: m.keyspace.diff },
          { value: 'after', label: session === undefined ? m.keyspace.after : r.atStep },
        ]}
      />
    </>
  );
}
