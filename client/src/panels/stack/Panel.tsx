import { useDebugMessages } from '../../i18n/debug.js';
import { useMessages } from '../../i18n/messages.js';
import { chooseFrame, useSession } from '../../state/debug.js';
import { app } from '../../state/store.js';
import css from './Panel.module.css';

/** The functions in execution, innermost first; choosing one shows its variables and its line. */
export function StackPanel() {
  const m = useMessages();
  const d = useDebugMessages();
  const session = useSession();
  if (session?.stack === undefined) return <p className={css.none}>{d.readingFrames}</p>;
  return (
    <ol className="panel-body" aria-label={d.panels.stack}>
      {session.stack.frames.map(({ functionName, line, column }, i, { length }) => (
        <li key={length - i}>
          <button
            type="button"
            className={css.frame}
            aria-current={i === session.frame || undefined}
            data-testid="stack-row"
            onClick={() => {
              chooseFrame(i);
              app.getState().editor?.reveal(line, column);
            }}
          >
            <span className="trunc">{d.frame(functionName)}</span>
            <span className="dim">{m.line(line)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
