import { topic, type Words } from './words.js';

export type LibrariesMessages = Words['libraries'];

export const [librariesMessagesOf, useLibrariesMessages] = topic('libraries');
