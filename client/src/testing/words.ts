import { loadWords } from '../i18n/words.js';

/** For tests of what is shown: the words of both languages are there, as those of one are in the page before anything is. */
await Promise.all([loadWords('en'), loadWords('zh')]);
