import { propagations, type Recording } from '@luascope/shared/debug';
import { useMemo } from 'react';
import { useMessages, type Messages } from '../../i18n/messages.js';
import { useRecordingMessages } from '../../i18n/recording.js';
import { usePropagationMessages, type PropagationMessages } from '../../i18n/propagation.js';
import { shortReply } from '../../running/describe.js';
import { useComparison } from '../../state/comparison.js';
import { useShownRecording } from '../../state/debug.js';
import { useSelectedRun } from '../../state/runs.js';
import { announce } from '../../state/screen.js';
import { Blank } from '../../ui/Blank.js';
import { Button } from '../../ui/Button.js';
import { ScrollArea } from '../../ui/ScrollArea.js';
import { shown, shownArgument } from '../../ui/text.js';
import { ComparisonSection } from './Comparison.js';
import css from './Panel.module.css';
import { writesThatStay } from './select.js';
import { Way } from './Way.js';

const WAYS_SHOWN = 20;
const WRITES_SHOWN = 200;

/** How each error of the run travelled, and what the same script does on the same data when it calls the other way. */
export function ErrorsPanel() {
  const m = useMessages();
  const p = usePropagationMessages();
  const r = useRecordingMessages();
  const run = useSelectedRun();
  const recording = useShownRecording();
  const comparison = useComparison();
  // A run without steps does not know what a Lua error unwound; its recording does.
  const told = recording?.steps === undefined && comparison?.now === false ? (comparison.asIs ?? recording) : recording;
  const ways = useMemo(() => (told === undefined ? [] : propagations(told)), [told]);
  if (run === undefined || recording === undefined)
    return (
      <Blank icon="done" title={p.notRun}>
        {p.noneText}
      </Blank>
    );
  const unknown = recording.source === 'captured' ? r.around.errors : m.unknown.errors;
  const finished = run.status === 'done' ? run.recording : undefined;
  return (
    <ScrollArea label={m.panels.errors} className={css.body}>
      {ways.length === 0 && (
        <Blank icon="done" title={p.none}>
          {recording.detail.calls === 'unknown' ? unknown : p.noneText}
        </Blank>
      )}
      {ways.length > WAYS_SHOWN && <p className={css.note}>{p.earlier(ways.length - WAYS_SHOWN)}</p>}
      {ways.slice(-WAYS_SHOWN).map((way, i) => (
        <Way key={i} {...way} />
      ))}
      {ways.length > 0 && recording.detail.calls === 'unknown' && <p className={css.note}>{unknown}</p>}
      {finished?.reply !== undefined && <ComparisonSection run={run} recording={finished} />}
      {comparison?.status !== 'done' && <Writes recording={recording} m={m} p={p} />}
    </ScrollArea>
  );
}

function Writes(props: { readonly recording: Recording; readonly m: Messages; readonly p: PropagationMessages }) {
  const { recording, m, p } = props;
  const writes = writesThatStay(recording);
  if (writes.length === 0) return null;
  return (
    <section aria-label={p.stay}>
      <div className="sub-head">
        {p.stay} <span className="dim">{p.neverRolledBack}</span>
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

export function ErrorsTools() {
  const m = useMessages();
  const p = usePropagationMessages();
  const reply = useShownRecording()?.reply;
  if (reply?.type !== 'error') return null;
  return (
    <Button
      icon="copy"
      small
      label={p.copy}
      testId="btn-copy-error"
      onClick={() => {
        void navigator.clipboard
          .writeText(shown(reply.text))
          .then(() => announce(m.copied))
          .catch(() => announce(m.copyFailed));
      }}
    />
  );
}
