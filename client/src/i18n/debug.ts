import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { debugEn } from './debug.en.js';
import { debugZh } from './debug.zh.js';

export type DebugMessages = typeof debugZh;

export const debugMessagesOf = (language: Language): DebugMessages => (language === 'zh' ? debugZh : debugEn);

export const useDebugMessages = (): DebugMessages => debugMessagesOf(useSetting('language'));
