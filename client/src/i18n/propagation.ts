import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { propagationEn } from './propagation.en.js';
import { propagationZh } from './propagation.zh.js';
import type { Widened } from './widened.js';

export type PropagationMessages = Widened<typeof propagationEn>;

const propagationMessagesOf = (language: Language): PropagationMessages =>
  language === 'zh' ? propagationZh : propagationEn;

export const usePropagationMessages = (): PropagationMessages => propagationMessagesOf(useSetting('language'));
