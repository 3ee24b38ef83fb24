import { useWords } from '../../i18n/words.js';
import { closeDialog } from '../../state/screen.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { keyParts } from '../../ui/keys.js';
import { ACTIONS, type Action } from '../actions.js';
import css from './Shortcuts.module.css';

const GROUPS: readonly Action['group'][] = ['run', 'panels', 'scripts', 'screen'];

/** Keys that belong to the editor and to moving about; they have no action of ours. */
const FIXED = [
  ['F8', 'nextProblem'],
  ['F6', 'nextRegion'],
  ['Shift+F6', 'previousRegion'],
  ['Control+M', 'tabMovesFocus'],
  ['Escape', 'leave'],
  ['Home', 'firstStep'],
  ['End', 'lastStep'],
  ['ArrowRight', 'oneStep'],
  ['Shift+ArrowRight', 'nextCall'],
] as const;

export function Shortcuts() {
  const words = useWords();
  const m = words.messages;
  return (
    <Dialog
      title={m.shortcutSheet.title}
      onClose={closeDialog}
      width={640}
      testId="dialog-shortcuts"
      actions={<Button kind="line" label={m.done} onClick={closeDialog} />}
    >
      <div className={css.sheet}>
        {GROUPS.map((group) => {
          const actions = ACTIONS.filter((action) => action.group === group && action.shortcut !== undefined);
          return actions.length === 0 ? null : (
            <section key={group}>
              <h3>{m.shortcutSheet.groups[group]}</h3>
              <dl>
                {actions.map((action) => (
                  <Row key={action.id} keys={action.shortcut!} also={action.also} label={action.label(words)} />
                ))}
              </dl>
            </section>
          );
        })}
        <section>
          <h3>{m.shortcutSheet.groups.moving}</h3>
          <dl>
            {FIXED.map(([keys, label]) => (
              <Row key={keys} keys={keys} label={m.shortcutSheet[label]} />
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

function Row({
  keys,
  also,
  label,
}: {
  readonly keys: string;
  readonly also?: string | undefined;
  readonly label: string;
}) {
  return (
    <div>
      <dt>
        <kbd>{keyParts(keys).join(' ')}</kbd> {also !== undefined && <kbd>{keyParts(also).join(' ')}</kbd>}
      </dt>
      <dd>{label}</dd>
    </div>
  );
}
