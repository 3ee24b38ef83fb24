import { sha1Hex } from '@luascope/shared/sha1';
import { codeMessagesOf } from '../../i18n/code.js';
import { scriptBytes } from '../../state/request.js';
import { announce } from '../../state/screen.js';
import { selectedScript } from '../../state/scripts.js';
import { app } from '../../state/store.js';
import { invocationOf, shellLine } from './command.js';

/** Copies what Run would send as a command for a shell. */
export async function copyCommand(): Promise<void> {
  const state = app.getState();
  const script = selectedScript(state);
  const server = state.health[state.settings.target]?.server;
  const m = codeMessagesOf(state.settings.language);
  const line = shellLine(invocationOf(script, sha1Hex(scriptBytes(script.text))), {
    address: server?.address,
    db: server?.db,
    resp: script.resp,
  });
  try {
    await navigator.clipboard.writeText(line);
    announce(m.invoke.copied);
  } catch {
    announce(m.invoke.notCopied);
  }
}
