import { switchableCalls, type Recording } from '@luascope/shared/debug';
import { useEffect, useMemo } from 'react';
import { useMessages } from '../../i18n/messages.js';
import { usePropagationMessages, type PropagationMessages } from '../../i18n/propagation.js';
import { compare, comparesUnasked, firstTurn } from '../../running/compare.js';
import { describeFailure } from '../../running/describe.js';
import { canRecord } from '../../running/record.js';
import { useComparison, type Turn } from '../../state/comparison.js';
import type { Run } from '../../state/model.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { Select } from '../../ui/Select.js';
import { shown } from '../../ui/text.js';
import css from './Comparison.module.css';
import { compareRuns } from './select.js';
import { SideView } from './Side.js';

/** The script as it was run beside the same with its calls turned, on the same data. */
export function ComparisonSection({ run, recording }: { readonly run: Run; readonly recording: Recording }) {
  const m = useMessages();
  const p = usePropagationMessages();
  const comparison = useComparison();
  const able = useApp((state) => canRecord(state, run.target));
  const ownData = useApp((state) => state.health[run.target]?.capabilities.freshData === true);
  const { script } = recording.request;
  const first = useMemo(() => firstTurn(recording), [recording]);
  const unasked = able && first !== undefined && comparison === undefined && comparesUnasked(recording, ownData);
  useEffect(() => {
    if (unasked && first !== undefined) void compare(run.target, recording, first);
  }, [unasked, first, run.target, recording]);
  if (first === undefined) return null;
  const turn = comparison?.turn ?? first;
  return (
    <section className={css.section} aria-label={p.compare.title} data-testid="comparison">
      <div className={`sub-head ${css.head}`}>
        <span className={css.title}>{p.compare.title}</span>
        {able && (
          <WhichCalls script={script} turn={turn} p={p} onTurn={(to) => void compare(run.target, recording, to)} />
        )}
        <span className="grow" />
        {comparison?.status === 'done' && (
          <span className={css.from}>{comparison.now === true ? p.compare.sameNow : p.compare.sameStart}</span>
        )}
      </div>
      {!able ? (
        <p className={css.note}>{p.compare.cannot}</p>
      ) : comparison === undefined ? (
        <p className={css.note}>
          <Button
            kind="line"
            small
            label={p.compare.start}
            testId="btn-compare"
            onClick={() => void compare(run.target, recording, turn)}
          />
          {p.compare.offer}
        </p>
      ) : comparison.status === 'working' ? (
        <output className={css.note}>{p.compare.working}</output>
      ) : comparison.status === 'failed' || comparison.asIs === undefined || comparison.turned === undefined ? (
        <output className={`${css.note} c-bad`}>
          {comparison.failure === undefined ? p.compare.failed : describeFailure(comparison.failure, m)}
        </output>
      ) : (
        <Sides key={comparison.turned.id} asIs={comparison.asIs} turned={comparison.turned} turn={turn} />
      )}
    </section>
  );
}

function Sides(props: {
  readonly asIs: Parameters<typeof compareRuns>[0];
  readonly turned: Parameters<typeof compareRuns>[0];
  readonly turn: Turn;
}) {
  const { asIs, turned, turn } = props;
  const p = usePropagationMessages();
  const view = useMemo(() => compareRuns(asIs, turned), [asIs, turned]);
  const names = useMemo(() => [asIs, turned].map(({ request }) => nameOf(request.script)), [asIs, turned]);
  return (
    <div className={css.room}>
      <div className={css.sides}>
        <SideView
          name={names[0] ?? p.compare.asIs}
          hint={p.compare.asIs}
          side={view.left}
          rows={view.rows}
          which="left"
          testId={turn.to === 'pcall' ? 'compare-call' : 'compare-pcall'}
        />
        <SideView
          name={names[1] ?? p.compare.turned}
          hint={p.compare.turned}
          side={view.right}
          rows={view.rows}
          which="right"
          testId={`compare-${turn.to}`}
        />
      </div>
    </div>
  );
}

/** The way a script calls, when it is one way. */
function nameOf(script: string): string | undefined {
  const ways = new Set(switchableCalls(script).map(({ via }) => `redis.${via}`));
  return ways.size === 1 ? [...ways][0] : undefined;
}

function WhichCalls(props: {
  readonly script: string;
  readonly turn: Turn;
  readonly p: PropagationMessages;
  readonly onTurn: (turn: Turn) => void;
}) {
  const { script, turn, p, onTurn } = props;
  const choices = useMemo(() => {
    const calls = switchableCalls(script);
    const all = (['pcall', 'call'] as const)
      .filter((to) => calls.some(({ via }) => via !== to))
      .map((to): Turn & { readonly label: string } => ({ to, label: p.compare.all(to) }));
    const single = calls.length < 2 ? [] : calls;
    return [
      ...all,
      ...single.map(({ via, at, line, command }) => {
        const to = via === 'call' ? 'pcall' : 'call';
        return { to, at, label: p.compare.one(to, line, shown(command ?? '…', 24)) } as const;
      }),
    ];
  }, [script, p]);
  const selected = choices.findIndex(({ to, at }) => to === turn.to && at === turn.at);
  return (
    <Select
      look="small"
      aria-label={p.compare.which}
      testId="compare-turn"
      value={selected}
      onChange={(event) => {
        const choice = choices[Number(event.target.value)];
        if (choice !== undefined) onTurn({ to: choice.to, ...('at' in choice && { at: choice.at }) });
      }}
    >
      {choices.map(({ label }, i) => (
        <option key={label + i} value={i}>
          {label}
        </option>
      ))}
    </Select>
  );
}
