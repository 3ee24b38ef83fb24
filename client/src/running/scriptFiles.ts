import { codeMessagesOf } from '../i18n/code.js';
import type { Script } from '../state/script.js';
import { announce } from '../state/screen.js';
import { openScript } from '../state/scripts.js';
import { app } from '../state/store.js';

/** A script longer than this is refused: it would not fit into what a browser keeps. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Opens each file in a tab of its own. Says so, and which could not be read as text. */
export async function openFiles(files: readonly File[]): Promise<void> {
  const m = codeMessagesOf(app.getState().settings.language).edit;
  for (const file of files) {
    const text = file.size <= MAX_BYTES ? await readText(file) : undefined;
    if (text === undefined) announce(m.unreadable(file.name));
    else {
      openScript({ name: file.name, text: text.replace(/\r\n?/g, '\n') });
      announce(m.opened(file.name));
    }
  }
}

/** The file as UTF-8, undefined when it is none: bytes must not be changed unseen. */
async function readText(file: File): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** Lets the user choose files to open. */
export function chooseFiles(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.lua,text/plain';
  input.multiple = true;
  input.addEventListener('change', () => void openFiles([...(input.files ?? [])]));
  input.click();
}

/** Saves a script as a file of its name. */
export const saveFile = (script: Script): void =>
  saveBlob(script.name, new Blob([script.text], { type: 'text/x-lua' }));

export const saveBytes = (name: string, octets: Uint8Array<ArrayBuffer>): void =>
  saveBlob(name, new Blob([octets], { type: 'application/octet-stream' }));

function saveBlob(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the data by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
