import type { ReactNode } from 'react';
import css from './Blank.module.css';
import { Icon, type IconName } from './Icon.js';

/** An empty panel: what is not there yet, and one sentence on what will appear. */
export function Blank(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly testId?: string;
}) {
  return (
    <div className={css.blank} data-testid={props.testId}>
      <Icon name={props.icon} size={22} />
      <b>{props.title}</b>
      {props.children && <span>{props.children}</span>}
    </div>
  );
}
