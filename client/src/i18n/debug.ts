import { topic, type Words } from './words.js';

export type DebugMessages = Words['debug'];

export const [debugMessagesOf, useDebugMessages] = topic('debug');
