import type { Consequence, RunStatement } from '@luascope/shared/debug';
import { useMemo } from 'react';
import { useMessages } from '../../i18n/messages.js';
import { usePropagationMessages, type PropagationMessages } from '../../i18n/propagation.js';
import { shortReply } from '../../running/describe.js';
import { gotoLine } from '../../state/screen.js';
import { shownArgument, shownLine } from '../../ui/text.js';
import { cliLines } from '../reply/lines.js';
import css from './Comparison.module.css';
import type { Fate, FateRow, Side } from './select.js';

const STATEMENTS_SHOWN = 160;
const LINES_SHOWN = 14;
const ROWS_SHOWN = 100;
const WORDS_SHOWN = 12;

/** One of two runs: first what it led to, then how. */
export function SideView(props: {
  readonly name: string;
  readonly hint: string;
  readonly side: Side;
  readonly rows: readonly FateRow[];
  readonly which: 'left' | 'right';
  readonly testId: string;
}) {
  const { name, hint, side, rows, which, testId } = props;
  const p = usePropagationMessages();
  const { consequence } = side;
  const stopped = consequence.outcome !== 'finished';
  return (
    <section className={css.side} aria-label={`${hint}: ${name}`} data-testid={testId}>
      <h2>
        <code>{name}</code>
        <span className={`tag ${stopped ? 'e' : consequence.failures > 0 ? 'w' : ''}`}>
          {outcomeText(consequence, p)}
        </span>
        {hint !== name && <span className={css.hint}>{hint}</span>}
      </h2>
      <Verdict consequence={consequence} p={p} />
      <Statements statements={side.statements} p={p} />
      <Reply side={side} p={p} />
      <Writes rows={rows} which={which} p={p} />
    </section>
  );
}

const outcomeText = ({ outcome, stoppedAt }: Consequence, p: PropagationMessages): string =>
  outcome === 'error' ? p.tag.stops(stoppedAt) : p.tag[outcome];

/** What it led to, in facts. */
function Verdict({ consequence, p }: { readonly consequence: Consequence; readonly p: PropagationMessages }) {
  const { writesStay, neverSent = 0, firstFailure, failures, unchecked } = consequence;
  const headline = [
    ...(writesStay === undefined ? [] : [p.writesStay(writesStay)]),
    ...(neverSent === 0 ? [] : [p.neverSent(neverSent)]),
  ].join(p.listSeparator);
  return (
    <div className={css.verdict} data-testid="verdict">
      <b>{headline.charAt(0).toUpperCase() + headline.slice(1)}</b>
      <p>{firstFailure === undefined ? p.noFailure : p.firstFailure(firstFailure.line, failures)}</p>
      {unchecked.map(({ name, line, how, usedAt }, i) => (
        <p key={i}>
          {p.unchecked(name, line)}
          {how !== 'dropped' && usedAt !== undefined && p.sentenceSeparator + p.uncheckedUse[how](usedAt)}
        </p>
      ))}
    </div>
  );
}

function Statements({
  statements,
  p,
}: {
  readonly statements: readonly RunStatement[];
  readonly p: PropagationMessages;
}) {
  const m = useMessages();
  const ran = statements.filter((statement) => statement.ran).length;
  return (
    <div className={css.part}>
      <h3>
        {p.statements} <span className={css.count}>{p.ofAll(ran, statements.length)}</span>
      </h3>
      <div className={css.cells} data-columns={statements.some(({ alone }) => !alone) || undefined}>
        {statements.slice(0, STATEMENTS_SHOWN).map(({ line, column, alone, ran: did, did: what }) => {
          const state = !did ? 'idle' : what === 'failed' ? 'failed' : what === 'wrote' ? 'wrote' : 'ran';
          const words = { idle: p.idle, failed: p.failedHere, wrote: p.wrote, ran: p.ran }[state];
          const place = alone ? String(line) : `${line}:${column}`;
          return (
            <button
              key={place}
              type="button"
              className={css.cell}
              data-state={state}
              data-tip={`${m.line(line)}: ${words}`}
              onClick={() => gotoLine(line, column)}
            >
              {place}
              <span className="vh"> {words}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

function Reply({ side: { reply }, p }: { readonly side: Side; readonly p: PropagationMessages }) {
  const m = useMessages();
  const lines = useMemo(() => (reply === undefined ? undefined : cliLines(reply)), [reply]);
  const shown = Array.from({ length: Math.min(lines?.count ?? 0, LINES_SHOWN) }, (_, i) => shownLine(lines!.at(i)));
  const more = (lines?.count ?? 0) - shown.length;
  return (
    <div className={`${css.part} ${css.reply}`}>
      <h3>{p.replyTo}</h3>
      <div className={css.text}>
        {lines === undefined && m.noReply}
        {shown.map((line, i) => (
          <div key={i} className={line.includes('(error) ') ? 'c-bad' : undefined}>
            {line}
          </div>
        ))}
        {more > 0 && <div className="dim">{p.moreLines(more)}</div>}
      </div>
    </div>
  );
}

function Writes(props: {
  readonly rows: readonly FateRow[];
  readonly which: 'left' | 'right';
  readonly p: PropagationMessages;
}) {
  const { rows, which, p } = props;
  const m = useMessages();
  const staying = rows.filter((row) => row[which].fate === 'stays').length;
  return (
    <div className={css.part}>
      <h3>
        {p.stay} <span className="dim">{p.neverRolledBack}</span>
        <span className={css.count}>{m.count(staying)}</span>
      </h3>
      {rows.length === 0 && <p className="dim">{p.noWrites}</p>}
      <ol className={css.rows}>
        {rows.slice(0, ROWS_SHOWN).map((row, i) => {
          const { fate, reply } = row[which];
          const words = row.command.slice(0, WORDS_SHOWN).map((word) => shownArgument(word, 40));
          return (
            <li key={i} data-fate={fate}>
              <span className={css.mark} data-fate={fate} aria-hidden="true">
                {(fate === 'raised' || fate === 'returned') && '✕'}
              </span>
              <span className={css.number}>{row.step === undefined ? row.line : row.step + 1}</span>
              <span className="trunc">{words.join(' ')}</span>
              <span className={css.fate}>{fateText(fate, p) ?? (reply === undefined ? '' : shortReply(reply, m))}</span>
            </li>
          );
        })}
      </ol>
      {rows.length > ROWS_SHOWN && <p className="dim">{p.moreRows(rows.length - ROWS_SHOWN)}</p>}
    </div>
  );
}

function fateText(fate: Fate, p: PropagationMessages): string | undefined {
  return { stays: undefined, raised: p.raisedHere, returned: p.returnedHere, never: p.never }[fate];
}
