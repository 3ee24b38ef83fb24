import { useMessages } from '../../i18n/messages.js';
import { closeDialog } from '../../state/screen.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { targetName } from '../../running/targetName.js';
import { flushScripts } from '../../running/scriptCache.js';

export function Flush() {
  const m = useMessages();
  const name = useApp((state) => targetName(state, m));
  return (
    <Dialog
      title={m.flush.title(name)}
      onClose={closeDialog}
      testId="dialog-flush"
      actions={
        <>
          <Button kind="line" label={m.cancel} onClick={closeDialog} />
          <Button
            kind="danger"
            label="SCRIPT FLUSH"
            testId="btn-confirm-flush"
            onClick={() => {
              closeDialog();
              void flushScripts();
            }}
          />
        </>
      }
    >
      <p>{m.flush.text}</p>
    </Dialog>
  );
}
