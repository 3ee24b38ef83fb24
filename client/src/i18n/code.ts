import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { codeEn } from './code.en.js';
import { codeZh } from './code.zh.js';

/** The words of the left side of the screen: where a run is written. */
export type CodeMessages = typeof codeEn;

export const codeMessagesOf = (language: Language): CodeMessages => (language === 'zh' ? codeZh : codeEn);

export const useCodeMessages = (): CodeMessages => codeMessagesOf(useSetting('language'));
