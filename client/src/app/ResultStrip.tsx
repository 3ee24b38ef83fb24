import type { Recording } from '@luascope/shared/debug';
import { print } from '@luascope/shared/resp';
import type { ReactNode } from 'react';
import { useMessages } from '../i18n/messages.js';
import { describeFailure } from '../running/describe.js';
import { canOpen } from '../running/record.js';
import { useDebugMessages, type DebugMessages } from '../i18n/debug.js';
import { useRecordingMessages } from '../i18n/recording.js';
import { usePropagationMessages } from '../i18n/propagation.js';
import { writesThatStay } from '../panels/errors/select.js';
import { firstErrorStep, functionAt, writesBefore } from '../panels/transport/select.js';
import { stoppedText } from '../panels/transport/stopped.js';
import { goToStep, useSession } from '../state/debug.js';
import type { DebugSession, StopReason } from '../state/session.js';
import { ActionButton } from './ActionButton.js';
import { useSelectedRun } from '../state/runs.js';
import { gotoLine } from '../state/screen.js';
import { useApp } from '../state/store.js';
import { Button } from '../ui/Button.js';
import { shown } from '../ui/text.js';
import { Icon, type IconName } from '../ui/Icon.js';
import { Elapsed } from './Elapsed.js';
import css from './ResultStrip.module.css';
import { summaryOf, type Summary } from './summary.js';

const LOOK: Readonly<Record<Summary, readonly [IconName, string]>> = {
  none: ['play', 'dim'],
  running: ['clock', 'c-warn'],
  stale: ['clock', 'dim'],
  finished: ['done', 'c-ok'],
  error: ['failed', 'c-bad'],
  killed: ['stop', 'c-warn'],
  lost: ['failed', 'c-bad'],
  crash: ['failed', 'c-bad'],
  failed: ['failed', 'c-bad'],
};

/** One line on the last run: how it ended and its numbers. What the engine could not know is not there. */
export function ResultStrip() {
  const session = useSession();
  return session === undefined ? <RunStrip /> : <PausedStrip session={session} />;
}

function RunStrip() {
  const m = useMessages();
  const r = useRecordingMessages();
  const summary = useApp(summaryOf);
  const run = useSelectedRun();
  const [icon, colour] = LOOK[summary];
  const recording = run?.status === 'running' ? undefined : run?.recording;
  const outcome = recording?.outcome;
  const line = outcome !== undefined && outcome.kind === summary && 'line' in outcome ? outcome.line : undefined;
  return (
    <section
      className={css.strip}
      aria-label={m.result}
      data-testid="run-summary"
      data-outcome={summary === 'running' ? undefined : summary}
      data-run={recording?.id}
    >
      <span className={`${css.state} ${colour}`}>
        <Icon name={icon} size={17} />
        {summary === 'error' && recording?.dryRun === true
          ? r.wouldFail
          : summary === 'crash' && run?.target === 'live' && recording?.dryRun !== true
            ? r.didCrash
            : m.summaries[summary]}
      </span>
      {summary === 'running' && run !== undefined && (
        <>
          <Fact>
            <b>
              <Elapsed since={run.startedAt} />
            </b>
          </Fact>
          {run.progress?.calls !== undefined && <Fact>{m.calls(run.progress.calls)}</Fact>}
          {run.progress?.writes !== undefined && <Fact>{m.writes(run.progress.writes)}</Fact>}
        </>
      )}
      {run?.file !== undefined && (
        <Fact tip={run.file}>
          <span className="tag">{r.fromFile}</span>
        </Fact>
      )}
      {recording !== undefined && (
        <span className={css.facts} data-stale={summary === 'stale' || undefined}>
          <Facts recording={recording} />
        </span>
      )}
      <span className={css.tools}>
        {line !== undefined && (
          <Button kind="line" small label={m.gotoLine(line)} onClick={() => gotoLine(line)} testId="btn-goto-error" />
        )}
        <OpenTools />
      </span>
    </section>
  );
}

