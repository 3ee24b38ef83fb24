import type { Dialog as Shown } from '../../state/model.js';
import { useApp } from '../../state/store.js';
import { ConfirmLive } from './ConfirmLive.js';
import { Examples } from './Examples.js';
import { Flush } from './Flush.js';
import { Palette } from './Palette.js';
import { Shortcuts } from './Shortcuts.js';
import { Shutdown } from './Shutdown.js';

/** The one dialog that is open, if one is. */
export function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  return dialog === undefined ? null : content(dialog);
}

function content(dialog: Shown) {
  switch (dialog.kind) {
    case 'palette':
      return <Palette />;
    case 'shortcuts':
      return <Shortcuts />;
    case 'examples':
      return <Examples />;
    case 'confirm-live':
      return <ConfirmLive {...dialog} />;
    case 'flush':
      return <Flush />;
    case 'shutdown':
      return <Shutdown />;
  }
}
