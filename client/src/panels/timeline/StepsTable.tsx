import { Statements } from '@luascope/shared/analysis';
import { fromText } from '@luascope/shared/bytes';
import type { Call, Frame } from '@luascope/shared/debug';
import { memo, useEffect, useMemo, useReducer, useRef, type KeyboardEvent } from 'react';
import { useDebugMessages, type DebugMessages } from '../../i18n/debug.js';
import { useMessages, type Messages } from '../../i18n/messages.js';
import { shortReply } from '../../running/describe.js';
import { framesAt, knownFrames } from '../../running/frames.js';
import { goToStep } from '../../state/debug.js';
import { gotoLine } from '../../state/screen.js';
import type { Target } from '../../state/model.js';
import type { DebugSession } from '../../state/session.js';
import { useApp } from '../../state/store.js';
import { GridCell, GridHead, GridRow } from '../../ui/grid.js';
import { LuaText } from '../../ui/LuaText.js';
import { useRowHeight } from '../../ui/rowHeight.js';
import { Rows, type RowsHandle } from '../../ui/Rows.js';
import { shown } from '../../ui/text.js';
import { functionAt } from '../transport/select.js';
import { useTimelineFilter } from './filter.js';
import { FilterBar } from './FilterBar.js';
import css from './Panel.module.css';
import { failed, timeOf } from './select.js';
import { effectOf, listedSteps, rowOf, sourceOf, stepFacts, type StepEffect, type StepFacts } from './steps.js';
import { Tag } from './Tag.js';

/** A row that was scrolled past sooner asks for nothing. */
const ASK_AFTER_MS = 120;
/** Rows that stay in view around the one of the step. */
const CONTEXT_ROWS = 3;
/** Deeper calls are not indented further. */
const MOST_INDENTED = 6;

/** Every step of the open recording: what it runs and what that did. */
export function StepsTable({ session }: { readonly session: DebugSession }) {
  const m = useMessages();
  const d = useDebugMessages();
  const { recording, target, step, text } = session;
  const { id } = recording;
  const filter = useTimelineFilter();
  const stepBy = useApp((state) => state.debug.stepBy);
  const height = useRowHeight();
  const handle = useRef<RowsHandle>(null);
  const facts = useMemo(() => stepFacts(recording, new Statements(fromText(text))), [recording, text]);
  const listed = useMemo(() => listedSteps(facts, stepBy, filter ?? ''), [facts, stepBy, filter]);
  const [, framesArrived] = useReducer((n: number) => n + 1, 0);
  const now = rowOf(listed, step);

  useEffect(() => {
    if (now >= 0) handle.current?.reveal(now, CONTEXT_ROWS);
  }, [now]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: listed.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = listed[to];
    if (next !== undefined) goToStep(next);
  };
  return (
    <>
      <FilterBar found={listed.length} of={recording.steps.line.length} />
      <Rows
        className={css.table}
        handle={handle}
        is="table"
        label={m.panels.timeline}
        testId="timeline"
        count={listed.length}
        height={height}
        onKeyDown={onKeyDown}
        onPress={(index, on) => {
          if (on.closest('button') === null) goToStep(listed[index]!);
        }}
        header={
          <GridRow className={`${css.stepRow} ${css.head}`}>
            <GridHead>{d.timeline.step}</GridHead>
            <GridHead>{d.timeline.line}</GridHead>
            <GridHead>{d.timeline.source}</GridHead>
            <GridHead>{d.timeline.effect}</GridHead>
            <GridHead>
              <span className="vh">{d.timeline.tag}</span>
            </GridHead>
          </GridRow>
        }
        row={(i) => (
          <StepRow
            key={listed[i]}
            index={i}
            at={listed[i]!}
            time={timeOf(listed[i]!, step)}
            target={target}
            here={knownFrames(id, listed[i]!)}
            after={knownFrames(id, listed[i]! + 1)}
            facts={facts}
            height={height}
            onFrames={framesArrived}
            m={m}
            d={d}
          />
        )}
      />
    </>
  );
}

