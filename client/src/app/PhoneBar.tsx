import { sha1Hex } from '@luascope/shared/sha1';
import { useMessages } from '../i18n/messages.js';
import { invocationOf, shortBody } from '../panels/invocation/command.js';
import { useIsOpen } from '../state/debug.js';
import { useRunningSince } from '../state/runs.js';
import { selectedScript } from '../state/scripts.js';
import { useApp } from '../state/store.js';
import { shownArgument } from '../ui/text.js';
import { scriptBytes } from '../state/request.js';
import { actionOf } from './actions.js';
import { ActionButton } from './ActionButton.js';
import { Elapsed } from './Elapsed.js';
import css from './PhoneBar.module.css';

/** The bar at the thumb: what will be sent, and Run. */
export function PhoneBar() {
  const m = useMessages();
  const script = useApp(selectedScript);
  const busy = useApp((state) => state.health[state.settings.target]?.health === 'busy');
  const since = useRunningSince();
  const recordable = useApp((state) => actionOf('record').applies?.(state) === true);
  const tryable = useApp((state) => actionOf('dry-run').applies?.(state) === true);
  // A recording that is open has the thumb's place for itself.
  if (useIsOpen()) return null;
  const sha1 = script.mode.startsWith('EVALSHA') ? sha1Hex(scriptBytes(script.text)) : '';
  const invocation = invocationOf(script, sha1);
  const words = [...invocation.keys, ...invocation.args].map((word) => shownArgument(word, 24));
  return (
    <section className={css.bar} aria-label={m.invocation} data-testid="phonebar" data-region>
      <div className={css.command}>
        <span className={css.mode}>{script.mode}</span>
        <span className="trunc">
          {shortBody(invocation)} {script.keys.length} {words.join(' ')}
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
        <>
          <ActionButton id="run" kind="primary" className={recordable ? undefined : css.run} testId="btn-run-phone" />
          {recordable && <ActionButton id="record" kind="line" />}
          {tryable && <ActionButton id="dry-run" kind="line" iconOnly />}
        </>
      )}
    </section>
  );
}
