import { memo, useMemo, type KeyboardEvent } from 'react';
import type { DebugMessages } from '../../i18n/debug.js';
import { goToStep } from '../../state/debug.js';
import type { DebugSession } from '../../state/session.js';
import css from './Panel.module.css';
import {
  axisSteps,
  callMarks,
  callStep,
  functionAt,
  functionBlocks,
  placeOf,
  TICKS_LIMIT,
  type Block,
  type CallMark,
} from './select.js';

/** More ticks than this would stand closer than they are wide. */
const TICKS_DRAWN = 120;

/** The scale of steps: functions in execution, calls, ticks, and the playhead that keys and pointer move. */
export function Scrubber({ session, m }: { readonly session: DebugSession; readonly m: DebugMessages }) {
  const { recording, step } = session;
  const { steps, calls, errors } = recording;
  const count = steps.line.length;
  const blocks = useMemo(() => functionBlocks(steps, 1), [steps]);
  const inside = useMemo(() => functionBlocks(steps, 2), [steps]);
  const failedAtEnd = useMemo(() => errors.some((error) => error.step === count - 1), [errors, count]);
  const marks = useMemo(() => callMarks(calls, count), [calls, count]);
  const axis = useMemo(() => axisSteps(count), [count]);
  const place = placeOf(step, count);
  const oneName = useMemo(() => new Set(blocks.map(({ name }) => name)).size === 1, [blocks]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (direction !== 0) goToStep(event.shiftKey ? (callStep(calls, step, direction) ?? step) : step + direction);
    else if (event.key === 'Home') goToStep(0);
    else if (event.key === 'End') goToStep(count - 1);
    else return;
    event.preventDefault();
  };
  return (
    <div className={css.scrub}>
      <span className={css.name} style={{ top: 2 }}>
        {m.main}
      </span>
      {blocks.length > 0 && (
        <span className={css.name} style={{ top: 17 }}>
          {oneName ? blocks[0]!.name : m.inner}
        </span>
      )}
      <span className={css.name} style={{ top: 33 }}>
        {m.calls}
      </span>
      <div className={css.scale}>
        <input
          type="range"
          className={css.range}
          min={1}
          max={count}
          value={step + 1}
          aria-label={m.scrubber}
          aria-valuetext={m.spoken(step + 1, count, steps.line[step]!, functionAt(steps, step))}
          data-testid="scrubber"
          onKeyDown={onKeyDown}
          onChange={(event) => goToStep(event.target.valueAsNumber - 1)}
        />
        <span className={css.block} style={{ top: 2, left: 0, right: 0 }} />
        {blocks.map((block) => (
          <BlockBar
            key={block.first}
            block={block}
            time={timeOfBlock(block, step)}
            count={count}
            className={css.block}
            top={17}
            name={oneName ? undefined : block.name}
          />
        ))}
        {inside.map((block) => (
          <BlockBar
            key={block.first}
            block={block}
            time={timeOfBlock(block, step)}
            count={count}
            className={css.inside}
            top={30}
          />
        ))}
        <CallLane marks={marks} count={count} />
        <span className={css.track}>
          <i style={{ width: `${place}%` }} />
        </span>
        {count <= TICKS_DRAWN &&
          Array.from({ length: count }, (_, i) => (
            <span
              key={i}
              className={css.tick}
              data-past={i <= step || undefined}
              style={{ left: `${placeOf(i, count)}%` }}
            />
          ))}
        {axis
          .filter((at) => Math.abs(placeOf(at, count) - place) > 4)
          .map((at) => (
            <span
              key={at}
              className={css.axis}
              data-failed={(failedAtEnd && at === count - 1) || undefined}
              style={{ left: `${placeOf(at, count)}%` }}
            >
              {at + 1}
            </span>
          ))}
        <span className={css.axis} data-now style={{ left: `${place}%` }}>
          {step + 1}
        </span>
        <span className={css.head} style={{ left: `${place}%` }} />
      </div>
    </div>
  );
}

/** One mark for each call, or bars as high as calls are dense. */
const CallLane = memo(function CallLane(props: { readonly marks: readonly CallMark[]; readonly count: number }) {
  const { marks, count } = props;
  const most = marks.reduce((n, mark) => Math.max(n, mark.calls), 1);
  return marks.map(({ step, tone, calls }) => {
    const left = `${placeOf(step, count)}%`;
    return count > TICKS_LIMIT ? (
      <span key={step} className={css.density} data-tone={tone} style={{ left, height: 2 + (10 * calls) / most }} />
    ) : (
      <span key={step} className={css.mark} data-tone={tone} style={{ left }} />
    );
  });
});

const timeOfBlock = ({ first, last }: Block, step: number): 'past' | 'now' | 'future' =>
  first > step ? 'future' : step > last ? 'past' : 'now';

const BlockBar = memo(function BlockBar(props: {
  readonly block: Block;
  /** Where it is from where the playhead stands: the same for most of them at each step. */
  readonly time: ReturnType<typeof timeOfBlock>;
  readonly count: number;
  readonly className: string | undefined;
  readonly top: number;
  readonly name?: string | undefined;
}) {
  const { block, time, count, className, top, name } = props;
  const { first, last } = block;
  const left = placeOf(first, count);
  const width = placeOf(Math.min(count - 1, last + 1), count) - left;
  return (
    <span
      className={className}
      data-in={time === 'now' || undefined}
      data-future={time === 'future' || undefined}
      style={{ top, left: `min(${left}%, 100% - 3px)`, width: `max(3px, ${width}%)` }}
    >
      {name}
    </span>
  );
});
