import { Fragment, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import css from './Split.module.css';

export interface Pane {
  readonly id: string;
  readonly content: ReactNode;
  /** Pixels, or a share such as `50%`. */
  readonly size?: number | string;
  readonly min?: number;
  /** Keeps its pixels when the window grows, instead of its share. */
  readonly fixed?: boolean;
}

/** Panes side by side (or stacked) with a line between them that can be dragged, or moved with the arrow keys. */
export function Split(props: {
  readonly id: string;
  readonly orientation: 'horizontal' | 'vertical';
  readonly panes: readonly Pane[];
  /** Percentages by pane id, as kept. */
  readonly sizes?: Readonly<Record<string, number>> | undefined;
  readonly onSizes: (sizes: Readonly<Record<string, number>>) => void;
  readonly label: string;
}) {
  const { id, orientation, panes, sizes, onSizes, label } = props;
  const known = sizes !== undefined && panes.every((pane) => pane.id in sizes);
  return (
    <Group
      id={id}
      className={css.group}
      orientation={orientation}
      {...(known && { defaultLayout: { ...sizes } })}
      onLayoutChanged={(layout, meta) => {
        if (meta.isUserInteraction) onSizes(layout);
      }}
    >
      {panes.map((pane, i) => (
        <Fragment key={pane.id}>
          {i > 0 && <Separator className={css.line} aria-label={label} data-orientation={orientation} />}
          <Panel
            id={pane.id}
            className={css.pane}
            {...(pane.size !== undefined && { defaultSize: pane.size })}
            minSize={pane.min ?? 120}
            {...(pane.fixed && { groupResizeBehavior: 'preserve-pixel-size' as const })}
          >
            {pane.content}
          </Panel>
        </Fragment>
      ))}
    </Group>
  );
}
