import { useMessages } from '../../i18n/messages.js';
import { flushScripts } from '../../running/scriptCache.js';
import { targetName } from '../../running/targetName.js';
import { useApp } from '../../state/store.js';
import { Confirm } from './Confirm.js';

export function Flush() {
  const m = useMessages();
  const name = useApp((state) => targetName(state, m));
  return (
    <Confirm
      title={m.flush.title(name)}
      command="SCRIPT FLUSH"
      onConfirm={() => void flushScripts()}
      testId="dialog-flush"
      confirmId="btn-confirm-flush"
    >
      <p>{m.flush.text}</p>
    </Confirm>
  );
}
