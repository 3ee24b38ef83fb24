import { topic, type Words } from './words.js';

export type LimitsMessages = Words['limits'];

export const [, useLimitsMessages] = topic('limits');
