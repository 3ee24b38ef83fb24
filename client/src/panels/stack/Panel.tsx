import { Statements } from '@luascope/shared/analysis';
import { fromText } from '@luascope/shared/bytes';
import { useMemo } from 'react';
import { useDebugMessages } from '../../i18n/debug.js';
import { useMessages } from '../../i18n/messages.js';
import { chooseFrame, useSession } from '../../state/debug.js';
import { app } from '../../state/store.js';
import { Icon } from '../../ui/Icon.js';
import css from './Panel.module.css';
import { stackRows } from './select.js';

/** The functions in execution, innermost first; choosing one shows its variables and its line. */
export function StackPanel() {
  const m = useMessages();
  const d = useDebugMessages();
  const session = useSession();
  const text = session?.text ?? '';
  const statements = useMemo(() => new Statements(fromText(text)), [text]);
  if (session?.failure !== undefined) return <p className={css.none}>{d.noValues}</p>;
  if (session?.stack === undefined) return <p className={css.none}>{d.readingFrames}</p>;
  const { rows, hidden } = stackRows(session.stack.frames, statements);
  return (
    <ol className="panel-body" aria-label={d.panels.stack}>
      {rows.map(({ id, frame, name, values, line, column, resumed }, i) => (
        <li key={id}>
          {i > 0 && rows[i - 1]!.id > id + 1 && <p className={css.none}>{d.framesBetween(hidden)}</p>}
          <button
            type="button"
            className={css.frame}
            aria-current={frame === session.frame || undefined}
            data-testid="stack-row"
            onClick={() => {
              chooseFrame(frame);
              app.getState().editor?.reveal(line, column);
            }}
          >
            <Icon name="right" size={12} />
            <span className="trunc">{values === undefined ? d.frame(name) : `${name}${values}`}</span>
            {resumed && <span className="tag">{d.coroutine}</span>}
            <span className={css.line}>{m.line(line)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
