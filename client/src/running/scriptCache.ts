import type { Bytes } from '@luascope/shared/bytes';
import type { RespValue } from '@luascope/shared/resp';
import { messagesOf } from '../i18n/messages.js';
import { announce } from '../state/screen.js';
import { forgetExists, noteExists, noteScript } from '../state/serverScripts.js';
import { app } from '../state/store.js';
import { describeFailure } from './describe.js';
import { failureOf } from './run.js';

/** Asks SCRIPT EXISTS for scripts on the selected target. Silent when the target cannot answer now: it is asked again when it can. */
export async function askExists(sha1s: readonly string[]): Promise<void> {
  const { engines, health, settings } = app.getState();
  const { target } = settings;
  const engine = engines[target];
  if (engine === undefined || health[target]?.health !== 'ready' || sha1s.length === 0) return;
  const reply = await engine.execute(['SCRIPT', 'EXISTS', ...sha1s]).catch((): RespValue | undefined => undefined);
  if (reply?.type !== 'array') return;
  const answers = sha1s.map((sha1, i) => {
    const item = reply.items[i];
    return [sha1, item?.type === 'integer' && Number(item.value) === 1] as const;
  });
  noteExists(target, Object.fromEntries(answers));
}

/** SCRIPT LOAD; returns the SHA1 the server answered, or undefined after saying why not. */
export async function loadScript(source: Bytes): Promise<string | undefined> {
  const { engines, settings } = app.getState();
  const { target, language } = settings;
  const m = messagesOf(language);
  try {
    const reply = await engines[target]?.execute(['SCRIPT', 'LOAD', source]);
    if (reply?.type === 'bulk') {
      noteScript(target, { sha1: reply.value, source, via: 'SCRIPT LOAD', loadedAt: Date.now() }, false);
      noteExists(target, { [reply.value]: true });
      announce(m.announce.loaded(reply.value.slice(0, 8)));
      return reply.value;
    }
    if (reply?.type === 'error') announce(reply.text);
  } catch (error) {
    announce(describeFailure(failureOf(error), m));
  }
  return undefined;
}

export async function flushScripts(): Promise<void> {
  const { engines, settings, serverScripts } = app.getState();
  const { target, language } = settings;
  const m = messagesOf(language);
  try {
    const reply = await engines[target]?.execute(['SCRIPT', 'FLUSH']);
    if (reply?.type === 'error') return announce(reply.text);
    forgetExists(target);
    await askExists(serverScripts[target].known.map(({ sha1 }) => sha1));
    announce(m.announce.flushed);
  } catch (error) {
    announce(describeFailure(failureOf(error), m));
  }
}
