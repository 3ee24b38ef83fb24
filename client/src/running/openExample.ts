import { scriptOf, type Example } from '../panels/start/examples.js';
import { editScript, openScript, selectScript } from '../state/scripts.js';
import { changeSettings } from '../state/settings.js';
import { app } from '../state/store.js';
import { resetData } from './reset.js';

/**
 * Opens an example in a tab of its own, or goes to the tab where it is already; that one is as the example again only when nothing was
 * changed in it. An example that keeps its data begins with the data it names.
 */
export async function openExample(example: Example): Promise<void> {
  const { scripts } = app.getState();
  const open = Object.values(scripts).find((script) => script.example === example.id && script.text === example.text);
  if (open === undefined) openScript(scriptOf(example));
  else {
    selectScript(open.id);
    const { data, given } = scriptOf(example);
    editScript(open.id, { data, given });
  }
  changeSettings({ phoneTab: 'code' });
  if (example.data === 'keep') await resetData();
}

/** What a browser that was never here starts with, in place of its one empty tab. */
export function openFirstExample(example: Example): void {
  const { selected } = app.getState();
  editScript(selected, scriptOf(example));
}
