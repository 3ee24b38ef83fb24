import { useMessages } from '../../i18n/messages.js';
import type { ScriptId } from '../../state/script.js';
import { closeDialog } from '../../state/screen.js';
import { closeScript } from '../../state/scripts.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';

export function CloseScript({ script }: { readonly script: ScriptId }) {
  const m = useMessages();
  const name = useApp((state) => state.scripts[script]?.name ?? '');
  return (
    <Dialog
      title={m.close.title(name)}
      onClose={closeDialog}
      testId="dialog-close-script"
      actions={
        <>
          <Button kind="line" label={m.cancel} onClick={closeDialog} />
          <Button
            kind="danger"
            label={m.close.confirm}
            onClick={() => {
              closeScript(script);
              closeDialog();
            }}
          />
        </>
      }
    >
      <p>{m.close.text}</p>
    </Dialog>
  );
}
