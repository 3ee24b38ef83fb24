import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { propagationEn } from './propagation.en.js';
import { propagationZh } from './propagation.zh.js';

/** Literal types of the English texts become `string`, functions and groups keep their shape. */
type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => R
    : { readonly [K in keyof T]: Widened<T[K]> };
export type PropagationMessages = Widened<typeof propagationEn>;

const propagationMessagesOf = (language: Language): PropagationMessages =>
  language === 'zh' ? propagationZh : propagationEn;

export const usePropagationMessages = (): PropagationMessages => propagationMessagesOf(useSetting('language'));
