import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { en } from './en.js';
import { zh } from './zh.js';

/** Literal types of the English texts become `string`, functions and groups keep their shape. */
type Widen<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => R
    : { readonly [K in keyof T]: Widen<T[K]> };
export type Messages = Widen<typeof en>;

const LANGUAGES: Readonly<Record<Language, Messages>> = { en, zh };

export const messagesOf = (language: Language): Messages => LANGUAGES[language];

/** The texts in the chosen language. */
export const useMessages = (): Messages => messagesOf(useSetting('language'));
