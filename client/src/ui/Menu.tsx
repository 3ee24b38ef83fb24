import {
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import css from './Menu.module.css';
import { Icon, type IconName } from './Icon.js';
import { keyParts } from './keys.js';
import { nextIndex } from './roving.js';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly shortcut?: string | undefined;
  readonly checked?: boolean;
  readonly unavailable?: string | undefined;
  readonly testId?: string;
  readonly run: () => void;
}

/** The attributes a menu's own button needs; spread them on it. */
export interface MenuButtonProps {
  readonly id: string;
  readonly 'aria-haspopup': 'menu';
  readonly 'aria-expanded': boolean;
  readonly onClick: () => void;
}

/**
 * A button that opens a menu in the top layer. Arrows move, Enter runs, Escape closes and returns the focus to the button. Items with
 * `checked` are a choice of one.
 */
export function Menu(props: {
  readonly items: readonly MenuItem[];
  readonly button: (props: MenuButtonProps) => ReactNode;
  readonly align?: 'start' | 'end';
}) {
  const { items, button, align = 'start' } = props;
  const [open, setOpen] = useState(false);
  const buttonId = useId();
  const list = useRef<HTMLDivElement>(null);
  const checked = Math.max(
    0,
    items.findIndex((item) => item.checked),
  );
  const atOpening = useEffectEvent(() => {
    const element = list.current;
    if (element === null) return;
    element.showPopover();
    const anchor = document.getElementById(buttonId)!.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const below = anchor.bottom + 4 + height < innerHeight;
    element.style.top = `${below ? anchor.bottom + 4 : Math.max(6, anchor.top - height - 4)}px`;
    const left = align === 'start' ? anchor.left : anchor.right - width;
    element.style.left = `${Math.max(6, Math.min(innerWidth - width - 6, left))}px`;
    (element.children[checked] as HTMLElement | undefined)?.focus();
  });
  // Only when it opens: a later change of the items must not move the focus.
  useLayoutEffect(() => {
    if (open) atOpening();
  }, [open]);

  useEffect(() => {
    if (!open) return;
    const onDown = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!list.current?.contains(target) && !document.getElementById(buttonId)?.contains(target)) setOpen(false);
    };
    document.addEventListener('pointerdown', onDown, true);
    return () => document.removeEventListener('pointerdown', onDown, true);
  }, [open, buttonId]);

  const close = () => {
    setOpen(false);
    document.getElementById(buttonId)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      return close();
    }
    const entries = [...list.current!.children] as HTMLElement[];
    const to = nextIndex(event.key, entries.indexOf(document.activeElement as HTMLElement), entries.length);
    if (to === undefined) return;
    event.preventDefault();
    entries[to]!.focus();
  };

  return (
    <>
      {button({ id: buttonId, 'aria-haspopup': 'menu', 'aria-expanded': open, onClick: () => setOpen(!open) })}
      {open && (
        <div
          ref={list}
          className={css.menu}
          popover="manual"
          role="menu"
          tabIndex={-1}
          aria-labelledby={buttonId}
          onKeyDown={onKeyDown}
        >
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={item.checked}
              aria-disabled={item.unavailable !== undefined || undefined}
              data-tip={item.unavailable}
              data-testid={item.testId}
              className={css.item}
              tabIndex={-1}
              onClick={() => {
                if (item.unavailable !== undefined) return;
                close();
                item.run();
              }}
            >
              <span className={css.mark}>
                {item.checked ? <Icon name="check" size={14} /> : item.icon && <Icon name={item.icon} size={14} />}
              </span>
              {item.label}
              {item.shortcut && <kbd>{keyParts(item.shortcut).join(' ')}</kbd>}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
