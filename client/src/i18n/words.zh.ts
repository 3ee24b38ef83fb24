import { editorZh } from '../editor/words/words.zh.js';
import { codeZh } from './code.zh.js';
import { debugZh } from './debug.zh.js';
import { zh } from './zh.js';
import { librariesZh } from './libraries.zh.js';
import { limitsZh } from './limits.zh.js';
import { propagationZh } from './propagation.zh.js';
import { recordingZh } from './recording.zh.js';
import type { Words } from './words.js';

export const words: Words = {
  messages: zh,
  code: codeZh,
  debug: debugZh,
  editor: editorZh,
  libraries: librariesZh,
  limits: limitsZh,
  propagation: propagationZh,
  recording: recordingZh,
};
