import { useMessages } from '../i18n/messages.js';
import { runningOn } from '../state/runs.js';
import { selectedScript } from '../state/scripts.js';
import { useApp } from '../state/store.js';
import { shownArgument } from '../ui/text.js';
import { rowBytes } from '../state/request.js';
import { ActionButton } from './ActionButton.js';
import { Elapsed } from './Elapsed.js';
import css from './PhoneBar.module.css';

/** The bar at the thumb: what will be sent, and Run. */
export function PhoneBar() {
  const m = useMessages();
  const script = useApp(selectedScript);
  const busy = useApp((state) => state.health[state.settings.target]?.health === 'busy');
  const since = useApp((state) => {
    const id = runningOn(state, state.settings.target);
    return id === undefined ? undefined : state.runs[id]!.startedAt;
  });
  const words = [...script.keys, ...script.args].map((row) => shownArgument(rowBytes(row), 24));
  return (
    <div className={css.bar} data-testid="phonebar" data-region>
      <div className={css.command}>
        <span className={css.mode}>{script.mode}</span>
        <span className="trunc">
          {script.name} {script.keys.length} {words.join(' ')}
        </span>
      </div>
      {busy || since !== undefined ? (
        <>
          <span className={css.running}>
            {m.running} {since !== undefined && <Elapsed since={since} />}
          </span>
          <ActionButton id="kill" kind="danger" />
        </>
      ) : (
        <ActionButton id="run" kind="primary" className={css.run} testId="btn-run-phone" />
      )}
    </div>
  );
}