/** Most rows are the same at the next step. */
const StepRow = memo(function StepRow(props: {
  readonly index: number;
  readonly at: number;
  readonly time: ReturnType<typeof timeOf>;
  readonly target: Target;
  /** Frames at the step and at the one after it, where they are known. */
  readonly here: readonly Frame[] | undefined;
  readonly after: readonly Frame[] | undefined;
  readonly facts: StepFacts;
  readonly height: number;
  readonly onFrames: () => void;
  readonly m: Messages;
  readonly d: DebugMessages;
}) {
  const { index, at, time, target, here, after, facts, height, onFrames, m, d } = props;
  const { steps, id } = facts.recording;
  const isKnown = here !== undefined && (after !== undefined || at + 1 === steps.line.length);
  const isMissing = here === undefined ? at : at + 1;
  useEffect(() => {
    if (isKnown) return undefined;
    let wanted = true;
    const timer = setTimeout(() => {
      void framesAt(target, id, isMissing, () => wanted).then((frames) => {
        if (wanted && frames !== undefined) onFrames();
      });
    }, ASK_AFTER_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [target, id, isMissing, isKnown, onFrames]);

  const effect = effectOf(facts, at, { here, after });
  const line = steps.line[at]!;
  const depth = Math.min(MOST_INDENTED, steps.depth[at]!);
  return (
    <GridRow
      className={css.stepRow}
      data-kind={effect.kind === 'call' && failed(effect.call) ? 'error' : effect.kind}
      data-time={time}
      data-row={index}
      aria-current={time === 'now' ? 'step' : undefined}
      style={{ height }}
      data-testid="timeline-row"
    >
      <GridCell className="dim">
        <button type="button" className={css.line} tabIndex={-1} onClick={() => goToStep(at)}>
          {at + 1}
        </button>
      </GridCell>
      <GridCell>
        <button type="button" className={css.line} tabIndex={-1} onClick={() => gotoLine(line)}>
          {line}
        </button>
        <span className={css.function}> {shown(functionAt(steps, at))}</span>
      </GridCell>
      <GridCell className="trunc">
        <span style={{ paddingLeft: depth * 18 }}>
          <LuaText source={sourceOf(facts, at)} />
        </span>
      </GridCell>
      <GridCell className="trunc">
        {time === 'now' ? <span className="c-acc">{d.timeline.next}</span> : <Effect effect={effect} m={m} />}
      </GridCell>
      <GridCell>
        <EffectTag effect={effect} m={m} d={d} />
      </GridCell>
    </GridRow>
  );
});

function Effect({ effect, m }: { readonly effect: StepEffect; readonly m: Messages }) {
  switch (effect.kind) {
    case 'call':
      if (failed(effect.call))
        return <span className="c-bad">{effect.call.reply.type === 'error' && shown(effect.call.reply.text)}</span>;
      return `${effect.calls > 1 ? `${effect.calls} × ` : ''}→ ${replyText(effect.call, m)}`;
    case 'error':
      return <span className="c-bad">{shown(effect.message)}</span>;
    case 'enter':
    case 'set':
      return effect.text;
    case 'return':
      return effect.value === undefined ? null : `→ ${effect.value}`;
    case 'none':
      return null;
  }
}

const replyText = ({ reply }: Call, m: Messages): string =>
  reply.type === 'integer' ? String(reply.value) : shortReply(reply, m);

function EffectTag(props: { readonly effect: StepEffect; readonly m: Messages; readonly d: DebugMessages }) {
  const { effect, m, d } = props;
  switch (effect.kind) {
    case 'call':
      if (failed(effect.call)) return <Tag tone="e" word={m.tags.error} letter="E" />;
      if (effect.call.effect === 'write') return <Tag tone="w" word={m.tags.write} letter="W" />;
      return effect.call.effect === 'read' ? <Tag tone="" word={m.tags.read} letter="R" /> : null;
    case 'error':
      return <Tag tone="e" word={m.tags.error} letter="E" />;
    case 'enter':
      return <Tag tone="" word={d.timeline.enter} letter="↓" />;
    case 'return':
      return <Tag tone="" word={d.timeline.leave} letter="↑" />;
    default:
      return null;
  }
}
