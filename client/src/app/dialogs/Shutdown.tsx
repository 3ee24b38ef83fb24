import { useState } from 'react';
import { useMessages } from '../../i18n/messages.js';
import { announce } from '../../state/screen.js';
import { app, useApp } from '../../state/store.js';
import { describeFailure } from '../../running/describe.js';
import { failureOf } from '../../running/run.js';
import { targetName } from '../../running/targetName.js';
import { Confirm } from './Confirm.js';
import css from './Field.module.css';

/** SHUTDOWN NOSAVE names its target, and the user types that name: nothing else on the screen costs as much. */
export function Shutdown() {
  const m = useMessages();
  const name = useApp((state) => targetName(state, m));
  const sandbox = useApp((state) => state.settings.target === 'sandbox');
  const [typed, setTyped] = useState('');
  const shutDown = () => {
    const { engines, settings } = app.getState();
    // The server ends without an answer: the health of the target tells the rest.
    engines[settings.target]
      ?.execute(['SHUTDOWN', 'NOSAVE'])
      .catch((error: unknown) => announce(describeFailure(failureOf(error), m)));
  };
  return (
    <Confirm
      title={m.shutdown.title(name)}
      command="SHUTDOWN NOSAVE"
      unavailable={typed.trim() === name ? undefined : m.shutdown.typeFirst(name)}
      onConfirm={shutDown}
      testId="dialog-shutdown"
      confirmId="btn-confirm-shutdown"
    >
      <p>{sandbox ? m.shutdown.sandboxText : m.shutdown.text}</p>
      <label className={css.field}>
        {m.shutdown.typeFirst(name)}
        <input
          className="entry"
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
    </Confirm>
  );
}
