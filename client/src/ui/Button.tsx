import { useId, type ButtonHTMLAttributes, type ReactNode, type Ref } from 'react';
import css from './Button.module.css';
import { Icon, type IconName } from './Icon.js';
import { keyParts } from './keys.js';

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'children' | 'className'>;

export interface ButtonProps extends Native {
  readonly kind?: 'plain' | 'primary' | 'line' | 'danger' | 'bad-line';
  readonly small?: boolean;
  readonly icon?: IconName;
  /** What the button does. Shown, unless `iconOnly`; then it is its name and its tooltip. */
  readonly label: string;
  readonly iconOnly?: boolean;
  /** In a panel's head without room for all, its icon alone is seen. */
  readonly shrinks?: boolean;
  /** For instance `Control+Enter`; shown as `keycap`, or in the tooltip. */
  readonly shortcut?: string | undefined;
  readonly keycap?: boolean;
  /** Why it cannot be used now: it stays focusable and says so. */
  readonly unavailable?: string | undefined;
  readonly tip?: string | undefined;
  readonly mono?: boolean;
  readonly extra?: ReactNode;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly testId?: string;
}

export function Button(props: ButtonProps) {
  const {
    kind = 'plain',
    small,
    icon,
    label,
    iconOnly,
    shrinks,
    shortcut,
    keycap,
    unavailable,
    tip,
    mono,
    extra,
    testId,
    ...rest
  } = props;
  const { className, onClick, ...native } = rest;
  const reason = useId();
  const off = unavailable !== undefined;
  return (
    <>
      <button
        type="button"
        {...native}
        className={[
          css.button,
          css[kind],
          small && css.small,
          iconOnly && css.square,
          shrinks && css.shrinks,
          mono && css.mono,
          className,
        ]
          .filter(Boolean)
          .join(' ')}
        aria-label={iconOnly ? label : native['aria-label']}
        aria-keyshortcuts={shortcut}
        aria-disabled={off || undefined}
        aria-describedby={off ? reason : native['aria-describedby']}
        data-tip={off ? unavailable : (tip ?? (iconOnly || shrinks || (shortcut && !keycap) ? label : undefined))}
        data-tip-keys={shortcut}
        data-testid={testId}
        onClick={off ? undefined : onClick}
      >
        {icon && <Icon name={icon} size={small ? 14 : 16} />}
        {!iconOnly && <span className={css.label}>{label}</span>}
        {extra}
        {keycap && shortcut && <kbd aria-hidden="true">{keyParts(shortcut).join(' ')}</kbd>}
      </button>
      {off && (
        <span id={reason} className="vh">
          {unavailable}
        </span>
      )}
    </>
  );
}
