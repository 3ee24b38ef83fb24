import { useId, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { DebugMessages } from '../../i18n/debug.js';
import { Icon } from '../../ui/Icon.js';
import { backToVariableWrite } from '../transport/travel.js';
import css from './Panel.module.css';
import { toneOf, valueText, type VariableRow } from './select.js';

type ValueRow = VariableRow & { readonly kind: 'value' };
/** The tree holds the focus and names its active row; rows themselves are no stops. */
const TREE = { role: 'tree' } as const;
const ITEM = { role: 'treeitem' } as const;

/** Values by frame and table. Arrows move, open and close; Shift Enter leads back to the last write of a variable. */
export function VariableTree(props: {
  readonly rows: readonly VariableRow[];
  readonly label: string;
  readonly opened: ReadonlySet<string>;
  readonly onOpened: (opened: ReadonlySet<string>) => void;
  readonly m: DebugMessages;
}) {
  const { rows, label, opened, onOpened, m } = props;
  const treeId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [activeId, setActive] = useState('');
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === activeId),
  );
  const active = rows[at]!;

  const toggle = (id: string): void => {
    const next = new Set(opened);
    if (!next.delete(id)) next.add(id);
    onOpened(next);
  };
  const select = (index: number): void => {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    setActive(rows[to]!.id);
    list.current?.querySelectorAll('[role=treeitem]')[to]?.scrollIntoView({ block: 'nearest' });
  };
  const close = (): void => {
    if (active.kind === 'value' && active.open === true) return toggle(active.id);
    const level = levelOf(active);
    const parent = rows.findLastIndex((row, i) => i < at && levelOf(row) < level);
    if (parent >= 0) select(parent);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') select(at + 1);
    else if (event.key === 'ArrowUp') select(at - 1);
    else if (event.key === 'Home') select(0);
    else if (event.key === 'End') select(rows.length - 1);
    else if (event.key === 'ArrowLeft') close();
    else if (event.key === 'ArrowRight') {
      if (active.kind === 'value' && active.open === false) toggle(active.id);
      else if (levelOf(rows[at + 1]) > levelOf(active)) select(at + 1);
    } else if (event.key === 'Enter' && event.shiftKey) goToWrite(active);
    else if (event.key === 'Enter' || event.key === ' ') {
      if (active.kind === 'value' && active.open !== undefined) toggle(active.id);
    } else return;
    event.preventDefault();
  };
  const onPress = (row: VariableRow, event: MouseEvent): void => {
    setActive(row.id);
    if (row.kind !== 'value' || !(event.target instanceof Element)) return;
    if (event.target.closest('[data-write]') !== null) goToWrite(row);
    else if (row.open !== undefined) toggle(row.id);
  };

  const focus = { tabIndex: 0, onKeyDown, 'aria-activedescendant': `${treeId}-${active.id}` };
  return (
    <div ref={list} className={css.tree} {...TREE} {...focus} aria-label={label}>
      {rows.map((row) => (
        <div
          key={row.id}
          id={`${treeId}-${row.id}`}
          {...ITEM}
          aria-level={levelOf(row)}
          aria-selected={row === active}
          aria-expanded={row.kind === 'value' ? row.open : undefined}
          className={row.kind === 'frame' ? css.scope : css.row}
          style={row.kind === 'frame' ? undefined : { paddingLeft: 12 + (row.depth - 1) * 14 }}
          data-changed={(row.kind === 'value' && row.changed) || undefined}
          data-name={row.kind === 'value' ? row.name : undefined}
          data-testid={row.kind === 'value' ? 'variable-row' : undefined}
          {...{ onClick: (event: MouseEvent) => onPress(row, event) }}
        >
          {row.kind === 'frame' ? (
            <>
              <span className="trunc">{m.frame(row.frame)}</span>
              <span className="dim">{row.caller ? m.calledBy : m.scopes.locals}</span>
            </>
          ) : row.kind === 'more' ? (
            <span className="dim">{row.atLeast ? m.atLeastMore(row.count) : m.more(row.count)}</span>
          ) : (
            <Cells row={row} m={m} />
          )}
        </div>
      ))}
    </div>
  );
}

const levelOf = (row: VariableRow | undefined): number =>
  row === undefined ? 0 : row.kind === 'frame' ? 1 : row.depth + 1;

function goToWrite(row: VariableRow): void {
  if (row.kind === 'value' && row.variable !== undefined && isWritten(row))
    void backToVariableWrite(row.variable.name, row.variable.frame);
}

/** KEYS, ARGV and varargs are there from the start. */
const isWritten = ({ variable }: ValueRow): boolean =>
  variable !== undefined && (variable.scope === 'locals' || variable.scope === 'upvalues');

function Cells({ row, m }: { readonly row: ValueRow; readonly m: DebugMessages }) {
  return (
    <>
      <span className={css.name}>
        {row.open !== undefined && <Icon name={row.open ? 'down' : 'right'} size={12} />}
        <span className="trunc">{row.name}</span>
      </span>
      <span className={`trunc ${css.value}`} data-tone={toneOf(row.value)} title={valueText(row.value)}>
        {valueText(row.value)}
      </span>
      <span className={css.kind}>{kindOf(row, m)}</span>
      {isWritten(row) && (
        <span className={css.write} data-write data-tip={m.lastWrite(row.name)} data-tip-keys="Shift+Enter">
          <Icon name="reply" size={14} />
          <span className="vh">{m.lastWrite(row.name)}</span>
        </span>
      )}
    </>
  );
}

function kindOf({ value, changed, same, variable }: ValueRow, m: DebugMessages): string {
  if (same !== undefined) return same.cycle ? m.cycle(same.name) : m.sameAs(same.name);
  if (changed !== undefined) return changed === 'set' ? m.justSet : m.changed;
  if (variable?.scope === 'upvalues') return m.scopes.upvalue;
  if (value.type === 'table' && value.entries !== undefined)
    return value.moreAtLeast
      ? m.manyItems(value.entries.length + (value.more ?? 0))
      : m.itemCount(value.entries.length + (value.more ?? 0));
  return value.type === 'string' && value.length > value.value.length ? m.byteCount(value.length) : value.type;
}
