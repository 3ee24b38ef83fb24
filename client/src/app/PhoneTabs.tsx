import { useMessages } from '../i18n/messages.js';
import type { PhoneTab } from '../state/model.js';
import { changeSettings, useSetting } from '../state/settings.js';
import { Tabs } from '../ui/Tabs.js';
import { useApp } from '../state/store.js';
import { PANELS } from './panels.js';
import css from './PhoneTabs.module.css';

const TABS: readonly PhoneTab[] = ['code', 'inputs', 'reply', 'timeline', 'keys'];

export function PhoneTabs() {
  const m = useMessages();
  const selected = useSetting('phoneTab');
  const calls = useApp((state) => PANELS.timeline.count?.(state));
  return (
    <nav className={css.nav} aria-label={m.views}>
      <Tabs
        group="phone"
        label={m.views}
        className={css.tabs}
        testId="mtab"
        tabs={TABS.map((id) => ({ id, label: m.phoneTabs[id], ...(id === 'timeline' && { count: calls }) }))}
        selected={selected}
        onSelect={(phoneTab) => changeSettings({ phoneTab })}
        format={m.count}
      />
    </nav>
  );
}
