import { topic, type Words } from './words.js';

export type RecordingMessages = Words['recording'];

export const [recordingMessagesOf, useRecordingMessages] = topic('recording');
