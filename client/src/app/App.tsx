import { useEffect } from 'react';
import { useMessages } from '../i18n/messages.js';
import { useSetting } from '../state/settings.js';
import { useApp } from '../state/store.js';
import { TipLayer } from '../ui/TipLayer.js';
import css from './App.module.css';
import { Transport } from '../panels/transport/Panel.js';
import { Banner } from './Banner.js';
import { Dialogs } from './dialogs/Dialogs.js';
import { DropZone } from './DropZone.js';
import { Notices } from './Notices.js';
import { PhoneBar } from './PhoneBar.js';
import { PhoneTabs } from './PhoneTabs.js';
import { StatusBar } from './StatusBar.js';
import { TopBar } from './TopBar.js';
import { Workspace } from './Workspace.js';
import { useBusyNotes } from './useBusyNotes.js';
import { useLayout } from '../ui/useLayout.js';
import { useServerScripts } from './useServerScripts.js';
import { useShortcuts } from './shortcuts.js';

export function App() {
  const m = useMessages();
  const layout = useLayout();
  const theme = useSetting('theme');
  useShortcuts();
  useServerScripts();
  useBusyNotes();
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.lang = m.code;
  }, [theme, m]);
  return (
    <div className={css.app} data-layout={layout}>
      <a className={css.skip} href="#main">
        {m.skip}
      </a>
      <TopBar />
      <Banner />
      {layout === 'phone' && <PhoneTabs />}
      <main id="main" className={css.main} tabIndex={-1}>
        <Workspace layout={layout} />
      </main>
      {layout === 'phone' ? (
        <>
          <Notices />
          <Transport />
          <PhoneBar />
        </>
      ) : (
        <>
          <Transport />
          <Notices />
          <StatusBar />
        </>
      )}
      <Announcements />
      <Dialogs />
      <DropZone />
      <TipLayer />
    </div>
  );
}

function Announcements() {
  const { text, n } = useApp((state) => state.announcement);
  // The same words twice are read twice: the text node is a new one.
  return (
    <output className="vh" aria-live="polite" data-testid="live-polite">
      <span key={n}>{text}</span>
    </output>
  );
}
