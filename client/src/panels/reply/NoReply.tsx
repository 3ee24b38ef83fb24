import { describeFailure } from '../../running/describe.js';
import { useMessages } from '../../i18n/messages.js';
import { useRecordingMessages } from '../../i18n/recording.js';
import type { Run } from '../../state/model.js';
import { errorMark } from '../../state/runs.js';
import { gotoLine } from '../../state/screen.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import css from './Panel.module.css';

/** The run ended without a reply: what happened, in words. */
export function NoReply({ run }: { readonly run: Run }) {
  const m = useMessages();
  const r = useRecordingMessages();
  const { failure, recording } = run;
  const outcome = recording?.outcome;
  const line = useApp((state) => errorMark(state)?.line);
  return (
    <div className={css.failure} data-testid="no-reply">
      <b>{m.noReply}</b>
      {failure !== undefined && <p>{describeFailure(failure, m)}</p>}
      {failure === undefined && outcome?.kind === 'lost' && <p>{m.lostRun(outcome.code)}</p>}
      {failure === undefined && outcome?.kind === 'crash' && (
        <p>{recording?.dryRun === true && recording.source === 'captured' ? r.wouldCrash(outcome.line) : m.crash}</p>
      )}
      {failure === undefined && outcome?.kind === 'killed' && <p>{m.killed.killed}</p>}
      {line !== undefined && <Button small kind="line" label={m.gotoLine(line)} onClick={() => gotoLine(line)} />}
    </div>
  );
}
