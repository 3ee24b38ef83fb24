import { useEffect, useId, useRef, type ReactNode } from 'react';
import css from './Dialog.module.css';

/**
 * A modal question on the native `<dialog>`: Escape and a press on the backdrop close it, the focus returns to where it was. It is open
 * as long as it is rendered.
 */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the safe one first. */
  readonly actions?: ReactNode;
  readonly width?: number;
  readonly bare?: boolean;
  readonly testId?: string;
}) {
  const { title, onClose, children, actions, width = 460, bare, testId } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current!;
    if (!element.open) element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={bare ? `${css.dialog} ${css.bare}` : css.dialog}
      style={{ width }}
      aria-labelledby={heading}
      data-testid={testId}
      closedby="any"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={css.body}>
        <h2 id={heading} className={bare ? 'vh' : css.title}>
          {title}
        </h2>
        {children}
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
    </dialog>
  );
}
