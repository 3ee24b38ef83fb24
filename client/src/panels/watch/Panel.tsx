import { useRef, useState } from 'react';
import { useDebugMessages, type DebugMessages } from '../../i18n/debug.js';
import {
  breakpointsOf,
  changeDebug,
  editBreakpoint,
  goToStep,
  toggleBreakpoint,
  useSession,
} from '../../state/debug.js';
import type { Breakpoint, DebugSession } from '../../state/session.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { shown } from '../../ui/text.js';
import { valueRows, valueText } from '../variables/select.js';
import { VariableTree } from '../variables/Panel.js';
import css from './Panel.module.css';
import { useAnswers, useLog } from './useAnswers.js';

const LOG_ROWS = 200;

/** Lua expressions at the step, and the breakpoints of the script. */
export function WatchPanel() {
  const m = useDebugMessages();
  const session = useSession();
  const points = useApp(breakpointsOf);
  if (session === undefined) return null;
  return (
    <div className="panel-body">
      <Watches session={session} m={m} />
      <h3 className={css.title}>{m.breakpoints}</h3>
      {points.length === 0 && <p className={css.none}>{m.noBreakpoints}</p>}
      <ul>
        {points.map((point) => (
          <BreakpointRow key={point.line} point={point} session={session} m={m} />
        ))}
      </ul>
      <StopOn m={m} />
    </div>
  );
}

function Watches({ session, m }: { readonly session: DebugSession; readonly m: DebugMessages }) {
  const watches = useApp((state) => state.debug.watches);
  const answers = useAnswers(session, watches);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      {watches.map((expression) => {
        const answer = answers[expression];
        return (
          <div key={expression} className={css.watch} data-testid="watch-row">
            <div className="grow">
              {answer !== undefined && 'value' in answer ? (
                <VariableTree
                  rows={valueRows(expression, expression, answer.value, opened)}
                  label={expression}
                  opened={opened}
                  onOpened={setOpened}
                  m={m}
                />
              ) : (
                <p className={css.failed}>
                  <span>{expression}</span> <span className="c-bad">{answer?.error}</span>
                </p>
              )}
            </div>
            <Button
              icon="close"
              iconOnly
              small
              label={m.removeWatch(expression)}
              onClick={() => changeDebug({ watches: watches.filter((one) => one !== expression) })}
            />
          </div>
        );
      })}
      <form
        className={css.add}
        onSubmit={(event) => {
          event.preventDefault();
          const text = field.current!.value.trim();
          if (text !== '' && !watches.includes(text)) changeDebug({ watches: [...watches, text] });
          field.current!.value = '';
        }}
      >
        <input
          ref={field}
          data-watch-input
          placeholder={m.watchEmpty}
          aria-label={m.watchExpression}
          spellCheck={false}
          autoComplete="off"
          data-testid="watch-input"
        />
      </form>
    </>
  );
}

export function WatchTools() {
  const m = useDebugMessages();
  return (
    <Button
      icon="plus"
      iconOnly
      small
      label={m.addWatch}
      onClick={() => document.querySelector<HTMLElement>('[data-watch-input]')?.focus()}
      testId="btn-add-watch"
    />
  );
}

function BreakpointRow(props: {
  readonly point: Breakpoint;
  readonly session: DebugSession;
  readonly m: DebugMessages;
}) {
  const { point, session, m } = props;
  const { line } = point;
  const log = useLog(session, point);
  return (
    <li className={css.point} data-testid="breakpoint-row">
      <div className={css.fields}>
        <span className={css.line}>{line}</span>
        <Field
          label={m.condition}
          value={point.condition}
          onValue={(condition) => editBreakpoint(line, { condition })}
        />
        <Field
          label={m.hitCount}
          value={point.fromHit > 1 ? String(point.fromHit) : ''}
          onValue={(text) => editBreakpoint(line, { fromHit: Math.max(1, Math.floor(Number(text)) || 1) })}
        />
        <Field label={m.log} value={point.log} onValue={(value) => editBreakpoint(line, { log: value })} />
        <Button icon="close" iconOnly small label={m.removeBreakpoint(line)} onClick={() => toggleBreakpoint(line)} />
      </div>
      {'error' in log ? (
        <p className="c-bad">{log.error}</p>
      ) : (
        log.slice(0, LOG_ROWS).map(({ step, value, error }) => (
          <button
            key={step}
            type="button"
            className={css.hit}
            aria-current={step === session.step || undefined}
            data-testid="log-point-row"
            onClick={() => goToStep(step)}
          >
            <span className="dim">{m.logHit(step + 1)}</span>
            <span className={`trunc ${error === undefined ? '' : 'c-bad'}`}>
              {error === undefined ? value && valueText(value) : shown(error)}
            </span>
          </button>
        ))
      )}
    </li>
  );
}

/** A text that counts when Enter is pressed or the field is left, so that nothing is asked for half an expression. */
function Field(props: { readonly label: string; readonly value: string; readonly onValue: (value: string) => void }) {
  const { label, value, onValue } = props;
  const done = (text: string): void => {
    if (text !== value) onValue(text);
  };
  return (
    <input
      key={value}
      defaultValue={value}
      placeholder={label}
      aria-label={label}
      spellCheck={false}
      autoComplete="off"
      onBlur={(event) => done(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && done(event.currentTarget.value)}
    />
  );
}

function StopOn({ m }: { readonly m: DebugMessages }) {
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
    </fieldset>
  );
}
