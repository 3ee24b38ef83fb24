import type { ReactNode } from 'react';
import { useMessages } from '../../i18n/messages.js';
import { closeDialog } from '../../state/screen.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';

/** The question before a command that cannot be taken back: it is named on the button, and sent when that is pressed. */
export function Confirm(props: {
  readonly title: string;
  readonly command: string;
  readonly kind?: 'danger' | 'primary';
  /** Why it cannot be sent yet. */
  readonly unavailable?: string | undefined;
  readonly onConfirm: () => void;
  readonly testId: string;
  readonly confirmId: string;
  readonly children: ReactNode;
}) {
  const { title, command, kind = 'danger', unavailable, onConfirm, testId, confirmId, children } = props;
  const m = useMessages();
  return (
    <Dialog
      title={title}
      onClose={closeDialog}
      testId={testId}
      actions={
        <>
          <Button kind="line" label={m.cancel} onClick={closeDialog} />
          <Button
            kind={kind}
            label={command}
            unavailable={unavailable}
            testId={confirmId}
            onClick={() => {
              closeDialog();
              onConfirm();
            }}
          />
        </>
      }
    >
      {children}
    </Dialog>
  );
}
