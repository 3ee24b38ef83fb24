import { topic, type Words } from './words.js';

export type Messages = Words['messages'];

export const [messagesOf, useMessages] = topic('messages');
