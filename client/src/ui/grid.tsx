import type { HTMLAttributes } from 'react';

type Props = HTMLAttributes<HTMLElement> & { readonly 'data-testid'?: string; readonly 'data-kind'?: string };

// A table of which only the rows in view exist cannot be laid out by <table>, whose columns follow from all rows; its meaning is given by roles.
const ROW = { role: 'row' };
const CELL = { role: 'cell' };
const HEAD = { role: 'columnheader' };

export const GridRow = (props: Props) => <div {...ROW} {...props} />;
export const GridCell = (props: Props) => <span {...CELL} {...props} />;
export const GridHead = (props: Props) => <span {...HEAD} {...props} />;