/** Where an open recording stands. */
function PausedStrip({ session }: { readonly session: DebugSession }) {
  const m = useMessages();
  const d = useDebugMessages();
  const { recording, step, failure } = session;
  const name = functionAt(recording.steps, step);
  const failed = firstErrorStep(recording);
  const atEnd = step === recording.steps.line.length - 1;
  return (
    <section className={css.strip} aria-label={m.result} data-testid="pause-summary">
      <span className={`${css.state} c-acc`}>
        <Icon name="record" size={17} />
        {d.paused(recording.steps.line[step]!)}
      </span>
      <span className={css.facts}>
        <Fact>{d.in(name)}</Fact>
        {session.stopped !== undefined && <StoppedFact reason={session.stopped} d={d} />}
        <Fact optional>{d.writesSoFar(writesBefore(recording.calls, step))}</Fact>
        <Strayed recording={recording} />
        {recording.detail.steps === 'limited' && <Fact optional={!atEnd}>{d.limited}</Fact>}
        {failure !== undefined && <Trouble>{describeFailure(failure, m)}</Trouble>}
      </span>
      <span className={css.tools}>
        {failed !== undefined && failed !== step && (
          <Button
            kind="bad-line"
            icon="failed"
            small
            label={d.goToError(failed + 1)}
            onClick={() => goToStep(failed, { kind: 'error' })}
            testId="btn-goto-error"
          />
        )}
        <ActionButton id="close-recording" small testId="btn-close-recording" />
      </span>
    </section>
  );
}

/** What made a recording stop where it stands. */
function StoppedFact({ reason, d }: { readonly reason: StopReason; readonly d: DebugMessages }) {
  const m = useMessages();
  const text = stoppedText(reason, d, m);
  if (reason.kind === 'condition-failed') return <Trouble testId="stop-reason">{text}</Trouble>;
  return (
    <Fact>
      <span data-testid="stop-reason">{text}</span>
    </Fact>
  );
}

/** Comes before all other facts, as far as there is room; whole in its tip. */
function Trouble({ children, testId }: { readonly children: string; readonly testId?: string }) {
  return (
    <span className={css.trouble} role="alert" data-tip={children} data-testid={testId}>
      {children}
    </span>
  );
}

/** The finished run can be walked through; or why that did not work. */
function OpenTools() {
  const m = useMessages();
  const d = useDebugMessages();
  const offered = useApp(canOpen);
  const refused = useApp(({ debug, selected }) => (debug.refused?.script === selected ? debug.refused : undefined));
  return (
    <>
      {refused !== undefined && (
        <span className="c-bad" role="alert">
          {refused.failure.kind === 'app' && refused.failure.code === 'no-steps'
            ? d.noSteps
            : describeFailure(refused.failure, m)}
        </span>
      )}
      {offered && <ActionButton id="open-recording" kind="line" small testId="btn-open-recording" />}
    </>
  );
}

function Facts({ recording }: { readonly recording: Recording }) {
  const m = useMessages();
  const r = useRecordingMessages();
  const p = usePropagationMessages();
  const { totals, detail, changes, request, dryRun, duration } = recording;
  const writes = detail.calls === 'known' && !dryRun ? writesThatStay(recording).length : 0;
  const where = useApp((state) => state.health[state.settings.target]?.capabilities.times);
  return (
    <>
      {dryRun && (
        <span className={css.fact} data-testid="dry-run-tag">
          <span className="tag a">{m.dryRun}</span>
          {r.nothingChanged}
        </span>
      )}
      <Strayed recording={recording} />
      <Fact tip={where === 'page' ? m.pageTimes : m.serverTimes}>
        <b>{m.duration(duration)}</b>
      </Fact>
      {detail.calls !== 'unknown' && <Fact>{m.callMix(totals.calls, totals.writes, totals.reads)}</Fact>}
      {writes > 0 && <Fact>{p.writesStay(writes)}</Fact>}
      {detail.changes !== 'unknown' && (
        <Fact optional>{m.keysTouched(changes.length, detail.changes === 'limited')}</Fact>
      )}
      {totals.steps !== undefined && <Fact optional>{m.steps(totals.steps)}</Fact>}
      {request.given.length > 0 && <Fact optional>{request.data === 'fresh' ? m.usedFresh : m.usedKept}</Fact>}
    </>
  );
}

const REPLY_LIMIT = 120;

/** The steps are of another run than the reply, and it ended in another way. */
function Strayed({ recording: { strayed } }: { readonly recording: Recording }) {
  const r = useRecordingMessages();
  if (strayed === undefined) return null;
  const own = strayed.reply && shown(print(strayed.reply).replace(/\s*\n\s*/g, ' '), REPLY_LIMIT);
  return (
    <span className={css.fact} data-tip={r.strayedText(own)} data-testid="strayed">
      <span className="tag w">{r.strayed}</span>
    </span>
  );
}

function Fact({
  children,
  tip,
  optional,
}: {
  readonly children: ReactNode;
  readonly tip?: string;
  readonly optional?: boolean;
}) {
  return (
    <span className={css.fact} data-tip={tip} data-optional={optional || undefined}>
      {children}
    </span>
  );
}
