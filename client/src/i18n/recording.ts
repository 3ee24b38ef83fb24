import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { recordingEn } from './recording.en.js';
import { recordingZh } from './recording.zh.js';

/** Literal types of the English texts become `string`, functions and groups keep their shape. */
type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => R
    : { readonly [K in keyof T]: Widened<T[K]> };
export type RecordingMessages = Widened<typeof recordingEn>;

export const recordingMessagesOf = (language: Language): RecordingMessages =>
  language === 'zh' ? recordingZh : recordingEn;

export const useRecordingMessages = (): RecordingMessages => recordingMessagesOf(useSetting('language'));
