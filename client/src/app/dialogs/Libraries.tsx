import { useState } from 'react';
import { useLibrariesMessages } from '../../i18n/libraries.js';
import { useMessages } from '../../i18n/messages.js';
import { deleteLibrary, flushLibraries, restoreLibraries, type RestorePolicy } from '../../panels/libraries/change.js';
import { targetName } from '../../running/targetName.js';
import type { Dialog as Shown } from '../../state/model.js';
import { closeDialog } from '../../state/screen.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { shown } from '../../ui/text.js';
import css from './Libraries.module.css';

/** Before FUNCTION DELETE of one library or FUNCTION FLUSH of all. */
export function RemoveLibraries({ library, functions = 0 }: Extract<Shown, { kind: 'remove-libraries' }>) {
  const common = useMessages();
  const m = useLibrariesMessages();
  const target = useApp((state) => targetName(state, common));
  return (
    <Dialog
      title={library === undefined ? m.flushTitle(target) : m.deleteTitle(shown(library), target)}
      onClose={closeDialog}
      testId="dialog-remove-libraries"
      actions={
        <>
          <Button kind="line" label={common.cancel} onClick={closeDialog} />
          <Button
            kind="danger"
            label={library === undefined ? 'FUNCTION FLUSH' : 'FUNCTION DELETE'}
            testId="btn-confirm-remove"
            onClick={() => {
              closeDialog();
              void (library === undefined ? flushLibraries() : deleteLibrary(library));
            }}
          />
        </>
      }
    >
      <p>{library === undefined ? m.flushText : m.deleteText(functions)}</p>
    </Dialog>
  );
}

const POLICIES: readonly RestorePolicy[] = ['APPEND', 'REPLACE', 'FLUSH'];

/** Before FUNCTION RESTORE: what is to become of the libraries that are there. */
export function RestoreLibraries({ file, payload }: Extract<Shown, { kind: 'restore-libraries' }>) {
  const common = useMessages();
  const m = useLibrariesMessages();
  const target = useApp((state) => targetName(state, common));
  const [policy, setPolicy] = useState<RestorePolicy>('APPEND');
  return (
    <Dialog
      title={m.restoreTitle(file, target)}
      onClose={closeDialog}
      testId="dialog-restore-libraries"
      actions={
        <>
          <Button kind="line" label={common.cancel} onClick={closeDialog} />
          <Button
            kind={policy === 'FLUSH' ? 'danger' : 'primary'}
            label={`FUNCTION RESTORE ${policy}`}
            testId="btn-confirm-restore"
            onClick={() => {
              closeDialog();
              void restoreLibraries(payload, policy);
            }}
          />
        </>
      }
    >
      <p>{m.restoreText(payload.length)}</p>
      <fieldset className={css.policies}>
        <legend>{m.policy}</legend>
        {POLICIES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="policy"
              value={each}
              checked={each === policy}
              data-testid={`policy-${each}`}
              onChange={() => setPolicy(each)}
            />
            <code>{each}</code>
            <span className="mut">{m.policies[each]}</span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
