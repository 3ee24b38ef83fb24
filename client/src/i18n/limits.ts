import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { limitsEn } from './limits.en.js';
import { limitsZh } from './limits.zh.js';

/** Literal types of the English texts become `string`, functions keep their shape. */
export type LimitsMessages = {
  readonly [K in keyof typeof limitsEn]: (typeof limitsEn)[K] extends string ? string : (typeof limitsEn)[K];
};

export const limitsMessagesOf = (language: Language): LimitsMessages => (language === 'zh' ? limitsZh : limitsEn);

export const useLimitsMessages = (): LimitsMessages => limitsMessagesOf(useSetting('language'));
