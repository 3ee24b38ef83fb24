import { isProfileName } from '@luascope/shared/debug';
import { useMessages } from '../i18n/messages.js';
import { runObstacle } from '../running/obstacle.js';
import { changeSettings } from '../state/settings.js';
import { useApp } from '../state/store.js';
import { Icon } from '../ui/Icon.js';
import { Menu } from '../ui/Menu.js';
import css from './VersionMenu.module.css';

/** Chooses which server the sandbox is. It starts again with the same data. */
export function VersionMenu() {
  const m = useMessages();
  const chosen = useApp((state) => state.settings.version);
  const versions = useApp((state) => state.health.sandbox?.capabilities.versions);
  const obstacle = useApp(runObstacle);
  if (versions === undefined) return null;
  const unavailable = obstacle === 'busy' || obstacle === 'running' ? m.obstacles[obstacle] : undefined;
  const items = versions.filter(isProfileName).map((version) => ({
    id: version,
    label: m.target.version(version),
    testId: `version-${version.replace(' ', '-')}`,
    checked: version === chosen,
    unavailable,
    run: () => changeSettings({ version }),
  }));
  return (
    <Menu
      items={items}
      button={(props) => (
        <button
          type="button"
          {...props}
          className={css.button}
          aria-label={m.target.versionMenu(chosen)}
          data-tip={m.target.versionTip}
          data-version={chosen}
          data-testid="version-menu"
        >
          <span className={css.version}>{chosen}</span>
          <Icon name="down" size={14} />
        </button>
      )}
    />
  );
}
