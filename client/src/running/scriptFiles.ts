import { codeMessagesOf } from '../i18n/code.js';
import { recordingMessagesOf } from '../i18n/recording.js';
import type { Script } from '../state/script.js';
import { announce } from '../state/screen.js';
import { openScript } from '../state/scripts.js';
import { app } from '../state/store.js';
import { download } from './download.js';

/** A script longer than this is refused: it would not fit into what a browser keeps. */
const MAX_SCRIPT_BYTES = 2 * 1024 * 1024;
const MAX_RECORDING_BYTES = 256 * 1024 * 1024;

/** Opens each file, a script or a recording, in a tab of its own. Says so, and which could not be read. */
export async function openFiles(files: readonly File[]): Promise<void> {
  for (const file of files) await openFile(file);
}

async function openFile(file: File): Promise<void> {
  const { language } = app.getState().settings;
  const m = codeMessagesOf(language).edit;
  if (file.size > MAX_RECORDING_BYTES) return announce(recordingMessagesOf(language).problems.large(file.name));
  const text = await readText(file);
  if (text === undefined) return announce(m.unreadable(file.name));
  // No script begins like this.
  if (/^\s*[{[]/.test(text)) return (await recordingFiles()).openRecording(text, file.name);
  if (file.size > MAX_SCRIPT_BYTES) return announce(m.unreadable(file.name));
  openScript({ name: file.name, text: text.replace(/\r\n?/g, '\n') });
  announce(m.opened(file.name));
}

/** What knows the format of recordings is loaded when the first one is saved or opened. */
const recordingFiles = () => import('./recordingFiles.js');

/** The file as UTF-8, undefined when it is none: bytes must not be changed unseen. */
async function readText(file: File): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** Lets the user choose scripts and recordings to open. */
export function chooseFiles(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.lua,.json,text/plain,application/json';
  input.multiple = true;
  input.addEventListener('change', () => void openFiles([...(input.files ?? [])]));
  input.click();
}

/** Saves a script as a file of its name. */
export const saveFile = ({ name, text }: Script): void => download(name, new Blob([text], { type: 'text/x-lua' }));

export const saveBytes = (name: string, octets: Uint8Array<ArrayBuffer>): void =>
  download(name, new Blob([octets], { type: 'application/octet-stream' }));

/** Saves what is shown of the selected script's run. */
export async function saveRecordingFile(): Promise<void> {
  (await recordingFiles()).saveRecording();
}
