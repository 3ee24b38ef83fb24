import type { DebugMessages } from '../../i18n/debug.js';
import type { Messages } from '../../i18n/messages.js';
import { problemText } from '../../running/describe.js';
import type { StopReason } from '../../state/session.js';
import { shown } from '../../ui/text.js';

/** In words, what made a recording stop where it stands. */
export function stoppedText(reason: StopReason, d: DebugMessages, m: Messages): string {
  switch (reason.kind) {
    case 'condition-failed':
      return d.conditionFailed(reason.line, problemText(reason.error, m));
    case 'breakpoint':
      return d.stopped.breakpoint(reason.number);
    case 'command':
    case 'written':
      return d.stopped[reason.kind](reason.name);
    case 'key':
      return d.stopped.key(shown(reason.name, 40));
    default:
      return d.stopped[reason.kind];
  }
}
