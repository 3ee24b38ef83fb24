import type { Recording } from '@luascope/shared/debug';
import { shortReply } from '../../running/describe.js';
import { useMessages, type Messages } from '../../i18n/messages.js';
import { useSelectedRun } from '../../state/runs.js';
import { gotoLine } from '../../state/screen.js';
import { Blank } from '../../ui/Blank.js';
import { shown, shownArgument } from '../../ui/text.js';
import { ScrollArea } from '../../ui/ScrollArea.js';
import css from './Panel.module.css';
import { journeys, writesThatStay, type Station } from './select.js';

const TEXT_LIMIT = 600;
const JOURNEYS_SHOWN = 50;
const WRITES_SHOWN = 200;

/** How each error of the run travelled, and what the script had already written when it was stopped. */
export function ErrorsPanel() {
  const m = useMessages();
  const recording = useSelectedRun()?.recording;
  const found = recording === undefined ? [] : journeys(recording);
  if (recording === undefined || found.length === 0)
    return (
      <Blank icon="done" title={recording === undefined ? m.errors.notRun : m.errors.none}>
        {recording?.detail.calls === 'unknown' ? m.unknown.errors : m.errors.noneText}
      </Blank>
    );
  return (
    <ScrollArea label={m.panels.errors} className={css.body}>
      {found.slice(-JOURNEYS_SHOWN).map(({ stations, reachedClient }, i) => (
        <section key={i} aria-label={m.errors.journey} data-testid="error-propagation">
          <div className="sub-head">{reachedClient ? m.errors.reached : m.errors.caught}</div>
          <ol className={css.stations}>
            {stations.map((station, n) => (
              <li key={n} data-kind={station.kind} data-testid="prop-node">
                <StationView station={station} m={m} />
              </li>
            ))}
          </ol>
        </section>
      ))}
      {recording.detail.calls === 'unknown' && <p className={css.note}>{m.unknown.errors}</p>}
      <Writes recording={recording} m={m} />
    </ScrollArea>
  );
}

function StationView({ station, m }: { readonly station: Station; readonly m: Messages }) {
  const name = <span className={css.name}>{m.errors.stations[station.kind]}</span>;
  switch (station.kind) {
    case 'sends':
      return (
        <>
          {name}
          <code>{station.call.command.map((word) => shownArgument(word, 60)).join(' ')}</code>
          <LineLink line={station.line} m={m} />
        </>
      );
    case 'replies':
      return (
        <>
          {name}
          <span>
            <code className="c-bad">-{shown(station.text, TEXT_LIMIT)}</code>
            <span className={css.aside}>{m.errors.nothingChanged}</span>
          </span>
          <span />
        </>
      );
    case 'raises':
      return (
        <>
          <span className={css.name}>{m.errors.raises(station.by)}</span>
          <code className="c-bad">{shown(station.text, TEXT_LIMIT)}</code>
          <LineLink line={station.line} m={m} />
        </>
      );
    case 'caught':
      return (
        <>
          <span className={css.name}>{m.errors.caughtBy(station.by)}</span>
          <span>{m.errors.goesOn}</span>
          <LineLink line={station.line} m={m} />
        </>
      );
    case 'client':
      return (
        <>
          {name}
          <code className="c-bad">(error) {shown(station.text, TEXT_LIMIT)}</code>
          <span />
        </>
      );
  }
}

function LineLink({ line, m }: { readonly line: number; readonly m: Messages }) {
  return (
    <button type="button" className={css.line} onClick={() => gotoLine(line)}>
      {m.line(line)}
    </button>
  );
}

function Writes({ recording, m }: { readonly recording: Recording; readonly m: Messages }) {
  const writes = writesThatStay(recording);
  if (writes.length === 0) return null;
  return (
    <section aria-label={m.errors.stay}>
      <div className="sub-head">
        {m.errors.stay} <span className="dim">{m.errors.neverRolledBack}</span>
        <span className="grow" />
        {recording.detail.calls === 'known' && m.count(writes.length)}
      </div>
      <ul className={css.writes}>
        {writes.slice(0, WRITES_SHOWN).map((call) => (
          <li key={call.ordinal}>
            <span className={css.mark} aria-hidden="true" />
            <span className="dim">{call.line}</span>
            <span className="trunc">{call.command.map((word) => shownArgument(word, 60)).join(' ')}</span>
            <span className="dim">{shortReply(call.reply, m)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
