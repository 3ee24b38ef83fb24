import { Statements } from '@luascope/shared/analysis';
import { fromText } from '@luascope/shared/bytes';
import type { ScanHit } from '@luascope/shared/debug';
import { useMemo, useState } from 'react';
import type { DebugMessages } from '../../i18n/debug.js';
import { useMessages } from '../../i18n/messages.js';
import { problemText } from '../../running/describe.js';
import { breakpointsOf, editBreakpoint, placeKey, toggleBreakpoint } from '../../state/breakpoints.js';
import { changeDebug, goToStep } from '../../state/debug.js';
import { gotoLine } from '../../state/screen.js';
import type { Breakpoint, DebugSession } from '../../state/session.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { LuaText } from '../../ui/LuaText.js';
import { failureOfHit } from '../transport/travel.js';
import { valueText } from '../variables/select.js';
import css from './Panel.module.css';
import { useLog } from './useAnswers.js';

/** Values of one log point that are listed. */
const LOG_ROWS = 200;

/** The breakpoints of the script with what makes them stop or log, and what else continue stops at. */
export function Breakpoints({ session, m }: { readonly session: DebugSession; readonly m: DebugMessages }) {
  const points = useApp(breakpointsOf);
  const statements = useMemo(() => new Statements(fromText(session.text)), [session.text]);
  return (
    <section aria-label={m.breakpoints} data-testid="panel-breakpoints">
      <h3 className={css.title}>{m.breakpoints}</h3>
      {points.length === 0 && <p className={css.none}>{m.noBreakpoints}</p>}
      <ul>
        {points.map((point, i) => (
          <Row key={placeKey(point)} number={i + 1} point={point} statements={statements} session={session} m={m} />
        ))}
      </ul>
      <StopOnFields m={m} />
    </section>
  );
}

function Row(props: {
  readonly number: number;
  readonly point: Breakpoint;
  readonly statements: Statements;
  readonly session: DebugSession;
  readonly m: DebugMessages;
}) {
  const { number, point, statements, session, m } = props;
  const { line, column } = point;
  const conditional = point.condition !== '' || point.fromHit > 1;
  const [open, setOpen] = useState(conditional || point.log !== '');
  const source = statements.text(line, column ?? statements.onLine(line)[0]?.column ?? 1);
  const isPlace = column === undefined ? statements.onLine(line).length > 0 : statements.at(line, column) !== undefined;
  return (
    <li className={css.point} data-testid="breakpoint-row">
      <div className={css.head}>
        <span
          className={css.dot}
          data-kind={point.log !== '' ? 'log' : conditional ? 'if' : 'stop'}
          aria-hidden="true"
        />
        <span className="dim">{number}</span>
        <button
          type="button"
          className={css.place}
          aria-label={m.breakpointOn(line, column)}
          onClick={() => gotoLine(line, column)}
        >
          {placeKey(point)}
        </button>
        <span className={`trunc ${css.source}`}>
          {isPlace ? <LuaText source={source} /> : <span className="c-warn">{m.notAStatement}</span>}
        </span>
        <Button
          icon={open ? 'down' : 'right'}
          iconOnly
          small
          label={m.breakpointFields}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          testId="btn-breakpoint-fields"
        />
        <Button
          icon="close"
          iconOnly
          small
          label={m.removeBreakpoint(line, column)}
          onClick={() => toggleBreakpoint(point)}
        />
      </div>
      {open && (
        <div className={css.fields}>
          <Field
            label={m.condition}
            hint={m.conditionHint}
            value={point.condition}
            onValue={(condition) => editBreakpoint(point, { condition })}
          />
          <Field
            label={m.hitCount}
            hint={m.hitHint}
            value={point.fromHit > 1 ? String(point.fromHit) : ''}
            onValue={(text) => editBreakpoint(point, { fromHit: Math.max(1, Math.floor(Number(text)) || 1) })}
          />
          <Field label={m.log} hint={m.logHint} value={point.log} onValue={(log) => editBreakpoint(point, { log })} />
        </div>
      )}
      {point.log.trim() !== '' && <LogRows point={point} session={session} m={m} />}
    </li>
  );
}

/** What a log point would have logged: nothing is sent, and it may be added long after the run. */
function LogRows(props: { readonly point: Breakpoint; readonly session: DebugSession; readonly m: DebugMessages }) {
  const { point, session, m } = props;
  const log = useLog(session, point);
  if (log === undefined) return null;
  if ('error' in log) return <p className={`${css.none} c-bad`}>{log.error}</p>;
  if (log.length === 0) return <p className={css.none}>{m.noHits}</p>;
  return (
    <div className={css.log}>
      {log.slice(0, LOG_ROWS).map((hit) => (
        <button
          key={hit.step}
          type="button"
          className={css.hit}
          aria-current={hit.step === session.step ? 'step' : undefined}
          data-testid="log-point-row"
          onClick={() => goToStep(hit.step)}
        >
          <span className="dim">{m.logHit(hit.step + 1)}</span>
          <Hit hit={hit} />
        </button>
      ))}
      {log.length > LOG_ROWS && <p className={css.none}>{m.more(log.length - LOG_ROWS)}</p>}
    </div>
  );
}

function Hit({ hit }: { readonly hit: ScanHit }) {
  const messages = useMessages();
  const failure = failureOfHit(hit);
  if (failure === undefined) return <span className="trunc">{hit.value && valueText(hit.value)}</span>;
  const problem = problemText(failure, messages);
  return (
    <span className="trunc c-bad" title={problem}>
      {problem}
    </span>
  );
}

/** A text that counts when Enter is pressed or the field is left, so that nothing is asked for half an expression. */
function Field(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  const { label, hint, value, onValue } = props;
  const done = (text: string): void => {
    if (text !== value) onValue(text);
  };
  return (
    <input
      key={value}
      className="entry"
      defaultValue={value}
      placeholder={hint}
      aria-label={label}
      title={value}
      spellCheck={false}
      autoComplete="off"
      onBlur={(event) => done(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && done(event.currentTarget.value)}
    />
  );
}

function StopOnFields({ m }: { readonly m: DebugMessages }) {
  const stopOn = useApp((state) => state.debug.stopOn);
  return (
    <fieldset className={css.stopOn}>
      <legend>{m.stopOn}</legend>
      {(['errors', 'writes'] as const).map((what) => (
        <label key={what}>
          <input
            type="checkbox"
            checked={stopOn[what]}
            onChange={(event) => changeDebug({ stopOn: { ...stopOn, [what]: event.target.checked } })}
          />
          {what === 'errors' ? m.stopOnError : m.stopOnWrite}
        </label>
      ))}
      <Field
        label={m.stopOnCommands}
        hint={m.stopOnCommandsHint}
        value={stopOn.commands}
        onValue={(commands) => changeDebug({ stopOn: { ...stopOn, commands } })}
      />
      <Field
        label={m.stopOnKeys}
        hint={m.stopOnKeysHint}
        value={stopOn.keys}
        onValue={(keys) => changeDebug({ stopOn: { ...stopOn, keys } })}
      />
    </fieldset>
  );
}
