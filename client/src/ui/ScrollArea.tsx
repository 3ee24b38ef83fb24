import type { ReactNode, Ref } from 'react';

/** What scrolls has to be reachable without a pointer (WCAG 2.1.1), so it is a stop of the Tab key and has a name. */
const REACHABLE = { role: 'group', tabIndex: 0 } as const;

export function ScrollArea(props: {
  readonly label: string;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLDivElement>;
  readonly children: ReactNode;
  readonly testId?: string;
  /** New content is read out as it arrives. */
  readonly log?: boolean;
}) {
  const { label, className, ref, children, testId, log } = props;
  return (
    <div
      ref={ref}
      {...REACHABLE}
      {...(log && { role: 'log', 'aria-live': 'polite' })}
      className={['panel-body', className].filter(Boolean).join(' ')}
      aria-label={label}
      data-testid={testId}
    >
      {children}
    </div>
  );
}
