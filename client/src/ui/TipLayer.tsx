import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import css from './TipLayer.module.css';
import { keyParts } from './keys.js';

interface Shown {
  readonly text: string;
  readonly keys: string | undefined;
  readonly at: DOMRect;
}

const DELAY_MS = 450;

/**
 * The one tooltip of the page: shows `data-tip` (and `data-tip-keys` as key caps) of what the pointer rests on or the keyboard reached.
 * What it says is also in the control's name or description, so it is hidden from screen readers.
 */
export function TipLayer() {
  const [shown, setShown] = useState<Shown>();
  const bubble = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer = 0;
    const hide = () => {
      clearTimeout(timer);
      setShown(undefined);
    };
    const show = (target: EventTarget | null, delay: number) => {
      clearTimeout(timer);
      const owner = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
      if (owner === null) return setShown(undefined);
      timer = window.setTimeout(() => {
        const text = owner.dataset['tip'];
        if (text && owner.isConnected)
          setShown({ text, keys: owner.dataset['tipKeys'], at: owner.getBoundingClientRect() });
      }, delay);
    };
    const onOver = (event: PointerEvent) => event.pointerType !== 'touch' && show(event.target, DELAY_MS);
    const onFocus = (event: FocusEvent) =>
      event.target instanceof Element && event.target.matches(':focus-visible') && show(event.target, DELAY_MS);
    document.addEventListener('pointerover', onOver);
    document.addEventListener('focusin', onFocus);
    for (const type of ['pointerdown', 'keydown', 'scroll', 'focusout'] as const)
      document.addEventListener(type, hide, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('focusin', onFocus);
      for (const type of ['pointerdown', 'keydown', 'scroll', 'focusout'] as const)
        document.removeEventListener(type, hide, true);
    };
  }, []);

  useLayoutEffect(() => {
    const element = bubble.current;
    if (element === null || shown === undefined) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    const below = shown.at.bottom + 6 + height < innerHeight;
    element.style.top = `${below ? shown.at.bottom + 6 : shown.at.top - height - 6}px`;
    element.style.left = `${Math.max(6, Math.min(innerWidth - width - 6, shown.at.left + shown.at.width / 2 - width / 2))}px`;
  }, [shown]);

  if (shown === undefined) return null;
  return (
    <div ref={bubble} className={css.tip} popover="manual" aria-hidden="true">
      {shown.text}
      {shown.keys && <kbd>{keyParts(shown.keys).join(' ')}</kbd>}
    </div>
  );
}
