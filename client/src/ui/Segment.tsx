import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import css from './Segment.module.css';
import { nextIndex } from './roving.js';

export interface SegmentOption<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
  readonly testId?: string;
  readonly lang?: string;
  readonly tip?: string | undefined;
  /** State of what the option stands for, for tests and styles. */
  readonly health?: string;
}

/** Options hold more than a word (a state, an address), which a native radio button cannot. */
const radio = (checked: boolean) => ({ role: 'radio', 'aria-checked': checked }) as const;

/** One of a few choices, as a radio group: one tab stop, arrows choose. */
export function Segment<T extends string>(props: {
  readonly label: string;
  readonly options: readonly SegmentOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly small?: boolean;
  readonly testId?: string;
  readonly className?: string | undefined;
}) {
  const { label, options, value, onChange, small, testId, className } = props;
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = options.findIndex((option) => option.value === value);
    const to = nextIndex(event.key, at, options.length);
    if (to === undefined) return;
    event.preventDefault();
    onChange(options[to]!.value);
    (group.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  return (
    <div
      ref={group}
      className={[css.segment, small && css.small, className].filter(Boolean).join(' ')}
      role="radiogroup"
      tabIndex={-1}
      aria-label={label}
      data-testid={testId}
      onKeyDown={onKeyDown}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          {...radio(option.value === value)}
          tabIndex={option.value === value ? 0 : -1}
          lang={option.lang}
          data-health={option.health}
          data-tip={option.tip}
          data-testid={option.testId}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
