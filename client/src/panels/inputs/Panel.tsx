import { useRef, useState, type ClipboardEvent, type KeyboardEvent, type PointerEvent } from 'react';
import { takePasted } from '../../running/takePasted.js';
import { useCodeMessages } from '../../i18n/code.js';
import { useIsOpen } from '../../state/debug.js';
import { freshId, type InputRow } from '../../state/script.js';
import { speak } from '../../state/screen.js';
import {
  editRow,
  editScript,
  moveRow,
  removeRow,
  selectedScript,
  useSelectedScript,
  type InputKind,
} from '../../state/scripts.js';
import { app } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { Icon } from '../../ui/Icon.js';
import { Count } from '../../ui/Tabs.js';
import css from './Panel.module.css';
import { appendRow, pasteLines } from './rows.js';

export function InputsPanel() {
  const m = useCodeMessages();
  return (
    <section className={css.panel} aria-label={m.rows.label} data-testid="panel-inputs">
      <Rows kind="keys" />
      <Rows kind="args" />
    </section>
  );
}

/** The fields are found by id, so that the focus can go to a row that is about to appear. */
const fieldId = (row: string): string => `input-${row}`;
const focusField = (row: string): void => {
  requestAnimationFrame(() => document.getElementById(fieldId(row))?.focus());
};

function Rows({ kind }: { readonly kind: InputKind }) {
  const m = useCodeMessages();
  const script = useSelectedScript();
  const rows = script[kind];
  // While a recording is open these are the values it was made with.
  const locked = useIsOpen();
  const name = kind === 'keys' ? m.rows.keys : m.rows.args;
  const list = useRef<HTMLFieldSetElement>(null);
  const [dragged, setDragged] = useState<string>();
  // The row that typing would add: it becomes a real one under the same id.
  const [ghost, setGhost] = useState(freshId);
  const ghostId = rows.some((row) => row.id === ghost) ? undefined : ghost;
  if (ghostId === undefined) setGhost(freshId());

  const setRows = (next: readonly InputRow[]) => editScript(script.id, { [kind]: next });
  const add = () => {
    const id = freshId();
    setRows(appendRow(rows, id, ''));
    focusField(id);
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= rows.length) return;
    moveRow(script.id, kind, rows[from]!.id, to);
    speak(m.rows.moved(`${name}[${from + 1}]`, `${name}[${to + 1}]`));
  };

  const onPaste = (event: ClipboardEvent<HTMLInputElement>, id: string) => {
    if (locked) return;
    const pasted = event.clipboardData.getData('text/plain');
    const { selectionStart, selectionEnd } = event.currentTarget;
    if (takePasted(pasted)) return event.preventDefault();
    const next = pasteLines(rows, id, pasted, { start: selectionStart ?? 0, end: selectionEnd ?? 0 });
    if (next === undefined) return;
    event.preventDefault();
    setRows(next);
    focusField(next.at(-1)!.id);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, at: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (locked && step === 0) return;
    if (step !== 0) {
      event.preventDefault();
      if (event.altKey && at < rows.length && !locked) move(at, at + step);
      else {
        const fields = list.current!.querySelectorAll<HTMLInputElement>('input');
        fields[at + step]?.focus();
      }
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && at === rows.length - 1) {
      event.preventDefault();
      list.current!.querySelectorAll<HTMLInputElement>('input')[at + 1]?.focus();
    } else if (event.key === 'Backspace' && rows[at]?.text === '') {
      event.preventDefault();
      removeRow(script.id, kind, rows[at].id);
      const previous = rows[at - 1];
      if (previous) focusField(previous.id);
      else list.current!.querySelectorAll<HTMLInputElement>('input')[0]?.focus();
    }
  };

  /** While a label is held, its row follows the pointer from row to row. */
  const onDrag = (event: PointerEvent<HTMLElement>, id: string) => {
    if (dragged !== id) return;
    const places = [...list.current!.querySelectorAll('[data-row]')].map((row) => row.getBoundingClientRect());
    const over = places.findIndex(({ top, bottom }) => event.clientY >= top && event.clientY < bottom);
    const now = selectedScript(app.getState())[kind];
    const from = now.findIndex((row) => row.id === id);
    if (over >= 0 && over !== from) moveRow(script.id, kind, id, over);
  };

  const shown = ghostId === undefined || locked ? rows : [...rows, { id: ghostId, text: '', bytes: false }];
  return (
    <fieldset ref={list} className={css.column} aria-label={name}>
      <div className={css.head}>
        {name} <Count value={rows.length} />
        {!locked && (
          <Button
            small
            icon="plus"
            iconOnly
            label={kind === 'keys' ? m.rows.addKey : m.rows.addArgument}
            testId={`btn-add-${kind}`}
            onClick={add}
          />
        )}
      </div>
      {shown.map((row, at) => {
        const real = at < rows.length;
        const label = `${name}[${at + 1}]`;
        const testId = `${kind === 'keys' ? 'keys' : 'argv'}-${at + 1}`;
        return (
          <div
            key={row.id}
            className={css.row}
            data-row={real || undefined}
            data-ghost={!real || undefined}
            data-dragged={dragged === row.id || undefined}
          >
            <label
              htmlFor={fieldId(row.id)}
              data-tip={real && rows.length > 1 && !locked ? m.rows.moveTip : undefined}
              onPointerDown={(event) => {
                if (!real || locked || rows.length < 2 || event.button !== 0) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                setDragged(row.id);
              }}
              onPointerMove={(event) => onDrag(event, row.id)}
              onPointerUp={() => setDragged(undefined)}
              onPointerCancel={() => setDragged(undefined)}
            >
              {label}
            </label>
            <input
              id={fieldId(row.id)}
              value={row.text}
              placeholder={real ? m.rows.empty : m.rows.add}
              data-testid={testId}
              spellCheck={false}
              autoComplete="off"
              autoCapitalize="off"
              readOnly={locked}
              onChange={(event) => {
                const { value } = event.target;
                if (real) editRow(script.id, kind, row.id, { text: value });
                else setRows(appendRow(rows, row.id, value));
              }}
              onPaste={(event) => onPaste(event, row.id)}
              onKeyDown={(event) => onKeyDown(event, at)}
            />
            {real && locked && row.bytes && (
              <span className={css.bytes} data-on>
                <span aria-hidden="true">b</span>
                <span className="vh">{m.rows.bytes(label)}</span>
              </span>
            )}
            {real && !locked && (
              <>
                <button
                  type="button"
                  className={css.bytes}
                  aria-pressed={row.bytes}
                  aria-label={m.rows.bytes(label)}
                  data-tip={m.rows.bytesTip}
                  data-testid={`${testId}-bytes`}
                  onClick={() => editRow(script.id, kind, row.id, { bytes: !row.bytes })}
                >
                  b
                </button>
                <button
                  type="button"
                  className={css.remove}
                  aria-label={m.rows.remove(label)}
                  data-testid={`${testId}-remove`}
                  onClick={() => {
                    removeRow(script.id, kind, row.id);
                    focusField((rows[at + 1] ?? rows[at - 1] ?? { id: ghost }).id);
                  }}
                >
                  <Icon name="close" size={14} />
                </button>
              </>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
