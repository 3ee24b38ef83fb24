import { useMessages } from '../../i18n/messages.js';
import { openSession, useShownRecording } from '../../state/debug.js';
import { gotoLine } from '../../state/screen.js';
import { useApp } from '../../state/store.js';
import { Blank } from '../../ui/Blank.js';
import { useRowHeight } from '../../ui/rowHeight.js';
import { Rows } from '../../ui/Rows.js';
import { shown } from '../../ui/text.js';
import css from './Panel.module.css';
import { timeOf } from '../timeline/select.js';
import { logRows } from './select.js';

const MESSAGE_LIMIT = 2000;
/** Only the lines in view exist, so they cannot be children of a list element. */
const ITEM = { role: 'listitem' } as const;

export function LogsPanel() {
  const m = useMessages();
  const height = useRowHeight();
  const recording = useShownRecording();
  const at = useApp((state) => openSession(state)?.step);
  if (recording?.detail.logs === 'unknown')
    return (
      <Blank icon="lines" title={m.logs.unknownTitle}>
        {m.unknown.logs}
      </Blank>
    );
  if (recording === undefined || recording.totals.logs === 0)
    return (
      <Blank icon="lines" title={m.logs.empty}>
        {m.logs.emptyText}
      </Blank>
    );
  const rows = logRows(recording.logs);
  return (
    <Rows
      className={css.logs}
      is="list"
      label={m.panels.logs}
      count={rows.length}
      height={height}
      row={(i) => {
        const row = rows[i]!;
        const time = row.kind === 'log' ? timeOf(row.log.step, at) : undefined;
        return (
          <div
            key={i}
            {...ITEM}
            className={css.row}
            data-time={time}
            aria-current={time === 'now' ? 'step' : undefined}
            style={{ height }}
            data-testid="log-row"
          >
            {row.kind === 'gap' ? (
              <span className="dim">{m.logs.gap(row.logs)}</span>
            ) : (
              <>
                <button type="button" className={css.line} onClick={() => gotoLine(row.log.line)}>
                  {m.line(row.log.line)}
                </button>
                <span className={css.level} data-level={row.log.level}>
                  {row.log.level}
                </span>
                <span className="trunc">{shown(row.log.message, MESSAGE_LIMIT)}</span>
              </>
            )}
          </div>
        );
      }}
    />
  );
}
