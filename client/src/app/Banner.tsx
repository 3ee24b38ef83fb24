import type { EngineState } from '@luascope/shared/debug';
import { useState } from 'react';
import { useMessages } from '../i18n/messages.js';
import { changeLanguage } from '../running/language.js';
import { serverName } from '../running/targetName.js';
import type { Language } from '../state/model.js';
import { useRunningSince } from '../state/runs.js';
import { openDialog } from '../state/screen.js';
import { useSetting } from '../state/settings.js';
import { app, useApp } from '../state/store.js';
import { Button } from '../ui/Button.js';
import { CodeText } from '../ui/CodeText.js';
import { Icon } from '../ui/Icon.js';
import css from './Banner.module.css';
import { Clock } from './Clock.js';
import { killScript } from '../running/kill.js';

/** What every other panel is overshadowed by: a script that keeps the server busy, a server that is gone, words that did not arrive. */
export function Banner() {
  const target = useSetting('target');
  const health = useApp((state) => state.health[target]);
  const missing = useApp((state) => state.missingLanguage);
  const [waiting, setWaiting] = useState<number>();
  // "Keep waiting" hides the banner for this one stretch of being busy.
  if (health?.health === 'busy' && waiting !== health.since)
    return <Busy health={health} onWait={() => setWaiting(health.since)} />;
  if (missing !== undefined) return <NoWords language={missing} />;
  if (health?.health === 'lost') return <Lost health={health} />;
  return null;
}

function Busy({ health, onWait }: { readonly health: EngineState; readonly onWait: () => void }) {
  const m = useMessages();
  const wrote = health.busy?.wrote;
  // Measured from the start of the run when it was started here, else from when the server was found busy.
  const startedAt = useRunningSince() ?? health.since - (health.busy?.elapsedMs ?? 0);
  return (
    <section className={css.banner} role="alert" data-bad={wrote || undefined} data-testid="busy-banner">
      <Icon name="warning" size={18} />
      <Clock since={startedAt} />
      <div className="grow">
        <h2>{wrote ? m.busy.unkillable : m.busy.title}</h2>
        <p>
          <CodeText text={wrote ? m.busy.unkillableText : wrote === false ? m.busy.killable : m.busy.unknown} />
        </p>
      </div>
      <div className={css.actions}>
        <Button kind="line" label={m.busy.wait} onClick={onWait} testId="btn-wait" />
        {!wrote && (
          <Button
            kind="danger"
            icon="stop"
            label={m.busy.kill}
            onClick={() => void killScript()}
            testId="btn-kill-banner"
          />
        )}
        {wrote && health.capabilities.shutdown && (
          <Button
            kind="bad-line"
            label="SHUTDOWN NOSAVE…"
            onClick={() => openDialog({ kind: 'shutdown' })}
            testId="btn-shutdown"
          />
        )}
      </div>
    </section>
  );
}

function Lost({ health }: { readonly health: EngineState }) {
  const m = useMessages();
  return (
    <section className={css.banner} role="alert" data-bad data-testid="lost-banner">
      <Icon name="warning" size={18} />
      <div className="grow">
        <h2>{m.lost.title(serverName(health.server, m))}</h2>
        <p>
          {health.reason && `${m.reason(health.reason)} `}
          {m.lost.text(m.time(health.since))}
        </p>
      </div>
    </section>
  );
}

function NoWords({ language }: { readonly language: Language }) {
  const m = useMessages();
  return (
    <section className={css.banner} role="alert" data-testid="language-banner">
      <Icon name="warning" size={18} />
      <div className="grow">
        <h2>{m.noWords.title}</h2>
        <p>{m.noWords.text}</p>
      </div>
      <div className={css.actions}>
        <Button kind="line" label={m.noWords.stay} onClick={() => app.setState({ missingLanguage: undefined })} />
        <Button kind="line" label={m.noWords.again} onClick={() => void changeLanguage(language)} />
      </div>
    </section>
  );
}
