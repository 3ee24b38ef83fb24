import type { editor } from 'monaco-editor/editor';
import { recordingMessagesOf } from '../i18n/recording.js';
import { openSession } from '../state/debug.js';
import { announce } from '../state/screen.js';
import { app } from '../state/store.js';

/** While a recording is open its script stays as it ran: the editor reads only, and says so to whoever types. Returns the end of it. */
export function lockWhileOpen(instance: editor.IStandaloneCodeEditor): () => void {
  const apply = () => {
    const readOnly = openSession(app.getState()) !== undefined;
    if (instance.getRawOptions().readOnly !== readOnly) instance.updateOptions({ readOnly });
  };
  apply();
  const stop = app.subscribe(apply);
  const attempt = instance.onDidAttemptReadOnlyEdit(() =>
    announce(recordingMessagesOf(app.getState().settings.language).locked),
  );
  return () => {
    stop();
    attempt.dispose();
  };
}
