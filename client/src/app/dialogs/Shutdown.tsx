import { useState } from 'react';
import { useMessages } from '../../i18n/messages.js';
import { announce, closeDialog } from '../../state/screen.js';
import { app, useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { describeFailure } from '../../running/describe.js';
import { failureOf } from '../../running/run.js';
import { targetName } from '../../running/targetName.js';
import css from './Shutdown.module.css';

/** SHUTDOWN NOSAVE names its target, and the user types that name: nothing else on the screen costs as much. */
export function Shutdown() {
  const m = useMessages();
  const name = useApp((state) => targetName(state, m));
  const sandbox = useApp((state) => state.settings.target === 'sandbox');
  const [typed, setTyped] = useState('');
  const shutDown = () => {
    closeDialog();
    const { engines, settings } = app.getState();
    // The server ends without an answer: the health of the target tells the rest.
    engines[settings.target]
      ?.execute(['SHUTDOWN', 'NOSAVE'])
      .catch((error: unknown) => announce(describeFailure(failureOf(error), m)));
  };
  return (
    <Dialog
      title={m.shutdown.title(name)}
      onClose={closeDialog}
      testId="dialog-shutdown"
      actions={
        <>
          <Button kind="line" label={m.cancel} onClick={closeDialog} />
          <Button
            kind="danger"
            label="SHUTDOWN NOSAVE"
            unavailable={typed.trim() === name ? undefined : m.shutdown.typeFirst(name)}
            onClick={shutDown}
            testId="btn-confirm-shutdown"
          />
        </>
      }
    >
      <p>{sandbox ? m.shutdown.sandboxText : m.shutdown.text}</p>
      <label className={css.field}>
        {m.shutdown.typeFirst(name)}
        <input value={typed} spellCheck={false} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
      </label>
    </Dialog>
  );
}
