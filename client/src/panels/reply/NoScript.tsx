import type { Recording } from '@luascope/shared/debug';
import { loadScript } from '../../running/scriptCache.js';
import { runScript } from '../../running/run.js';
import { useMessages } from '../../i18n/messages.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import css from './Panel.module.css';

/** EVALSHA found nothing: the two ways out, both of which leave the script cached. */
export function NoScript({ recording }: { readonly recording: Recording }) {
  const m = useMessages();
  const id = useApp((state) => state.selected);
  const mode = recording.request.mode === 'EVALSHA_RO' ? 'EVAL_RO' : 'EVAL';
  return (
    <div className={css.offer} data-testid="noscript-offer">
      <p>{m.noScript.text}</p>
      <Button
        kind="line"
        label={m.noScript.byEval(mode)}
        onClick={() => void runScript(id, { mode })}
        testId="btn-eval-once"
      />
      <Button
        kind="line"
        label={m.noScript.load}
        testId="btn-load-retry"
        onClick={() => {
          void loadScript(recording.request.script).then((sha1) => (sha1 === undefined ? undefined : runScript(id)));
        }}
      />
    </div>
  );
}
