import { loadWords } from '../i18n/words.js';
import type { Language } from '../state/model.js';
import { changeSettings } from '../state/settings.js';
import { app } from '../state/store.js';

/** What was chosen last: words that arrive after another choice change nothing. */
let chosen: Language | undefined;

/** Changes the language at once when all its words are there; until then, and when they do not arrive, the page stays as it is. */
export async function changeLanguage(language: Language): Promise<void> {
  chosen = language;
  try {
    await loadWords(language);
  } catch {
    if (chosen === language) app.setState({ missingLanguage: language });
    return;
  }
  if (chosen !== language) return;
  changeSettings({ language });
  app.setState({ missingLanguage: undefined });
}
