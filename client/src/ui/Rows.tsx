import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import css from './Rows.module.css';

/** Browsers stop growing an element at about 33 million pixels; a taller list scrolls through a scaled one of this height. */
const MAX_HEIGHT = 15_000_000;
const OVERSCAN = 6;

export interface RowsHandle {
  /** Scrolls as little as shows the row, with so many rows around it as far as there is room. */
  reveal(index: number, around?: number): void;
}

/** What the list is to a screen reader: roles of the box and of the elements between it and the rows. */
const ROLES = {
  text: { box: { role: 'group' }, body: {} },
  tree: { box: { role: 'tree' }, body: { role: 'presentation' } },
  table: { box: { role: 'table' }, body: { role: 'rowgroup' } },
  list: { box: { role: 'list' }, body: { role: 'presentation' } },
} as const;

/** Pixels of the box, as last seen. */
interface View {
  readonly top: number;
  readonly height: number;
  readonly head: number;
}

const isSame = (a: View, b: View): boolean => a.top === b.top && a.height === b.height && a.head === b.head;

/**
 * A list of any length in which only the rows in view exist. All rows have one height, so nothing is measured and a million rows cost what
 * fifty do.
 */
export function Rows(props: {
  readonly count: number;
  /** Pixels of a row. */
  readonly height: number;
  readonly row: (index: number) => ReactNode;
  readonly is: keyof typeof ROLES;
  readonly label: string;
  readonly className?: string | undefined;
  readonly header?: ReactNode;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  /** A press on what carries `data-row`; `on` is the element that was hit. */
  readonly onPress?: (index: number, on: Element, presses: number) => void;
  readonly activeDescendant?: string | undefined;
  readonly handle?: Ref<RowsHandle>;
  readonly testId?: string;
}) {
  const { count, height, row, is, label, className, header, onKeyDown, onPress, activeDescendant, handle, testId } =
    props;
  const box = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ top: 0, height: 600, head: 0 });

  useLayoutEffect(() => {
    const element = box.current!;
    const look = () => {
      const seen = { top: element.scrollTop, height: element.clientHeight, head: head.current?.offsetHeight ?? 0 };
      setView((before) => (isSame(before, seen) ? before : seen));
    };
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [count, height]);

  useEffect(() => {
    const element = box.current!;
    const onClick = (event: MouseEvent) => {
      const hit = event.target instanceof Element ? event.target : undefined;
      const index = hit?.closest<HTMLElement>('[data-row]')?.dataset['row'];
      if (hit !== undefined && index !== undefined) onPress?.(Number(index), hit, event.detail);
    };
    element.addEventListener('click', onClick);
    return () => element.removeEventListener('click', onClick);
  }, [onPress]);

  const full = count * height;
  const tall = Math.min(full, MAX_HEIGHT);
  const visible = Math.max(0, view.height - view.head);
  // Where the list would be scrolled to if it had its full height.
  const offset = full === tall ? view.top : (view.top / Math.max(1, tall - visible)) * (full - visible);
  const first = Math.max(0, Math.floor(offset / height) - OVERSCAN);
  const last = Math.min(count, Math.ceil((offset + visible) / height) + OVERSCAN);

  useImperativeHandle(
    handle,
    () => ({
      reveal(index, around = 0) {
        const room = Math.max(0, Math.min(around * height, (visible - height) / 2));
        const top = Math.max(0, index * height - room);
        const end = Math.min(full, (index + 1) * height + room);
        const wanted = top < offset ? top : end > offset + visible ? end - visible : offset;
        if (wanted === offset || box.current === null) return;
        const to = full === tall ? wanted : (wanted / (full - visible)) * (tall - visible);
        setView((before) => ({ ...before, top: to }));
        // To scroll takes the layout of the page, which there is once a frame: not here, where it may not be complete.
        requestAnimationFrame(() => box.current?.scrollTo({ top: to }));
      },
    }),
    [height, offset, visible, full, tall],
  );

  const { box: boxRole, body } = ROLES[is];
  const focus = { tabIndex: 0, onKeyDown, 'aria-activedescendant': activeDescendant };
  return (
    <div
      ref={box}
      className={[css.rows, className].filter(Boolean).join(' ')}
      {...boxRole}
      {...focus}
      aria-label={label}
      data-testid={testId}
    >
      {header && (
        <div ref={head} className={css.header} {...body}>
          {header}
        </div>
      )}
      <div className={css.space} style={{ height: tall }} {...body}>
        <div
          className={css.window}
          style={{ transform: `translateY(${view.top - offset + first * height}px)` }}
          {...(is !== 'text' && { role: 'presentation' })}
        >
          {Array.from({ length: Math.max(0, last - first) }, (_, i) => row(first + i))}
        </div>
      </div>
    </div>
  );
}
