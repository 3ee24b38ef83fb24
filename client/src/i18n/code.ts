import { topic, type Words } from './words.js';

export type CodeMessages = Words['code'];

export const [codeMessagesOf, useCodeMessages] = topic('code');
