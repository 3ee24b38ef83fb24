import { useState } from 'react';
import { useDebugMessages, type DebugMessages } from '../../i18n/debug.js';
import { useSession } from '../../state/debug.js';
import { Blank } from '../../ui/Blank.js';
import { Icon } from '../../ui/Icon.js';
import css from './Panel.module.css';
import { toneOf, valueText, variableRows, type VariableRow } from './select.js';

/** Variables of the chosen frame and of its callers, at the step. */
export function VariablesPanel() {
  const m = useDebugMessages();
  const session = useSession();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  if (session === undefined) return null;
  const { stack, frame, step } = session;
  if (stack === undefined) return <Blank icon="lines" title={m.readingFrames} />;
  const rows = variableRows(stack.frames, frame, opened);
  if (rows.length === 0)
    return (
      <Blank icon="lines" title={m.noVariables}>
        {m.noVariablesText}
      </Blank>
    );
  return (
    <div className="panel-body" aria-busy={stack.step !== step || undefined} data-testid="variables">
      <VariableTree rows={rows} label={m.panels.variables} opened={opened} onOpened={setOpened} m={m} />
    </div>
  );
}

export function VariableTree(props: {
  readonly rows: readonly VariableRow[];
  readonly label: string;
  readonly opened: ReadonlySet<string>;
  readonly onOpened: (opened: ReadonlySet<string>) => void;
  readonly m: DebugMessages;
}) {
  const { rows, label, opened, onOpened, m } = props;
  const toggle = (id: string): void => {
    const next = new Set(opened);
    if (!next.delete(id)) next.add(id);
    onOpened(next);
  };
  return (
    <ul aria-label={label}>
      {rows.map((row) =>
        row.kind === 'scope' ? (
          <li key={row.id} className={css.scope}>
            <span>{m.frame(row.frame)}</span>
            <span className="dim">{m.scopes[row.scope]}</span>
          </li>
        ) : row.kind === 'more' ? (
          <li key={row.id} className={`${css.row} dim`} style={{ paddingLeft: 12 + row.depth * 14 }}>
            {m.more(row.count)}
          </li>
        ) : (
          <li
            key={row.id}
            className={css.row}
            style={{ paddingLeft: 12 + (row.depth - 1) * 14 }}
            data-changed={row.changed || undefined}
            data-testid="variable-row"
          >
            <span className={css.name}>
              {row.open === undefined ? (
                row.name
              ) : (
                <button type="button" aria-expanded={row.open} onClick={() => toggle(row.id)}>
                  <Icon name={row.open ? 'down' : 'right'} size={12} />
                  {row.name}
                </button>
              )}
            </span>
            <span className={`trunc ${css.value}`} data-tone={toneOf(row.value)} title={valueText(row.value)}>
              {valueText(row.value)}
            </span>
            <Kind row={row} m={m} />
          </li>
        ),
      )}
    </ul>
  );
}

function Kind({ row, m }: { readonly row: VariableRow & { kind: 'value' }; readonly m: DebugMessages }) {
  const { value } = row;
  const size =
    value.type === 'table' && value.entries !== undefined
      ? m.itemCount(value.entries.length + (value.more ?? 0))
      : value.type === 'string' && value.length > value.value.length
        ? m.byteCount(value.length)
        : value.type;
  return <span className={css.kind}>{row.changed ? m.changed : size}</span>;
}
