import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { en } from './en.js';
import { zh } from './zh.js';
import type { Widened } from './widened.js';

export type Messages = Widened<typeof en>;

const LANGUAGES: Readonly<Record<Language, Messages>> = { en, zh };

export const messagesOf = (language: Language): Messages => LANGUAGES[language];

/** The texts in the chosen language. */
export const useMessages = (): Messages => messagesOf(useSetting('language'));
