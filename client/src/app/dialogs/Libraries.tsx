import { useState } from 'react';
import { useLibrariesMessages } from '../../i18n/libraries.js';
import { useMessages } from '../../i18n/messages.js';
import { deleteLibrary, flushLibraries, restoreLibraries, type RestorePolicy } from '../../panels/libraries/change.js';
import { targetName } from '../../running/targetName.js';
import type { Dialog as Shown } from '../../state/model.js';
import { useApp } from '../../state/store.js';
import { shown } from '../../ui/text.js';
import { Confirm } from './Confirm.js';
import css from './Libraries.module.css';

/** Before FUNCTION DELETE of one library or FUNCTION FLUSH of all. */
export function RemoveLibraries({ library, functions = 0 }: Extract<Shown, { kind: 'remove-libraries' }>) {
  const common = useMessages();
  const m = useLibrariesMessages();
  const target = useApp((state) => targetName(state, common));
  return (
    <Confirm
      title={library === undefined ? m.flushTitle(target) : m.deleteTitle(shown(library), target)}
      command={library === undefined ? 'FUNCTION FLUSH' : 'FUNCTION DELETE'}
      onConfirm={() => void (library === undefined ? flushLibraries() : deleteLibrary(library))}
      testId="dialog-remove-libraries"
      confirmId="btn-confirm-remove"
    >
      <p>{library === undefined ? m.flushText : m.deleteText(functions)}</p>
    </Confirm>
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
    <Confirm
      title={m.restoreTitle(file, target)}
      command={`FUNCTION RESTORE ${policy}`}
      kind={policy === 'FLUSH' ? 'danger' : 'primary'}
      onConfirm={() => void restoreLibraries(payload, policy)}
      testId="dialog-restore-libraries"
      confirmId="btn-confirm-restore"
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
    </Confirm>
  );
}
