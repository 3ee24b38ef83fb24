import { editorEn } from '../editor/words/words.en.js';
import { codeEn } from './code.en.js';
import { debugEn } from './debug.en.js';
import { en } from './en.js';
import { librariesEn } from './libraries.en.js';
import { limitsEn } from './limits.en.js';
import { propagationEn } from './propagation.en.js';
import { recordingEn } from './recording.en.js';
import type { Words } from './words.js';

export const words: Words = {
  messages: en,
  code: codeEn,
  debug: debugEn,
  editor: editorEn,
  libraries: librariesEn,
  limits: limitsEn,
  propagation: propagationEn,
  recording: recordingEn,
};
