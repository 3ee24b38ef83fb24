import { encode, type RespValue, type RespVersion } from '@luascope/shared/resp';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useMessages, type Messages } from '../../i18n/messages.js';
import { Icon } from '../../ui/Icon.js';
import { useRowHeight } from '../../ui/rowHeight.js';
import { Rows, type RowsHandle } from '../../ui/Rows.js';
import { shown } from '../../ui/text.js';
import { CameFrom } from './CameFrom.js';
import { childCount } from './children.js';
import type { Origins } from './origin.js';
import { indexOf, openTree, pathText, rowAt, toggle, type TreeRow } from './tree.js';
import css from './Tree.module.css';

const TEXT_LIMIT = 240;
const WIRE_LIMIT = 72;
const FROM_LIMIT = 32;
/** The tree holds the focus and names its active row; rows themselves are no stops. */
const ITEM = { role: 'treeitem' } as const;

/** The reply with the RESP type of every value; the selected one is told of below: its path, and its bytes on the wire. */
export function Tree(props: {
  readonly reply: RespValue;
  readonly version: RespVersion;
  /** What each value came from, where that is known. */
  readonly origins?: Origins | undefined;
}) {
  const { reply, version, origins } = props;
  const m = useMessages();
  const [root, setRoot] = useState(() => openTree(reply));
  const [path, setPath] = useState<readonly number[]>([]);
  const height = useRowHeight();
  const rows = useRef<RowsHandle>(null);
  const treeId = useId();
  const selectedIndex = indexOf(root, path) ?? 0;
  const selected = rowAt(root, selectedIndex);

  const select = (index: number) => {
    const to = Math.max(0, Math.min(root.rows, index));
    setPath(rowAt(root, to).path);
    rows.current?.reveal(to);
  };
  const change = (row: TreeRow) => {
    if (row.count !== undefined && row.count > 0) setRoot(toggle(root, row.path));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    switch (event.key) {
      case 'ArrowDown':
        select(selectedIndex + 1);
        break;
      case 'ArrowUp':
        select(selectedIndex - 1);
        break;
      case 'Home':
        select(0);
        break;
      case 'End':
        select(root.rows);
        break;
      case 'PageDown':
        select(selectedIndex + 12);
        break;
      case 'PageUp':
        select(selectedIndex - 12);
        break;
      case 'ArrowRight':
        if (selected.count && !selected.open) change(selected);
        else if (selected.count) select(selectedIndex + 1);
        break;
      case 'ArrowLeft':
        if (selected.open && selected.path.length > 0) change(selected);
        else if (selected.path.length > 0) select(indexOf(root, selected.path.slice(0, -1)) ?? 0);
        break;
      case 'Enter':
      case ' ':
        change(selected);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <>
      <Rows
        className={css.tree}
        handle={rows}
        is="tree"
        label={m.panels.reply}
        count={root.rows + 1}
        height={height}
        activeDescendant={`${treeId}-${selected.path.join('.')}`}
        onKeyDown={onKeyDown}
        onPress={(index, on, presses) => {
          const row = rowAt(root, index);
          if (on.closest('[data-twist]') !== null || presses === 2) change(row);
          else setPath(row.path);
        }}
        row={(i) => {
          const row = rowAt(root, i);
          const isSelected = i === selectedIndex;
          return (
            <div
              key={i}
              id={`${treeId}-${row.path.join('.')}`}
              className={css.row}
              {...ITEM}
              data-row={i}
              aria-level={row.path.length + 1}
              aria-selected={isSelected}
              aria-expanded={row.count ? row.open : undefined}
              style={{ height, paddingLeft: 6 + row.path.length * 20 }}
              data-testid="reply-node"
            >
              <span className={css.twist} data-twist>
                {row.count ? <Icon name={row.open ? 'down' : 'right'} size={14} /> : null}
              </span>
              {row.path.length > 0 && <span className={css.index}>{label(row)}</span>}
              <Value value={row.value} m={m} />
              {row.path.length > 0 && <From origins={origins} path={row.path} />}
            </div>
          );
        }}
      />
      <dl className={css.inspector} data-testid="reply-node-detail">
        <dt>{m.reply.selected}</dt>
        <dd>
          {pathText(selected.path)}{' '}
          {selected.path.length > 0 && <span className="dim">{m.reply.inCli(cliPath(selected.path))}</span>}
        </dd>
        <dt>{m.reply.onWire}</dt>
        <dd>
          <Wire value={selected.value} version={version} m={m} />
        </dd>
        <CameFrom origins={origins} path={selected.path} />
      </dl>
    </>
  );
}

function From({ origins, path }: { readonly origins: Origins | undefined; readonly path: readonly number[] }) {
  const origin = origins?.of(path);
  return origin === undefined ? null : <span className={css.from}>{shown(origin.text, FROM_LIMIT)}</span>;
}

const cliPath = (path: readonly number[]): string => path.map((at) => `${at + 1})`).join(' ');

const label = (row: TreeRow): string => (row.key === undefined ? String(row.path.at(-1)! + 1) : `${keyText(row.key)}:`);

const keyText = (key: RespValue): string =>
  'text' in key
    ? shown(key.text, 40)
    : 'value' in key && typeof key.value === 'string'
      ? shown(key.value, 40)
      : 'value' in key && typeof key.value !== 'object'
        ? String(key.value)
        : key.type;

function Wire({
  value,
  version,
  m,
}: {
  readonly value: RespValue;
  readonly version: RespVersion;
  readonly m: Messages;
}) {
  const count = childCount(value);
  if (count !== undefined) {
    const sign = version === 3 ? ({ map: '%', set: '~', push: '>' } as Record<string, string>)[value.type] : undefined;
    const written = value.type === 'map' && version === 2 ? count * 2 : count;
    return (
      <>
        {`${sign ?? '*'}${written}\\r\\n…`} <span className="dim">RESP{version}</span>
      </>
    );
  }
  const bytes = encode(value, version);
  return (
    <>
      {shown(bytes, WIRE_LIMIT)} <span className="dim">{m.reply.bytes(bytes.length, version)}</span>
    </>
  );
}

function Value({ value, m }: { readonly value: RespValue; readonly m: Messages }) {
  const count = childCount(value);
  if (count !== undefined)
    return (
      <>
        <span className={css.value}>{m.types[value.type]}</span>
        <span className={css.type}>{m.elementCount(count)}</span>
      </>
    );
  return (
    <>
      <span className={css.value} data-kind={value.type}>
        {text(value)}
      </span>
      <span className={css.type}>
        {m.types[value.type]}
        {value.type === 'bulk' && `, ${m.byteCount(value.value.length)}`}
        {value.type === 'verbatim' && ` ${value.format}`}
      </span>
    </>
  );
}

function text(value: RespValue): string {
  switch (value.type) {
    case 'nil':
      return 'nil';
    case 'integer':
    case 'boolean':
      return String(value.value);
    case 'bulk':
    case 'verbatim':
      return `"${shown(value.value, TEXT_LIMIT)}"`;
    case 'status':
    case 'error':
    case 'double':
    case 'bignumber':
      return shown(value.text, TEXT_LIMIT);
    default:
      return value.type;
  }
}
