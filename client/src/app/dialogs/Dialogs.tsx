import { lazy, Suspense } from 'react';
import type { Dialog as Shown } from '../../state/model.js';
import { useApp } from '../../state/store.js';
import { Palette } from './Palette.js';

// The palette is typed into at once, so it is there from the start; the others come when they are asked for.
const ConfirmLive = lazy(async () => ({ default: (await import('./ConfirmLive.js')).ConfirmLive }));
const Examples = lazy(async () => ({ default: (await import('./Examples.js')).Examples }));
const Flush = lazy(async () => ({ default: (await import('./Flush.js')).Flush }));
const LongStrings = lazy(async () => ({ default: (await import('./LongStrings.js')).LongStrings }));
const RemoveLibraries = lazy(async () => ({ default: (await import('./Libraries.js')).RemoveLibraries }));
const RestoreLibraries = lazy(async () => ({ default: (await import('./Libraries.js')).RestoreLibraries }));
const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts.js')).Shortcuts }));
const StepLimit = lazy(async () => ({ default: (await import('./StepLimit.js')).StepLimit }));
const Shutdown = lazy(async () => ({ default: (await import('./Shutdown.js')).Shutdown }));

/** The one dialog that is open, if one is. */
export function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  return dialog === undefined ? null : <Suspense>{content(dialog)}</Suspense>;
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
    case 'remove-libraries':
      return <RemoveLibraries {...dialog} />;
    case 'restore-libraries':
      return <RestoreLibraries {...dialog} />;
    case 'step-limit':
      return <StepLimit />;
    case 'long-strings':
      return <LongStrings {...dialog} />;
    case 'shutdown':
      return <Shutdown />;
  }
}
