import type { EngineState } from '@luascope/shared/debug';
import { useMessages } from '../i18n/messages.js';
import { serverName } from '../running/targetName.js';
import { changeSettings, useSetting } from '../state/settings.js';
import { useApp } from '../state/store.js';
import { Segment } from '../ui/Segment.js';
import css from './TargetSwitch.module.css';
import { VersionMenu } from './VersionMenu.js';

const DOT: Readonly<Record<EngineState['health'], string>> = {
  ready: '',
  busy: 'busy',
  starting: 'off',
  off: 'off',
  lost: 'bad',
};

/** Where scripts run, with the state of each place as its engine reports it. */
export function TargetSwitch() {
  const m = useMessages();
  const target = useSetting('target');
  const sandbox = useApp((state) => state.health.sandbox);
  const live = useApp((state) => state.health.live);
  const server = live?.server;
  return (
    <>
      <Segment
        label={m.target.label}
        className={css.target}
        testId="target-switch"
        value={target}
        onChange={(value) => changeSettings({ target: value })}
        options={[
          {
            value: 'sandbox',
            testId: 'target-sandbox',
            health: sandbox?.health ?? 'starting',
            tip: m.target.sandboxTip,
            label: (
              <>
                {sandbox !== undefined && sandbox.health !== 'ready' && (
                  <span className={`dot ${DOT[sandbox.health]}`} />
                )}
                {m.target.sandbox}
              </>
            ),
          },
          {
            value: 'live',
            testId: 'target-live',
            health: live?.health ?? 'off',
            tip: m.health.live(live),
            label: (
              <>
                <span className={`dot ${live === undefined ? 'off' : DOT[live.health]}`} />
                {m.target.live}
                {server !== undefined && <span className={css.address}>{serverName(server, m)}</span>}
                {server !== undefined && (
                  <span className={css.version}>
                    · {m.product(server)} · db{server.db}
                  </span>
                )}
                {live === undefined || live.health === 'ready' ? null : (
                  <span className={css.state}>· {m.health.short[live.health]}</span>
                )}
              </>
            ),
          },
        ]}
      />
      {target === 'sandbox' && <VersionMenu />}
    </>
  );
}
