import { useRef, useState } from 'react';
import { useDebugMessages, type DebugMessages } from '../../i18n/debug.js';
import { changeDebug, useSession } from '../../state/debug.js';
import type { DebugSession } from '../../state/session.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { valueRows } from '../variables/select.js';
import { VariableTree } from '../variables/VariableTree.js';
import { Breakpoints } from './Breakpoints.js';
import css from './Panel.module.css';
import { useAnswers } from './useAnswers.js';

/** Lua expressions and reads of keys at the step; the breakpoints of the script. */
export function WatchPanel() {
  const m = useDebugMessages();
  const session = useSession();
  if (session === undefined) return null;
  return (
    <div className="panel-body">
      <Watches session={session} m={m} />
      <Breakpoints session={session} m={m} />
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
      {watches.map((watch) => {
        const answer = answers[watch];
        return (
          <div key={watch} className={css.watch} data-testid="watch-row">
            <div className="grow">
              {answer !== undefined && 'value' in answer ? (
                <VariableTree
                  rows={valueRows(watch, watch, answer.value, opened)}
                  label={watch}
                  opened={opened}
                  onOpened={setOpened}
                  m={m}
                />
              ) : (
                <p className={css.failed}>
                  <span>{watch}</span> <span className="c-bad">{answer?.error}</span>
                </p>
              )}
            </div>
            <Button
              icon="close"
              iconOnly
              small
              label={m.removeWatch(watch)}
              onClick={() => changeDebug({ watches: watches.filter((one) => one !== watch) })}
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
          className="entry"
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
