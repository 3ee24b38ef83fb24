import { sha1Hex } from '@luascope/shared/sha1';
import { useEffect, useId, useMemo } from 'react';
import { useCodeMessages } from '../../i18n/code.js';
import { askExists } from '../../running/scriptCache.js';
import { toText } from '@luascope/shared/bytes';
import { useIsOpen } from '../../state/debug.js';
import { functionsOf, scriptBytes } from '../../state/request.js';
import { isLibraryMode, MODES, type Script } from '../../state/script.js';
import { editScript, useSelectedScript } from '../../state/scripts.js';
import { cacheState } from '../../state/serverScripts.js';
import { useApp } from '../../state/store.js';
import { Button } from '../../ui/Button.js';
import { Select } from '../../ui/Select.js';
import { invocationOf, promptLine, shortBody, shownWord } from './command.js';
import { copyCommand } from './copy.js';
import css from './Panel.module.css';

/** What Run will send, to the byte: the command, the SHA1 of the script and whether the target has it. */
export function InvocationPanel() {
  const m = useCodeMessages();
  const locked = useIsOpen();
  const script = useSelectedScript();
  const sha1 = useMemo(() => sha1Hex(scriptBytes(script.text)), [script.text]);
  const invocation = useMemo(() => invocationOf(script, sha1), [script, sha1]);
  return (
    <section className={css.panel} aria-label={m.invoke.label} data-testid="invocation">
      <div className={css.first}>
        <Select
          aria-label={m.invoke.mode}
          testId="mode-select"
          disabled={locked}
          value={script.mode}
          onChange={(event) => {
            const mode = MODES.find((each) => each === event.target.value);
            if (mode !== undefined) editScript(script.id, { mode });
          }}
        >
          {MODES.map((mode) => (
            <option key={mode}>{mode}</option>
          ))}
        </Select>
        {isLibraryMode(script.mode) && <FunctionName script={script} />}
        <div className={css.line} data-tip={tipOf(promptLine(invocation, TIP_CHARS))} data-testid="invocation-line">
          <span className="vh">{m.invoke.line}: </span>
          <span className="trunc">
            {invocation.library !== undefined && <span className={css.command}>FUNCTION LOAD REPLACE … · </span>}
            <span className={css.command}>{invocation.mode}</span>{' '}
            <span className={script.mode.startsWith('EVALSHA') ? css.number : css.text}>{shortBody(invocation)}</span>{' '}
            <span className={css.number}>{invocation.keys.length}</span>
            {invocation.keys.map((key, i) => (
              <span key={i} className={css.key}>
                {' '}
                {shownWord(key)}
              </span>
            ))}
            {invocation.args.map((arg, i) => (
              <span key={i} className={css.text}>
                {' '}
                {shownWord(arg)}
              </span>
            ))}
          </span>
        </div>
        <Button
          icon="copy"
          kind="line"
          iconOnly
          label={m.invoke.copy}
          className={css.copy}
          testId="btn-copy-command"
          shortcut="Alt+C"
          onClick={() => void copyCommand()}
        />
      </div>
      <div className={css.second}>
        <span className={css.sha} data-testid="script-sha" data-sha={sha1} data-tip={m.invoke.sha}>
          sha1 <b>{sha1.slice(0, 8)}</b>
          {sha1.slice(8)}
        </span>
        <span className="grow" />
        <Select
          look="quiet"
          aria-label={m.invoke.resp}
          testId="resp-select"
          disabled={locked}
          value={script.resp}
          onChange={(event) => editScript(script.id, { resp: event.target.value === '3' ? 3 : 2 })}
        >
          <option value={2}>RESP2</option>
          <option value={3}>RESP3</option>
        </Select>
        {!isLibraryMode(script.mode) && <CacheState sha1={sha1} />}
      </div>
    </section>
  );
}

/** The function that FCALL calls: one of the library's, or any other name. */
function FunctionName({ script }: { readonly script: Script }) {
  const m = useCodeMessages();
  const locked = useIsOpen();
  const choices = useMemo(() => functionsOf(script.text).map((name) => toText(name) ?? name), [script.text]);
  const list = useId();
  return (
    <>
      <input
        className={css.function}
        aria-label={m.invoke.functionName}
        data-testid="function-name"
        readOnly={locked}
        spellCheck={false}
        autoComplete="off"
        list={list}
        placeholder={choices[0]}
        value={script.functionName ?? ''}
        onChange={(event) => editScript(script.id, { functionName: event.target.value })}
      />
      <datalist id={list}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </datalist>
    </>
  );
}

/** Rests this long after a keystroke before the target is asked. */
const PAUSE_MS = 200;

function CacheState({ sha1 }: { readonly sha1: string }) {
  const m = useCodeMessages();
  const state = useApp((now) => cacheState(now, sha1));
  const target = useApp((now) => now.settings.target);
  const health = useApp((now) => now.health[now.settings.target]?.health);
  useEffect(() => {
    if (state !== 'unknown' || health !== 'ready') return;
    const timer = setTimeout(() => void askExists([sha1]), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [sha1, state, target, health]);
  const words = { cached: m.invoke.cached, absent: m.invoke.absent, unknown: m.invoke.unknown };
  return (
    <span className={css.cache} data-testid="cache-state" data-state={state}>
      <span className={state === 'cached' ? 'dot' : 'dot off'} />
      {words[state]}
    </span>
  );
}

/** A tooltip is for reading, not for a whole library. */
const TIP_CHARS = 1200;
const tipOf = (line: string): string =>
  line.length <= TIP_CHARS ? line : `${line.slice(0, TIP_CHARS / 2)}\n…\n${line.slice(-TIP_CHARS / 2)}`;
