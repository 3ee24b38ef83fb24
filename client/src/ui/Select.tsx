import type { SelectHTMLAttributes } from 'react';
import { Icon } from './Icon.js';
import css from './Select.module.css';

/** A native list to choose from. `small` fits into a head, `quiet` shows its outline to the mouse only. */
export function Select(
  props: Omit<SelectHTMLAttributes<HTMLSelectElement>, 'size' | 'className'> & {
    readonly look?: 'small' | 'quiet';
    readonly testId: string;
  },
) {
  const { look, testId, ...native } = props;
  return (
    <span className={css.select} data-look={look}>
      <select {...native} data-testid={testId} />
      <Icon name="down" size={14} />
    </span>
  );
}
