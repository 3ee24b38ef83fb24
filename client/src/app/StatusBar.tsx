import { useDebugMessages } from '../i18n/debug.js';
import { useMessages } from '../i18n/messages.js';
import { useOpenRecording } from '../state/debug.js';
import { useSetting } from '../state/settings.js';
import { useApp } from '../state/store.js';
import { Icon } from '../ui/Icon.js';
import { keyParts } from '../ui/keys.js';
import css from './StatusBar.module.css';

const DOT = { ready: '', busy: 'busy', starting: 'off', off: 'off', lost: 'bad' } as const;

export function StatusBar() {
  const m = useMessages();
  const target = useSetting('target');
  const health = useApp((state) => state.health[target]);
  const caret = useApp((state) => state.caret);
  const problems = useApp((state) => state.problems);
  const keepFailed = useApp((state) => state.keepFailed);
  const server = health?.server;
  const recording = useOpenRecording();
  const d = useDebugMessages();
  return (
    <footer className={css.bar} data-testid="statusbar" data-region>
      <span>
        <span className={`dot ${health === undefined ? 'off' : DOT[health.health]}`} />
        {recording !== undefined
          ? d.recordingStatus(recording.steps.line.length)
          : target === 'sandbox'
            ? m.health.sandbox(health)
            : m.health.live(health)}
      </span>
      <span>
        {target === 'live' && server !== undefined && `${m.product(server)} · `}
        Lua 5.1
      </span>
      <span>{m.caret(caret.line, caret.column)}</span>
      {problems.errors > 0 && (
        <span className="c-bad">
          <Icon name="failed" size={14} />
          {m.errorCount(problems.errors)}
        </span>
      )}
      {problems.warnings > 0 && (
        <span className="c-warn">
          <Icon name="warning" size={14} />
          {m.warningCount(problems.warnings)}
        </span>
      )}
      {keepFailed && (
        <span className="c-bad" role="alert">
          <Icon name="warning" size={14} />
          {m.keepFailed}
        </span>
      )}
      <span className="grow" />
      {recording === undefined ? (
        <>
          <span className={css.hint}>
            {m.hints.palette} <kbd>{keyParts('Control+K').join(' ')}</kbd>
          </span>
          <span className={css.hint}>
            {m.hints.panels} <kbd>{keyParts('Alt').join(' ')} 1–7</kbd>
          </span>
        </>
      ) : (
        <>
          <span className={css.hint}>
            {d.keyStep} <kbd>F10</kbd>
          </span>
          <span className={css.hint}>
            {d.keyBack} <kbd>{keyParts('Control+F10').join(' ')}</kbd>
          </span>
          <span className={css.hint}>
            {d.keyScrub} <kbd>← →</kbd>
          </span>
        </>
      )}
      <span className={css.hint}>
        {m.hints.shortcuts} <kbd>?</kbd>
      </span>
    </footer>
  );
}
