import { useId, useRef, useState } from 'react';
import { useCodeMessages, type CodeMessages } from '../../i18n/code.js';
import { useRecordingMessages } from '../../i18n/recording.js';
import { resetData } from '../../running/reset.js';
import { useIsOpen } from '../../state/debug.js';
import { parseGiven } from '../../state/request.js';
import { editScript, useSelectedScript } from '../../state/scripts.js';
import { changeSettings, useSetting } from '../../state/settings.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { Icon } from '../../ui/Icon.js';
import { Segment } from '../../ui/Segment.js';
import { checkGiven, piecesOf, type GivenProblem } from './check.js';
import css from './Panel.module.css';

/** The commands that set up the data, and whether each run starts from them. */
export function GivenPanel() {
  const m = useCodeMessages();
  const script = useSelectedScript();
  const unfolded = useSetting('givenOpen');
  const [peeked, setPeeked] = useState(false);
  const offered = useApp((state) => state.health[state.settings.target]?.capabilities.freshData !== false);
  const locked = useIsOpen();
  // While a recording is open its script has the room; how Given stands otherwise is kept.
  const open = locked ? peeked : unfolded;
  const r = useRecordingMessages();
  const body = useId();
  const commands = parseGiven(script.given).commands.length;
  return (
    <section aria-label={m.given.label}>
      <div className={css.head}>
        <button
          type="button"
          className={css.fold}
          aria-expanded={open}
          aria-controls={body}
          data-testid="btn-given"
          onClick={() => (locked ? setPeeked(!open) : changeSettings({ givenOpen: !open }))}
        >
          <Icon name={open ? 'down' : 'right'} size={14} />
          {m.given.title}
          {(!open || !offered || locked) && (
            <span className="dim">
              {m.given.count(commands)}
              {locked && r.fixedGiven}
            </span>
          )}
        </button>
        {offered && commands > 0 && !locked && (
          <Segment
            small
            label={m.given.how}
            testId="given-data"
            value={script.data}
            onChange={(data) => editScript(script.id, { data })}
            options={[
              { value: 'fresh', label: <Fresh parts={m.given.fresh} />, tip: m.given.freshTip, testId: 'given-fresh' },
              { value: 'keep', label: m.given.keep, tip: m.given.keepTip, testId: 'given-keep' },
            ]}
          />
        )}
        <span className="grow" />
        {offered && !locked && (
          <Button small icon="reset" label={m.given.reset} testId="btn-reset" onClick={() => void resetData()} />
        )}
      </div>
      {open && (
        <div id={body} className={css.body} data-testid="given">
          {offered ? <Commands /> : <p className={css.off}>{m.given.off}</p>}
        </div>
      )}
    </section>
  );
}

function Fresh({ parts: [before, short, after] }: { readonly parts: readonly string[] }) {
  return (
    <span>
      <span className={css.long}>{before}</span>
      {short}
      <span className={css.long}>{after}</span>
    </span>
  );
}

/** A text field over a coloured copy of its text; both have the same lines. */
function Commands() {
  const m = useCodeMessages();
  const script = useSelectedScript();
  const locked = useIsOpen();
  const copy = useRef<HTMLDivElement>(null);
  const note = useId();
  const lines = script.given.split('\n');
  const problems = checkGiven(script.given);
  const bad = new Set(problems.map(({ line }) => line));
  return (
    <>
      <div className={css.field}>
        <div ref={copy} className={css.copy} aria-hidden="true">
          {lines.map((line, i) => {
            const { before, command, rest } = piecesOf(line);
            return (
              <div key={i} data-bad={bad.has(i + 1) || undefined}>
                {before}
                <span className={command.startsWith('#') ? css.remark : css.command}>{command}</span>
                {rest}
                {line === '' && '\u200b'}
              </div>
            );
          })}
        </div>
        <textarea
          className={css.text}
          aria-label={m.given.label}
          aria-invalid={problems.length > 0}
          aria-describedby={problems.length > 0 ? note : undefined}
          placeholder={m.given.placeholder}
          value={script.given}
          readOnly={locked}
          rows={lines.length}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onChange={(event) => editScript(script.id, { given: event.target.value.replace(/\r\n?/g, '\n') })}
          onScroll={(event) => {
            copy.current!.style.transform = `translateX(${-event.currentTarget.scrollLeft}px)`;
          }}
        />
      </div>
      {problems[0] && (
        <output id={note} className={css.problem}>
          <Icon name="warning" size={14} />
          {problemText(problems[0], m.given)}
        </output>
      )}
    </>
  );
}

function problemText(problem: GivenProblem, m: CodeMessages['given']): string {
  if (problem.kind === 'quote') return m.badLine(problem.line);
  return problem.kind === 'unknown' ? m.unknown(problem.line, problem.command) : m.arity(problem.line, problem.command);
}
