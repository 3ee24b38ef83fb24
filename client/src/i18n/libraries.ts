import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { librariesEn } from './libraries.en.js';
import { librariesZh } from './libraries.zh.js';

/** Literal types of the English texts become `string`, functions and groups keep their shape. */
type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => R
    : { readonly [K in keyof T]: Widened<T[K]> };
export type LibrariesMessages = Widened<typeof librariesEn>;

export const librariesMessagesOf = (language: Language): LibrariesMessages =>
  language === 'zh' ? librariesZh : librariesEn;

export const useLibrariesMessages = (): LibrariesMessages => librariesMessagesOf(useSetting('language'));
