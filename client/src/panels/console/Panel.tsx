import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useMessages } from '../../i18n/messages.js';
import { killScript } from '../../running/kill.js';
import { serverName } from '../../running/targetName.js';
import { openDialog } from '../../state/screen.js';
import { useSetting } from '../../state/settings.js';
import { app, useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { executeLine } from './execute.js';
import { ScrollArea } from '../../ui/ScrollArea.js';
import css from './Panel.module.css';

/** A second client of the selected target, as redis-cli is one. */
export function ConsolePanel() {
  const m = useMessages();
  const target = useSetting('target');
  const entries = useApp((state) => state.console[target]);
  const session = useApp((state) => state.consoleSessions[target]);
  const health = useApp((state) => state.health[target]);
  const log = useRef<HTMLDivElement>(null);
  const address = target === 'sandbox' ? 'sandbox' : (serverName(health?.server, m) ?? 'live');
  const prompt = `${address}${session.db === 0 ? '' : `[${session.db}]`}${session.transaction ? '(TX)' : ''}>`;

  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [entries]);

  return (
    <>
      <ScrollArea ref={log} log label={m.console.output} className={css.log} testId="console-log">
        {entries.length === 0 && <p className="dim">{m.console.empty}</p>}
        {entries.map(({ id, kind, text }) => (
          <div key={id} className={css[kind]} data-prompt={kind === 'in' ? prompt : undefined}>
            {text}
          </div>
        ))}
      </ScrollArea>
      <Prompt prompt={prompt} />
    </>
  );
}

function Prompt({ prompt }: { readonly prompt: string }) {
  const m = useMessages();
  const target = useSetting('target');
  const health = useApp((state) => state.health[target]);
  const session = useApp((state) => state.consoleSessions[target]);
  const history = useApp((state) => state.consoleHistory);
  const [line, setLine] = useState('');
  /** How far back in the history the arrows went; 0 is the line being typed. */
  const [back, setBack] = useState(0);
  const draft = useRef('');

  const recall = (steps: number) => {
    const to = Math.max(0, Math.min(history.length, back + steps));
    if (to === back) return;
    if (back === 0) draft.current = line;
    setBack(to);
    setLine(to === 0 ? draft.current : history.at(-to)!);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      recall(event.key === 'ArrowUp' ? 1 : -1);
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void executeLine(line);
      setLine('');
      setBack(0);
    } else if (event.key === 'Escape') {
      app.getState().editor?.focus();
    }
  };
  const busy = health?.health === 'busy';
  return (
    <div className={css.prompt}>
      <label htmlFor="console-input" className="dim">
        <span className="vh">{m.console.input}</span>
        <span aria-hidden="true">{prompt}</span>
      </label>
      <input
        id="console-input"
        data-console-input
        data-testid="console-input"
        value={line}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(event) => setLine(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {session.streaming && !busy && (
        <>
          <span className="dim">{m.console.streaming}</span>
          <Button small kind="line" label={m.console.stop} onClick={() => void executeLine('RESET')} />
        </>
      )}
      {busy && (
        <>
          <span className="dim">{m.console.allowedNow}</span>
          {!health.busy?.wrote && (
            <Button small kind="line" mono label="SCRIPT KILL" onClick={() => void killScript()} />
          )}
          {health.capabilities.shutdown && (
            <Button small kind="line" mono label="SHUTDOWN NOSAVE…" onClick={() => openDialog({ kind: 'shutdown' })} />
          )}
        </>
      )}
    </div>
  );
}

export function ConsoleTools() {
  const m = useMessages();
  return <span className="tag a">{m.console.secondClient}</span>;
}
