import { useMessages } from '../../i18n/messages.js';
import { ExampleList } from '../../panels/start/ExampleList.js';
import { EXAMPLES } from '../../panels/start/examples.js';
import { closeDialog } from '../../state/screen.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';

export function Examples() {
  const m = useMessages();
  return (
    <Dialog
      title={m.actions.examples}
      onClose={closeDialog}
      width={720}
      testId="dialog-examples"
      actions={<Button kind="line" label={m.done} onClick={closeDialog} />}
    >
      <ExampleList examples={EXAMPLES} onOpen={closeDialog} />
    </Dialog>
  );
}
