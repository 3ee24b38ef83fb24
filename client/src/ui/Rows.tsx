import { useEffect, useLayoutEffect, useReducer, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import css from './Rows.module.css';

/** Browsers stop growing an element at about 33 million pixels; a taller list scrolls through a scaled one of this height. */
const MAX_HEIGHT = 15_000_000;
const OVERSCAN = 6;

export interface RowsHandle {
  /** Scrolls as little as shows the row. */
  reveal(index: number): void;
}

/**
 * A list of any length in which only the rows in view exist. All rows have one height (a CSS length that the theme may change), so nothing
 * is measured and a million rows cost what fifty do.
 */
export function Rows(props: {
  readonly count: number;
  /** Pixels of a row. */
  readonly height: number;
  readonly row: (index: number) => ReactNode;
  readonly className?: string | undefined;
  readonly header?: ReactNode;
  readonly role?: string;
  readonly label?: string;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  readonly tabIndex?: number;
  readonly activeDescendant?: string | undefined;
  readonly handle?: Ref<RowsHandle>;
  readonly testId?: string;
  /** Stay at the end when rows are added while the end is in view. */
  readonly follow?: boolean;
}) {
  const {
    count,
    height,
    row,
    className,
    header,
    role,
    label,
    onKeyDown,
    tabIndex = 0,
    activeDescendant,
    follow,
  } = props;
  const box = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((n: number) => n + 1, 0);

  useEffect(() => {
    const watch = new ResizeObserver(redraw);
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);

  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const element = box.current!;
    if (follow && atEnd.current) element.scrollTop = element.scrollHeight;
    redraw();
  }, [count, height, follow]);

  const full = count * height;
  const tall = Math.min(full, MAX_HEIGHT);
  const headHeight = head.current?.offsetHeight ?? 0;
  const view = Math.max(0, (box.current?.clientHeight ?? 600) - headHeight);
  // Where the list would be scrolled to if it had its full height.
  const scrolled = box.current?.scrollTop ?? 0;
  const offset = full === tall ? scrolled : (scrolled / Math.max(1, tall - view)) * (full - view);
  const first = Math.max(0, Math.floor(offset / height) - OVERSCAN);
  const last = Math.min(count, Math.ceil((offset + view) / height) + OVERSCAN);

  const reveal = (index: number): void => {
    const element = box.current;
    if (element === null) return;
    const top = index * height;
    const wanted = top < offset ? top : top + height > offset + view ? top + height - view : offset;
    if (wanted !== offset) element.scrollTop = full === tall ? wanted : (wanted / (full - view)) * (tall - view);
  };
  const { handle } = props;
  useLayoutEffect(() => {
    if (typeof handle === 'function') handle({ reveal });
    else if (handle) handle.current = { reveal };
  });

  const rows: ReactNode[] = [];
  for (let i = first; i < last; i++) rows.push(row(i));
  return (
    <div
      ref={box}
      className={[css.rows, className].filter(Boolean).join(' ')}
      role={role}
      aria-label={label}
      aria-activedescendant={activeDescendant}
      tabIndex={tabIndex}
      data-testid={props.testId}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 4;
        redraw();
      }}
    >
      {header && (
        <div ref={head} className={css.header} role={role === 'table' ? 'rowgroup' : undefined}>
          {header}
        </div>
      )}
      <div
        className={css.space}
        style={{ height: tall }}
        role={role === 'table' ? 'rowgroup' : role === undefined ? undefined : 'presentation'}
      >
        <div
          className={css.window}
          style={{ transform: `translateY(${scrolled - offset + first * height}px)` }}
          role={role === undefined ? undefined : 'presentation'}
        >
          {rows}
        </div>
      </div>
    </div>
  );
}
