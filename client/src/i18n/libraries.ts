import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { librariesEn } from './libraries.en.js';
import { librariesZh } from './libraries.zh.js';
import type { Widened } from './widened.js';

export type LibrariesMessages = Widened<typeof librariesEn>;

export const librariesMessagesOf = (language: Language): LibrariesMessages =>
  language === 'zh' ? librariesZh : librariesEn;

export const useLibrariesMessages = (): LibrariesMessages => librariesMessagesOf(useSetting('language'));
