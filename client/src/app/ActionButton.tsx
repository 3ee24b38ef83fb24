import { useWords } from '../i18n/words.js';
import { useApp } from '../state/store.js';
import { Button, type ButtonProps } from '../ui/Button.js';
import { actionOf } from './actions.js';

/** A button for one of the actions: its words, icon, shortcut and state come from the list. */
export function ActionButton({
  id,
  ...look
}: { readonly id: string } & Omit<ButtonProps, 'label' | 'icon' | 'shortcut' | 'unavailable' | 'id'>) {
  const words = useWords();
  const action = actionOf(id);
  const unavailable = useApp((state) => action.unavailable?.(state, words));
  const tip = useApp((state) => action.tip?.(state, words));
  return (
    <Button
      {...look}
      label={action.label(words)}
      {...(action.icon !== undefined && { icon: action.icon })}
      shortcut={action.shortcut}
      unavailable={unavailable}
      {...(tip !== undefined && { tip })}
      onClick={action.run}
    />
  );
}
