import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import type { EditorWords } from '../editor/words/words.js';
import type { codeEn } from './code.en.js';
import type { debugEn } from './debug.en.js';
import type { en } from './en.js';
import type { librariesEn } from './libraries.en.js';
import type { limitsEn } from './limits.en.js';
import type { propagationEn } from './propagation.en.js';
import type { recordingEn } from './recording.en.js';
import type { Widened } from './widened.js';

/** All the words of one language, by topic. They are a part of the program of their own, so that nobody waits for a language not chosen. */
export interface Words {
  readonly messages: Widened<typeof en>;
  readonly code: typeof codeEn;
  readonly debug: Widened<typeof debugEn>;
  readonly editor: EditorWords;
  readonly libraries: Widened<typeof librariesEn>;
  readonly limits: Widened<typeof limitsEn>;
  readonly propagation: Widened<typeof propagationEn>;
  readonly recording: Widened<typeof recordingEn>;
}

const LANGUAGES: Readonly<Record<Language, () => Promise<{ readonly words: Words }>>> = {
  en: () => import('./words.en.js'),
  zh: () => import('./words.zh.js'),
};

const loaded = new Map<Language, Words>();

/** Fetches a language; rejects when it does not arrive. To be awaited before `settings.language` becomes that language. */
export async function loadWords(language: Language): Promise<void> {
  if (loaded.has(language)) return;
  const { words } = await LANGUAGES[language]();
  loaded.set(language, words);
}

/** All words of a language that was loaded. */
export function wordsOf(language: Language): Words {
  const words = loaded.get(language);
  if (words === undefined) throw new Error(`The words of ${language} were not loaded.`);
  return words;
}

export const useWords = (): Words => wordsOf(useSetting('language'));

/** A topic of the words: in a language that was loaded, and for components in the chosen one. */
export function topic<K extends keyof Words>(name: K) {
  const of = (language: Language): Words[K] => wordsOf(language)[name];
  return [of, () => of(useSetting('language'))] as const;
}
