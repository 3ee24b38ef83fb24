import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.js';
import { editorThere, painted } from './app/inOrder.js';
import { loadWords } from './i18n/words.js';
import { EXAMPLES } from './panels/start/examples.js';
import { openFirstExample } from './running/openExample.js';
import { startEngines } from './running/startEngines.js';
import { followEdits } from './state/breakpoints.js';
import { keepDebug } from './state/keepDebug.js';
import { keepRuns } from './state/keepRuns.js';
import { keepScripts } from './state/keepScripts.js';
import { keepSettings } from './state/keepSettings.js';
import { freshId } from './state/script.js';
import { scriptList } from './state/scripts.js';
import { app } from './state/store.js';
import './styles/index.css';

/** On a lower window Given starts folded: the code needs the room. */
const LOW_WINDOW = 820;

const { dataset, lang } = document.documentElement;
keepSettings(
  localStorage,
  sessionStorage,
  window,
  {
    // As first-paint.js chose them.
    theme: dataset['theme'] === 'light' ? 'light' : 'dark',
    language: lang.startsWith('zh') ? 'zh' : 'en',
    givenOpen: innerHeight > LOW_WINDOW,
  },
  loadWords,
);
const words = loadWords(app.getState().settings.language);
// Nothing was ever typed here: the first example takes the place of the empty script.
const [first] = scriptList(app.getState().scripts);
if (first !== undefined) openFirstExample(EXAMPLES[0]!);
keepScripts(localStorage, window, freshId());
keepDebug(localStorage, window);
followEdits();
void keepRuns();
void editorThere().then(painted).then(startEngines);

/** The shell is seen first, and not only when the app is ready. */
async function show(): Promise<void> {
  const root = document.getElementById('root')!;
  await painted();
  try {
    await words;
  } catch {
    // No words at all: the sentence of the page itself.
    root.dataset['failed'] = '';
    return;
  }
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
void show();
