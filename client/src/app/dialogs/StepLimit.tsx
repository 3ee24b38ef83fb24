import { useState } from 'react';
import { useLimitsMessages } from '../../i18n/limits.js';
import { useMessages } from '../../i18n/messages.js';
import { MOST_STEPS } from '../../state/model.js';
import { closeDialog } from '../../state/screen.js';
import { changeSettings, useSetting } from '../../state/settings.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import css from './Field.module.css';

/** How many steps a recording may have. */
export function StepLimit() {
  const m = useMessages();
  const l = useLimitsMessages();
  const [typed, setTyped] = useState(String(useSetting('maxSteps')));
  const steps = Number(typed);
  const problem =
    Number.isInteger(steps) && steps >= 1 && steps <= MOST_STEPS ? undefined : l.range(m.count(MOST_STEPS));
  const set = (): void => {
    if (problem !== undefined) return;
    changeSettings({ maxSteps: steps });
    closeDialog();
  };
  return (
    <Dialog
      title={l.title}
      onClose={closeDialog}
      testId="dialog-step-limit"
      actions={
        <>
          <Button kind="line" label={m.cancel} onClick={closeDialog} />
          <Button kind="primary" label={l.set} unavailable={problem} onClick={set} testId="btn-set-step-limit" />
        </>
      }
    >
      <p>{l.text}</p>
      <label className={css.field}>
        {l.field}
        <input
          className="entry"
          inputMode="numeric"
          value={typed}
          autoComplete="off"
          aria-invalid={problem !== undefined}
          data-testid="step-limit"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') set();
          }}
        />
        {problem}
      </label>
    </Dialog>
  );
}
