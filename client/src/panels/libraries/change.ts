import { fromOctets, toOctets, type Bytes } from '@luascope/shared/bytes';
import { create } from 'zustand';
import { librariesMessagesOf } from '../../i18n/libraries.js';
import { messagesOf } from '../../i18n/messages.js';
import { describeFailure } from '../../running/describe.js';
import { failureOf } from '../../running/run.js';
import { saveBytes } from '../../running/scriptFiles.js';
import type { Target } from '../../state/model.js';
import { scriptBytes } from '../../state/request.js';
import { announce, openDialog } from '../../state/screen.js';
import { selectedScript } from '../../state/scripts.js';
import { app } from '../../state/store.js';

export type RestorePolicy = 'APPEND' | 'REPLACE' | 'FLUSH';

/** What came of the last change that was asked for here: the panel shows a refusal until the next one. */
interface Outcome {
  readonly target: Target;
  /** The server's own words. */
  readonly refusal: string;
  /** The same library could be loaded over the one that is there. */
  readonly canReplace: boolean;
}

export const useRefusal = create<{ readonly outcome: Outcome | undefined }>(() => ({ outcome: undefined }));
export const dismissRefusal = (): void => useRefusal.setState({ outcome: undefined });

/** Sends a command; answers its reply's value, or undefined after showing why there is none. */
async function send(command: readonly Bytes[], canReplace = false): Promise<Bytes | undefined> {
  const { engines, settings } = app.getState();
  const { target, language } = settings;
  const refuse = (refusal: string): undefined => {
    useRefusal.setState({ outcome: { target, refusal, canReplace } });
    announce(refusal);
  };
  dismissRefusal();
  try {
    const reply = await engines[target]?.execute(command);
    if (reply?.type === 'error') return refuse(reply.text);
    return reply?.type === 'bulk' ? reply.value : '';
  } catch (error) {
    return refuse(describeFailure(failureOf(error), messagesOf(language)));
  }
}

const words = () => librariesMessagesOf(app.getState().settings.language);

/** FUNCTION LOAD of the script in the editor. */
export async function loadLibrary(replace: boolean): Promise<void> {
  const code = scriptBytes(selectedScript(app.getState()).text);
  const name = await send(['FUNCTION', 'LOAD', ...(replace ? ['REPLACE'] : []), code], !replace);
  if (name !== undefined) announce(words().loaded(name));
}

export async function deleteLibrary(name: Bytes): Promise<void> {
  if ((await send(['FUNCTION', 'DELETE', name])) !== undefined) announce(words().deleted(name));
}

export async function flushLibraries(): Promise<void> {
  if ((await send(['FUNCTION', 'FLUSH'])) !== undefined) announce(words().flushed);
}

/** FUNCTION DUMP as a file. */
export async function dumpLibraries(): Promise<void> {
  const payload = await send(['FUNCTION', 'DUMP']);
  if (payload === undefined) return;
  saveBytes('functions.rdb', toOctets(payload));
  announce(words().dumped(payload.length));
}

/** Lets the user choose a file of FUNCTION DUMP, then asks what is to become of the libraries that are there. */
export function chooseDump(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.rdb,application/octet-stream';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file !== undefined) void file.arrayBuffer().then((content) => askPolicy(file.name, new Uint8Array(content)));
  });
  input.click();
}

function askPolicy(file: string, content: Uint8Array): void {
  openDialog({ kind: 'restore-libraries', file, payload: fromOctets(content) });
}

export async function restoreLibraries(payload: Bytes, policy: RestorePolicy): Promise<void> {
  if ((await send(['FUNCTION', 'RESTORE', payload, policy])) !== undefined) announce(words().restored);
}
