export { readClientMessage, runRequest } from './engine.js';
export { bytes, read } from './read.js';
export {
  looksLikeRecording,
  readRecordingFile,
  writeRecordingFile,
  type FileProblem,
  type RecordingFile,
} from './recording-file.js';
