import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import css from './Tabs.module.css';
import { nextIndex } from './roving.js';

export interface Tab<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly count?: number | undefined;
  /** The count is one of errors. */
  readonly alert?: boolean;
  readonly shortcut?: string | undefined;
}

/**
 * A row of tabs: one tab stop, arrows select. The panel that belongs to a tab has the id `${group}-panel` and is labelled by
 * `${group}-tab-${id}`.
 */
export function Tabs<T extends string>(props: {
  readonly group: string;
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly selected: T;
  readonly onSelect: (id: T) => void;
  /** Prefix of the tabs' test ids. */
  readonly testId?: string;
  readonly format?: (count: number) => string;
  readonly className?: string | undefined;
}) {
  const { group, label, tabs, selected, onSelect, testId = 'tab', format = String, className } = props;
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === selected);
    const to =
      event.key.startsWith('ArrowU') || event.key.startsWith('ArrowD')
        ? undefined
        : nextIndex(event.key, at, tabs.length);
    if (to === undefined) return;
    event.preventDefault();
    onSelect(tabs[to]!.id);
    (list.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  return (
    <div
      ref={list}
      className={[css.tabs, className].filter(Boolean).join(' ')}
      role="tablist"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          id={`${group}-tab-${tab.id}`}
          type="button"
          role="tab"
          className={css.tab}
          aria-selected={tab.id === selected}
          aria-controls={tab.id === selected ? `${group}-panel` : undefined}
          aria-keyshortcuts={tab.shortcut}
          tabIndex={tab.id === selected ? 0 : -1}
          data-tip={tab.shortcut && tab.label}
          data-tip-keys={tab.shortcut}
          data-testid={`${testId}-${tab.id}`}
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
          {tab.count !== undefined && <Count value={format(tab.count)} alert={tab.alert === true && tab.count > 0} />}
        </button>
      ))}
    </div>
  );
}

export function Count({ value, alert }: { readonly value: ReactNode; readonly alert?: boolean }) {
  return (
    <span className={css.count} data-alert={alert || undefined}>
      {value}
    </span>
  );
}
