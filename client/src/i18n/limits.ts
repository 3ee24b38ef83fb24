import { topic, type Words } from './words.js';

export type LimitsMessages = Words['limits'];

export const [limitsMessagesOf, useLimitsMessages] = topic('limits');
