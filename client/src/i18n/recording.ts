import type { Language } from '../state/model.js';
import { useSetting } from '../state/settings.js';
import { recordingEn } from './recording.en.js';
import { recordingZh } from './recording.zh.js';
import type { Widened } from './widened.js';

export type RecordingMessages = Widened<typeof recordingEn>;

export const recordingMessagesOf = (language: Language): RecordingMessages =>
  language === 'zh' ? recordingZh : recordingEn;

export const useRecordingMessages = (): RecordingMessages => recordingMessagesOf(useSetting('language'));
