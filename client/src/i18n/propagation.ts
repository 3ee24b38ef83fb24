import { topic, type Words } from './words.js';

export type PropagationMessages = Words['propagation'];

export const [, usePropagationMessages] = topic('propagation');
