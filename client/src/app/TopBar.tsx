import { useMessages } from '../i18n/messages.js';
import { changeLanguage } from '../running/language.js';
import { useIsOpen } from '../state/debug.js';
import { useRunningSince } from '../state/runs.js';
import { changeSettings, useSetting } from '../state/settings.js';
import { app, useApp } from '../state/store.js';
import { Button } from '../ui/Button.js';
import { Segment } from '../ui/Segment.js';
import { actionOf } from './actions.js';
import { ActionButton } from './ActionButton.js';
import { Elapsed } from './Elapsed.js';
import { TargetSwitch } from './TargetSwitch.js';
import css from './TopBar.module.css';

export function TopBar() {
  const m = useMessages();
  const language = useSetting('language');
  const target = useSetting('target');
  const busy = useApp((state) => state.health[target]?.health === 'busy');
  const runningSince = useRunningSince();
  const recordable = useApp((state) => actionOf('record').applies?.(state) === true);
  const tryable = useApp((state) => actionOf('dry-run').applies?.(state) === true);
  const open = useIsOpen();
  const active = busy || runningSince !== undefined;
  return (
    <header className={css.bar} data-region>
      <a
        className={css.logo}
        href="/"
        aria-label={m.logo}
        onClick={(event) => {
          event.preventDefault();
          app.setState({ started: false });
          changeSettings({ phoneTab: 'reply' });
        }}
      >
        <Logo />
        <span>Luascope</span>
      </a>
      <h1 className="vh">Luascope</h1>
      <span className={css.rule} />
      <TargetSwitch />
      <span className={css.rule} />
      <div className={css.actions}>
        {active ? (
          <>
            <ActionButton id="kill" kind="danger" keycap testId="btn-kill" />
            <span className={css.running}>
              {m.running}
              {runningSince !== undefined && <Elapsed since={runningSince} />}
            </span>
          </>
        ) : null}
        <ActionButton id="run" kind={active ? 'line' : 'primary'} keycap testId="btn-run" />
        {open ? (
          <ActionButton id="show-recording" kind="line" className={css.open} testId="btn-recording-open" />
        ) : (
          recordable && <ActionButton id="record" kind="line" keycap testId="btn-record" />
        )}
        {tryable && <ActionButton id="dry-run" kind="plain" testId="btn-dryrun" />}
      </div>
      <span className="grow" />
      <Segment
        label="Language / 语言"
        options={[
          { value: 'en', label: 'EN', lang: 'en' },
          { value: 'zh', label: '中文', lang: 'zh-CN' },
        ]}
        value={language}
        onChange={(value) => void changeLanguage(value)}
        testId="lang-switch"
      />
      <ThemeButton />
    </header>
  );
}

function ThemeButton() {
  const m = useMessages();
  const theme = useSetting('theme');
  return (
    <Button
      icon="theme"
      iconOnly
      label={theme === 'dark' ? m.toLight : m.toDark}
      onClick={() => changeSettings({ theme: theme === 'dark' ? 'light' : 'dark' })}
      testId="btn-theme"
    />
  );
}

function Logo() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none">
      <circle cx="10" cy="10" r="8.1" stroke="var(--accent)" strokeWidth="1.6" />
      <path d="M13.4 12.3A4.7 4.7 0 0 1 7.7 6.600a4.700 4.700 0 1 0 5.700 5.700z" fill="currentColor" />
      <path
        d="M10 .8v3M10 16.200v3M.8 10h3M16.200 10h3"
        stroke="var(--accent)"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </svg>
  );
}
