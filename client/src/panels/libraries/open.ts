import { toText } from '@luascope/shared/bytes';
import { messagesOf } from '../../i18n/messages.js';
import { textOf } from '../cache/select.js';
import type { Mode, ScriptId } from '../../state/script.js';
import { scriptBytes } from '../../state/request.js';
import { announce } from '../../state/screen.js';
import { editScript, openScript, selectScript } from '../../state/scripts.js';
import { changeSettings } from '../../state/settings.js';
import { app } from '../../state/store.js';
import type { ListedFunction, ListedLibrary } from './read.js';

/** Opens the tab that holds exactly this library, else a new one. */
export function openInEditor(library: ListedLibrary, mode?: Mode): ScriptId {
  const { scripts, settings } = app.getState();
  const open = Object.values(scripts).find(({ text }) => scriptBytes(text) === library.code);
  changeSettings({ phoneTab: 'code' });
  if (open !== undefined) {
    selectScript(open.id);
    return open.id;
  }
  const { text, exact } = textOf(library.code);
  if (!exact) announce(messagesOf(settings.language).cache.noText);
  return openScript({ name: `${library.name}.lua`, text, mode: mode ?? 'FCALL' });
}

/** How a function can be called: FCALL_RO refuses one that may write. */
export const callMode = (listed: ListedFunction): Mode => (listed.flags.includes('no-writes') ? 'FCALL_RO' : 'FCALL');

/** Opens the library, ready to call the function once keys and arguments are given. */
export function callInEditor(library: ListedLibrary, listed: ListedFunction): void {
  const mode = callMode(listed);
  const id = openInEditor(library, mode);
  editScript(id, { mode, functionName: toText(listed.name) ?? listed.name });
  changeSettings({ phoneTab: 'inputs' });
}
