import type { Call, LongString, Recording } from '@luascope/shared/debug';
import { memo, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { shortReply } from '../../running/describe.js';
import { useMessages, type Messages } from '../../i18n/messages.js';
import { useDebugMessages } from '../../i18n/debug.js';
import { useRecordingMessages } from '../../i18n/recording.js';
import { useLimitsMessages } from '../../i18n/limits.js';
import { changeDebug, goToStep, openSession, useIsOpen, useSession, useShownRecording } from '../../state/debug.js';
import { gotoLine, openDialog } from '../../state/screen.js';
import { useApp } from '../../state/store.js';
import { Blank } from '../../ui/Blank.js';
import { Button } from '../../ui/Button.js';
import { useRowHeight } from '../../ui/rowHeight.js';
import { GridCell, GridHead, GridRow } from '../../ui/grid.js';
import { Rows, type RowsHandle } from '../../ui/Rows.js';
import { Segment } from '../../ui/Segment.js';
import { shown, shownArgument } from '../../ui/text.js';
import { setTimelineFilter, useTimelineFilter } from './filter.js';
import { FilterBar } from './FilterBar.js';
import { StepsTable } from './StepsTable.js';
import { Tag } from './Tag.js';
import css from './Panel.module.css';
import { bar, failed, filterRows, rowsOfCalls, stepOfRow, timelineRows, timeOf, type TimelineRow } from './select.js';
import { rowOf } from './steps.js';

const ARGUMENT_LIMIT = 60;
const ARGUMENTS_SHOWN = 12;
/** Rows that stay in view around the one of the step. */
const CONTEXT_ROWS = 3;

export function TimelinePanel() {
  const m = useMessages();
  const r = useRecordingMessages();
  const recording = useShownRecording();
  if (recording === undefined)
    return (
      <Blank icon="lines" title={m.timeline.empty} testId="empty-timeline">
        {m.timeline.emptyText}
      </Blank>
    );
  if (recording.detail.calls === 'unknown')
    return (
      <Blank icon="lines" title={m.timeline.unknownTitle} testId="empty-timeline">
        {recording.source === 'captured' ? r.around.calls : m.unknown.calls}
      </Blank>
    );
  return <Listed recording={recording} />;
}

/** The calls of a run; of an open recording all its steps, as long as those are asked for. */
function Listed({ recording }: { readonly recording: Recording }) {
  const session = useSession();
  const timelineOf = useApp((state) => state.debug.timelineOf);
  if (session !== undefined && timelineOf === 'steps') return <StepsTable session={session} />;
  return <Table recording={recording} />;
}

function Table({ recording }: { readonly recording: Recording }) {
  const m = useMessages();
  const filter = useTimelineFilter();
  const height = useRowHeight();
  const all = useMemo(() => timelineRows(recording), [recording]);
  const rows = useMemo(() => filterRows(all, filter ?? ''), [all, filter]);
  const { callRows, callSteps } = useMemo(() => rowsOfCalls(rows), [rows]);
  const step = useApp((state) => openSession(state)?.step);
  const numbered = recording.steps !== undefined;
  const handle = useRef<RowsHandle>(null);
  useEffect(() => {
    if (step === undefined) return;
    const now = callRows[rowOf(callSteps, step)];
    if (now !== undefined) handle.current?.reveal(now, CONTEXT_ROWS);
  }, [callRows, callSteps, step]);
  return (
    <>
      <FilterBar found={rows.length} of={all.length} />
      <Rows
        className={css.table}
        handle={handle}
        is="table"
        label={m.panels.timeline}
        testId="timeline"
        count={rows.length}
        height={height}
        header={
          <GridRow className={`${css.row} ${css.head}`}>
            <GridHead>{numbered ? m.timeline.step : '#'}</GridHead>
            <GridHead className={css.where}>{m.timeline.line}</GridHead>
            <GridHead>{m.timeline.command}</GridHead>
            <GridHead>{m.timeline.reply}</GridHead>
            <GridHead className={css.when}>
              {m.timeline.when} <span className="dim">0 – {m.duration(recording.duration)}</span>
            </GridHead>
            <GridHead className={css.took}>µs</GridHead>
            <GridHead className={css.kind}>
              <span className="vh">{m.timeline.kind}</span>
            </GridHead>
          </GridRow>
        }
        row={(i) => (
          <Row
            key={i}
            row={rows[i]!}
            recording={recording}
            time={timeOf(stepOfRow(rows[i]!), step)}
            height={height}
            m={m}
          />
        )}
      />
    </>
  );
}

interface RowProps {
  readonly row: TimelineRow;
  readonly recording: Recording;
  /** Where the row is from where an open recording stands; most rows keep theirs from step to step. */
  readonly time: ReturnType<typeof timeOf>;
  readonly height: number;
  readonly m: Messages;
}

const Row = memo(function Row({ row, recording, time, height, m }: RowProps) {
  switch (row.kind) {
    case 'invocation': {
      const { mode, functionName, keys, args } = recording.request;
      const words = [String(keys.length), ...[...keys, ...args].map((word) => shownArgument(word, ARGUMENT_LIMIT))];
      const unnamed = mode.startsWith('EVALSHA') ? `${recording.script.sha1.slice(0, 8)}…` : '"…"';
      const script = functionName === undefined ? unnamed : shownArgument(functionName, ARGUMENT_LIMIT);
      return (
        <Cells
          height={height}
          kind="meta"
          command={<Command words={[mode, script, ...words.slice(0, ARGUMENTS_SHOWN)]} />}
          bar={{ left: 0, width: 100 }}
          took={m.count(recording.duration)}
        />
      );
    }
    case 'gap':
      return <Cells height={height} kind="gap" command={<span className="dim">{m.timeline.gap(row.calls)}</span>} />;
    case 'log': {
      const { log } = row;
      return (
        <Cells
          height={height}
          kind="log"
          time={time}
          step={log.step}
          number={log.step === undefined ? undefined : log.step + 1}
          line={log.line}
          command={
            <>
              <span className="c-acc">{log.level}</span> <span className="mut">{shown(log.message, 200)}</span>
            </>
          }
          bar={{ ...bar({ at: log.at, took: 0 }, recording.duration), tone: 'log' }}
          tag={<Tag tone="" word={m.tags.log} letter="L" />}
        />
      );
    }
    case 'call':
      return <CallCells call={row.call} recording={recording} time={time} height={height} m={m} />;
    case 'end': {
      const { reply } = recording;
      const isError = reply?.type === 'error';
      return (
        <Cells
          height={height}
          kind="meta"
          command={
            <>
              {reply !== undefined && (
                <span className={isError ? 'c-bad' : 'sx-kw'}>{isError ? m.timeline.error : 'return'}</span>
              )}{' '}
              <span className="mut">{m.timeline.toClient}</span>
            </>
          }
          reply={reply === undefined ? m.noReply : shortReply(reply, m)}
          tone={isError ? 'c-bad' : undefined}
        />
      );
    }
  }
});

function CallCells({ call, recording, time, height, m }: Omit<RowProps, 'row'> & { readonly call: Call }) {
  const bad = failed(call);
  const words = call.command.slice(0, ARGUMENTS_SHOWN).map((word) => shownArgument(word, ARGUMENT_LIMIT));
  if (call.command.length > ARGUMENTS_SHOWN) words.push(`… +${call.command.length - ARGUMENTS_SHOWN}`);
  return (
    <Cells
      height={height}
      kind={bad ? 'error' : 'call'}
      time={time}
      step={call.step}
      number={call.step === undefined ? call.ordinal + 1 : call.step + 1}
      line={call.line}
      functionName={call.functionName}
      command={<Command words={[words[0]?.toUpperCase() ?? '', ...words.slice(1)]} />}
      reply={shortReply(call.reply, m)}
      before={call.long && <LongButton call={call} long={call.long} m={m} />}
      tone={bad ? 'c-bad' : undefined}
      bar={{ ...bar(call, recording.duration), tone: bad ? 'error' : call.effect }}
      took={call.took === 0 ? m.belowClock : m.count(call.took)}
      tag={
        bad ? (
          <Tag tone="e" word={m.tags.error} letter="E" />
        ) : call.effect === 'write' ? (
          <Tag tone="w" word={m.tags.write} letter="W" />
        ) : call.effect === 'read' ? (
          <Tag tone="" word={m.tags.read} letter="R" />
        ) : undefined
      }
    />
  );
}

/** Leads to the strings of a call that are kept in part. */
function LongButton(props: { readonly call: Call; readonly long: readonly LongString[]; readonly m: Messages }) {
  const { call, long, m } = props;
  const l = useLimitsMessages();
  const bytes = long.reduce((sum, { length }) => sum + length, 0);
  return (
    <button
      type="button"
      className={css.line}
      data-tip={l.longHint}
      data-testid="long-strings"
      onClick={() => openDialog({ kind: 'long-strings', call })}
    >
      {l.long(m.count(bytes))}
    </button>
  );
}

function Command({ words }: { readonly words: readonly string[] }) {
  return (
    <>
      <span className={css.name}>{words[0]}</span> {words.slice(1).join(' ')}
    </>
  );
}

function Cells(props: {
  readonly height: number;
  readonly kind: 'call' | 'error' | 'log' | 'meta' | 'gap';
  readonly time?: 'past' | 'now' | 'future' | undefined;
  /** Set while a recording is open: the number leads there. */
  readonly step?: number | undefined;
  readonly number?: number | undefined;
  readonly line?: number;
  readonly functionName?: string;
  readonly command: ReactNode;
  readonly reply?: string;
  /** Stands before the reply, which may be cut. */
  readonly before?: ReactNode;
  readonly tone?: string | undefined;
  readonly bar?: { readonly left: number; readonly width: number; readonly tone?: string };
  readonly took?: string;
  readonly tag?: ReactNode;
}) {
  const { height, kind, number, line, functionName, command, reply, tone, took, tag, time, step } = props;
  return (
    <GridRow
      className={css.row}
      data-kind={kind}
      data-time={time}
      aria-current={time === 'now' ? 'step' : undefined}
      style={{ height }}
      data-testid="timeline-row"
    >
      <GridCell className="dim">
        {time === undefined || step === undefined ? (
          number
        ) : (
          <button type="button" className={css.line} onClick={() => goToStep(step)}>
            {number}
          </button>
        )}
      </GridCell>
      <GridCell className={css.where}>
        {line !== undefined && (
          <button type="button" className={css.line} onClick={() => gotoLine(line)}>
            {line}
          </button>
        )}
        {functionName !== undefined && <span className={css.function}> {functionName}</span>}
      </GridCell>
      <GridCell className="trunc">{command}</GridCell>
      <GridCell className={`trunc ${tone ?? ''}`} title={reply}>
        {props.before} {reply}
      </GridCell>
      <GridCell className={css.when}>
        {props.bar && (
          <span
            className={css.bar}
            data-tone={props.bar.tone}
            style={{ left: `${props.bar.left}%`, width: `${props.bar.width}%` }}
          />
        )}
      </GridCell>
      <GridCell className={`${css.took} dim`}>{took}</GridCell>
      <GridCell className={css.kind}>{tag}</GridCell>
    </GridRow>
  );
}

export function TimelineTools() {
  const m = useMessages();
  const d = useDebugMessages();
  const open = useIsOpen();
  const timelineOf = useApp((state) => state.debug.timelineOf);
  const filter = useTimelineFilter();
  const recording = useShownRecording();
  const errors = useMemo(() => recording?.calls.filter(failed).length ?? 0, [recording]);
  if (recording === undefined || recording.detail.calls === 'unknown') return null;
  const { writes, reads } = recording.totals;
  return (
    <>
      {open && (
        <Segment
          small
          label={d.timeline.view}
          options={[
            { value: 'calls', label: d.timeline.calls, testId: 'timeline-calls' },
            { value: 'steps', label: d.timeline.steps, testId: 'timeline-steps' },
          ]}
          value={timelineOf}
          onChange={(value) => changeDebug({ timelineOf: value })}
        />
      )}
      {!open && (
        <span className={css.totals}>
          <span className={`tag ${writes > 0 ? 'w' : ''}`}>{m.writes(writes)}</span>
          <span className="tag">{m.reads(reads)}</span>
          <span className={`tag ${errors > 0 ? 'e' : ''}`}>{m.errorCount(errors)}</span>
        </span>
      )}
      <Button
        icon="search"
        iconOnly
        small
        label={m.timeline.filter}
        aria-pressed={filter !== undefined}
        onClick={() => setTimelineFilter(filter === undefined ? '' : undefined)}
      />
    </>
  );
}
